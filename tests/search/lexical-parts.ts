import type { StoredCoe } from '../../src/coe/model.js';
import { plainServiceNames } from '../../src/kernel/service-names.js';
import { documentOf } from '../../src/search/document.js';
import { buildSegment } from '../../src/search/lexical/build-segment.js';
import { memoryCold, memorySink } from '../../src/search/lexical/cold.js';
import { findCoes, type SearchResult } from '../../src/search/lexical/find.js';
import type { LivePart } from '../../src/search/lexical/live-part.js';
import { parseQuery } from '../../src/search/lexical/parse-query.js';
import { openSegment } from '../../src/search/lexical/segment.js';
import type { Visible } from '../../src/search/lexical/view.js';
import { storedCoe } from './library.js';

export type Content = { title: string } & Record<string, unknown>;
export const everyone: Visible = () => true;

/** One segment in memory, all alive. */
export function partOf(coes: readonly StoredCoe[], serial = 1): LivePart {
  const sink = memorySink();
  const hot = buildSegment(coes.map(documentOf), sink);
  const memory = sink.take();
  const segment = openSegment(hot, memoryCold(memory));
  const alive = new Uint8Array(segment.size).fill(1);
  return { serial, segment, hot, place: { memory }, entry: undefined, alive, living: segment.size, busy: false };
}

/** Contents numbered from 1 in one segment. */
export const partsOf = (...contents: Content[]): LivePart[] => [
  partOf(contents.map((content, at) => storedCoe(at + 1, content))),
];

type Asked = { limit?: number; after?: [number, number]; visible?: Visible; filter?: Record<string, string> };

export function find(parts: readonly LivePart[], words: string, asked: Asked = {}): Promise<SearchResult> {
  const { limit = 10, after, visible = everyone, filter = {} } = asked;
  return findCoes(parts, { query: parseQuery(words), filter, limit, after }, visible, plainServiceNames);
}

export const numbers = async (parts: readonly LivePart[], words: string, asked?: Asked): Promise<string[]> =>
  (await find(parts, words, asked)).items.map(({ coe }) => coe.number);
