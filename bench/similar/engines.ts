import MiniSearch from 'minisearch';
import { library } from '../../src/search/similarity/library.js';
import { closeness, firstFound, likeness } from '../../src/search/similarity/rank.js';
import { tellingWords } from '../../src/search/similarity/vocabulary.js';
import type { Postmortem } from './corpora.js';

/** Ids of all other documents, best first. */
export type Engine = { name: string; rank(id: string): string[] };

const textOf = ({ fields }: Postmortem) => fields.map(({ text }) => text).join('\n');

/** BM25 (k1 1.2, b .75) with the whole document as query, stemmed and without stop words. */
export function plainBm25(documents: readonly Postmortem[]): Engine {
  const counted = documents.map((document) => {
    const counts = new Map<string, number>();
    for (const { stem } of tellingWords(textOf(document))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    return { id: document.id, counts, length: [...counts.values()].reduce((sum, count) => sum + count, 0) };
  });
  const mean = counted.reduce((sum, { length }) => sum + length, 0) / counted.length;
  const holding = new Map<string, number>();
  for (const { counts } of counted) for (const stem of counts.keys()) holding.set(stem, (holding.get(stem) ?? 0) + 1);
  return {
    name: 'plain BM25',
    rank(id) {
      const query = counted.find((one) => one.id === id)?.counts ?? new Map<string, number>();
      return sorted(
        counted
          .filter((one) => one.id !== id)
          .map((one) => {
            let score = 0;
            for (const [stem, times] of query) {
              const count = one.counts.get(stem) ?? 0;
              if (count === 0) continue;
              const documentsWith = holding.get(stem) ?? 0;
              const idf = Math.log(1 + (counted.length - documentsWith + 0.5) / (documentsWith + 0.5));
              score += (times * idf * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * one.length) / mean));
            }
            return { id: one.id, score };
          }),
      );
    },
  };
}

export function miniSearch(documents: readonly Postmortem[]): Engine {
  const engine = new MiniSearch({ fields: ['title', 'text'] });
  engine.addAll(
    documents.map((document) => ({ id: document.id, title: document.fields[0]?.text, text: textOf(document) })),
  );
  return {
    name: 'MiniSearch 7',
    rank(id) {
      const query = documents.find((one) => one.id === id) as Postmortem;
      return engine
        .search(textOf(query))
        .map((hit) => String(hit.id))
        .filter((other) => other !== id);
    },
  };
}

export function ours(documents: readonly Postmortem[]): Engine {
  const kept = library<Postmortem>();
  for (const document of documents) kept.put(document);
  return {
    name: 'ours',
    rank(id) {
      const query = kept.entry(id);
      if (!query) return [];
      const entries = kept.entries();
      const close = closeness(kept, query);
      const { score } = likeness(
        kept,
        close,
        firstFound(close, (at) => entries[at]?.document.id !== id),
      );
      return sorted(
        entries.flatMap((entry, at) =>
          !entry || entry.document.id === id ? [] : [{ id: entry.document.id, score: score[at] as number }],
        ),
      );
    },
  };
}

function sorted(scores: { id: string; score: number }[]): string[] {
  return scores.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}
