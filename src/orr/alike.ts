import { isStopWord, stemOf, wordsOf } from '../search/words.js';

/** Words of every question: they make no two of them alike. */
const FORM = new Set(
  'mechanism make makes sure does always never must should need needs there'.split(' ').map((word) => stemOf(word)),
);
/** Shared words over all words of the two (Dice 1945) from which one question is proposed to be merged into another. */
const ALIKE = 0.6;

export type Alike = { id: string; score: number };

/** The question of a library that says the same, or null. `score` is 0 to 1, two decimals; of equals the first. */
export function mostAlike(question: string, library: readonly { id: string; question: string }[]): Alike | null {
  const asked = stemsOf(question);
  let best: Alike | null = null;
  for (const { id, question: known } of library) {
    const score = Math.round(dice(asked, stemsOf(known)) * 100) / 100;
    if (score >= ALIKE && score > (best?.score ?? 0)) best = { id, score };
  }
  return best;
}

/** How alike two questions are, 0 to 1, by the words that they share. */
export const likeness = (a: string, b: string): number => dice(stemsOf(a), stemsOf(b));

function stemsOf(text: string): Set<string> {
  const words = wordsOf(text, { parts: false }).map(({ exact }) => exact);
  return new Set(
    words
      .filter((word) => !isStopWord(word))
      .map(stemOf)
      .filter((stem) => !FORM.has(stem)),
  );
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let shared = 0;
  for (const stem of a) if (b.has(stem)) shared++;
  return (2 * shared) / (a.size + b.size);
}
