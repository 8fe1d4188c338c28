import type { ActionItem } from '../coe/schema.js';
import { isStopWord, stemOf, wordsOf } from '../search/words.js';
import type { PriorItem } from './finding.js';

export type PriorPromises = {
  number: string;
  actionItems: readonly Pick<ActionItem, 'title' | 'status' | 'dueDate'>[];
};

/** Two titles call for the same when they share this much of their words (Jaccard index of stems). */
const ALIKE = 0.75;

/** For each action item the most similar one that an earlier COE promised; items that resemble none are left out. */
export function repeatedPromises(
  items: readonly Pick<ActionItem, 'id' | 'title'>[],
  prior: readonly PriorPromises[],
): Map<string, PriorItem> {
  const earlier = prior.flatMap(({ number, actionItems }) =>
    actionItems.map(({ title, status, dueDate }) => ({ coe: number, title, status, dueDate, stems: stemsOf(title) })),
  );
  const found = new Map<string, PriorItem>();
  for (const { id, title } of items) {
    const mine = stemsOf(title);
    let best = ALIKE;
    for (const { stems, ...promise } of earlier) {
      const alike = jaccard(mine, stems);
      if (alike < best) continue;
      best = alike;
      found.set(id, promise);
    }
  }
  return found;
}

function stemsOf(title: string): Set<string> {
  return new Set(wordsOf(title, { parts: false }).flatMap(({ exact }) => (isStopWord(exact) ? [] : [stemOf(exact)])));
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((stem) => b.has(stem)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}
