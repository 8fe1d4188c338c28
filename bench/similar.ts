import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { library } from '../src/search/similarity/library.js';
import { closeness, firstFound, likeness } from '../src/search/similarity/rank.js';
import { topSlots } from '../src/search/similarity/top-slots.js';
import { type Link, type Postmortem, readCorpora } from './similar/corpora.js';
import { type Engine, miniSearch, ours, plainBm25 } from './similar/engines.js';

/**
 * Similar COEs on the development corpora: every document asks, nDCG@10, other engines in the same run. Queries are parted by a hash of their id:
 * weights were chosen on the tuned half alone.
 */
const folder = process.argv[2] ?? join('..', 'shared', 'samples', 'postmortem-corpus');
const { documents, links } = readCorpora(folder);

type Gain = (a: Postmortem, b: Postmortem) => number;
const tasks: Record<string, Gain> = {
  'S1 labelled links': linkGain(links),
  'S2 same keyword': (a, b) => a.keywords.filter((word) => b.keywords.includes(word)).length,
  'S3 same incident class': (a, b) => (a.serviceHint !== null && a.serviceHint === b.serviceHint ? 1 : 0),
  categories: (a, b) => a.categories.filter((one) => b.categories.includes(one)).length,
};
const tunedOn = (id: string) => (createHash('sha256').update(id).digest()[0] as number) % 2 === 0;

const table = [plainBm25, miniSearch, ours].flatMap((open) => {
  const engine = open(documents);
  return Object.entries(tasks).map(([task, gain]) => {
    const half = (tuned: boolean) => meanGain(engine, gain, (id) => tunedOn(id) === tuned);
    return {
      engine: engine.name,
      task,
      tuned: half(true),
      heldOut: half(false),
      all: meanGain(engine, gain, () => true),
    };
  });
});
console.table(table);

function meanGain(engine: Engine, gain: Gain, asks: (id: string) => boolean): string {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const values = documents
    .filter(({ id }) => asks(id))
    .flatMap((query) => {
      const gains = documents.filter(({ id }) => id !== query.id).map((other) => gain(query, other));
      const best = discounted(gains.sort((a, b) => b - a));
      if (best === 0) return [];
      const ranked = engine.rank(query.id).slice(0, 10);
      return [discounted(ranked.map((id) => gain(query, byId.get(id) as Postmortem))) / best];
    });
  return `${(values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3)} (${values.length})`;
}

function discounted(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
}

function linkGain(all: readonly Link[]): Gain {
  const grades = new Map(
    all.flatMap(
      ({ a, b, grade }) =>
        [
          [`${a} ${b}`, grade],
          [`${b} ${a}`, grade],
        ] as const,
    ),
  );
  return (a, b) => grades.get(`${a.id} ${b.id}`) ?? 0;
}

/**
 * What is offered at all, and how much of the first three is right: one link, one service hint or one keyword in common. Asked by documents that have
 * any relative; the last column says how often those without one are left alone.
 */
const kept = library<Postmortem>();
for (const document of documents) kept.put(document);
const related = (a: Postmortem, b: Postmortem) =>
  Object.values(tasks)
    .slice(0, 3)
    .some((gain) => gain(a, b) > 0);
console.table(
  [0, 0.12, 0.2, 0.25].map((floor) => {
    const sums = { asked: 0, answered: 0, offered: 0, right: 0, alone: 0, silent: 0 };
    for (const document of documents) {
      const entry = kept.entry(document.id);
      if (!entry) continue;
      const entries = kept.entries();
      const close = closeness(kept, entry);
      const { score, words } = likeness(
        kept,
        close,
        firstFound(close, (slot) => entries[slot] !== entry),
      );
      const offered = topSlots(score, 3, 0, (slot) => entries[slot] !== entry && (words[slot] as number) >= floor);
      const first = offered.flatMap((slot) => entries[slot]?.document ?? []);
      if (documents.some((other) => other !== document && related(document, other))) {
        sums.asked++;
        sums.answered += Math.min(1, first.length);
        sums.offered += first.length;
        sums.right += first.filter((other) => related(document, other)).length;
      } else {
        sums.alone++;
        sums.silent += first.length === 0 ? 1 : 0;
      }
    }
    const share = (part: number, whole: number) => (part / whole).toFixed(2);
    return {
      floor,
      asked: sums.asked,
      answered: share(sums.answered, sums.asked),
      'precision@3': share(sums.right, sums.offered),
      'silent without relatives': share(sums.silent, sums.alone),
    };
  }),
);
