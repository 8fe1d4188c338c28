import lunr from 'lunr';
import MiniSearch from 'minisearch';
import type { Connection } from 'mongoose';
import { plainServiceNames } from '../../src/kernel/service-names.js';
import type { SearchDocument } from '../../src/search/document.js';
import { buildSegment } from '../../src/search/lexical/build-segment.js';
import { memoryCold, memorySink } from '../../src/search/lexical/cold.js';
import { findCoes } from '../../src/search/lexical/find.js';
import type { LivePart } from '../../src/search/lexical/live-part.js';
import { parseQuery } from '../../src/search/lexical/parse-query.js';
import { openSegment } from '../../src/search/lexical/segment.js';
import { stemOf } from '../../src/search/words.js';

export type Item = { id: string; title: string; text: string };
export type Engine = {
  name: string;
  /** Ids of the ten best, best first. */
  search(query: string): Promise<string[]> | string[];
};

const TEN = 10;

export function ours(items: readonly Item[]): Engine {
  const part = partOf(items.map(documentOf));
  return {
    name: 'ours',
    async search(query) {
      const asked = { query: parseQuery(query), filter: {}, limit: TEN };
      const found = await findCoes([part], asked, () => true, plainServiceNames);
      return found.items.map(({ coe }) => coe.id);
    },
  };
}

export function partOf(documents: SearchDocument[]): LivePart {
  const sink = memorySink();
  const hot = buildSegment(documents, sink);
  const memory = sink.take();
  const segment = openSegment(hot, memoryCold(memory));
  const alive = new Uint8Array(segment.size).fill(1);
  return { serial: 1, segment, hot, place: { memory }, entry: undefined, alive, living: segment.size, busy: false };
}

export function documentOf({ id, title, text }: Item, at: number): SearchDocument {
  const time = new Date(at * 3_600_000).toISOString();
  return {
    id,
    seq: at + 1,
    number: `COE-${at + 1}`,
    version: 1,
    title,
    status: 'published',
    severity: null,
    owner: null,
    services: [],
    tags: [],
    createdAt: time,
    happenedAt: time,
    updatedAt: time,
    subject: { id, status: 'published', restricted: false, authors: [], members: [] },
    fields: [
      { section: 'title', text: title, names: false },
      { section: 'summary', text, names: false },
    ],
  };
}

export const miniSearch =
  (stemmed: boolean) =>
  (items: readonly Item[]): Engine => {
    const index = new MiniSearch({
      fields: ['title', 'text'],
      ...(stemmed ? { processTerm: (term: string) => stemOf(term.toLowerCase()) } : {}),
    });
    index.addAll(items);
    return {
      name: stemmed ? 'MiniSearch, stemmed' : 'MiniSearch',
      search: (query) =>
        index
          .search(query)
          .slice(0, TEN)
          .map(({ id }) => id as string),
    };
  };

export function lunrSearch(items: readonly Item[]): Engine {
  const index = lunr((builder) => {
    builder.ref('id');
    builder.field('title');
    builder.field('text');
    for (const item of items) builder.add(item);
  });
  return {
    name: 'lunr',
    // Its query language would read signs in a text as operators: the words alone are asked.
    search: (query) =>
      index
        .query((asked) => {
          for (const token of lunr.tokenizer(query)) asked.term(token.toString(), {});
        })
        .slice(0, TEN)
        .map(({ ref }) => ref),
  };
}

/** MongoDB's own text index, on the real engine. */
export async function mongoText(connection: Connection, items: readonly Item[]): Promise<Engine> {
  const collection = connection.collection<{ _id: string; title: string; text: string }>(`text_${Date.now()}`);
  await collection.createIndex({ title: 'text', text: 'text' }, { weights: { title: 2, text: 1 } });
  for (let at = 0; at < items.length; at += 500)
    await collection.insertMany(items.slice(at, at + 500).map(({ id, title, text }) => ({ _id: id, title, text })));
  return {
    name: 'MongoDB $text',
    async search(query) {
      const words = query.replace(/["-]/g, ' ');
      const found = await collection
        .find({ $text: { $search: words } }, { projection: { _id: 1, score: { $meta: 'textScore' } } })
        .sort({ score: { $meta: 'textScore' } })
        .limit(TEN)
        .toArray();
      return found.map(({ _id }) => _id);
    },
  };
}
