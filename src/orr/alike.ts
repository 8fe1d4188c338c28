import { keepRecent } from '../kernel/keep-recent.js';
import { isStopWord, stemOf, wordsOf } from '../search/words.js';

/** Words of every question: they make no two of them alike. */
const FORM = new Set(
  'mechanism make makes sure does always never must should need needs there'.split(' ').map((word) => stemOf(word)),
);
/** Shared words over all words of the two (Dice 1945) from which one question is proposed to be merged into another. */
const ALIKE = 0.6;

export type Alike = { id: string; score: number };

/** The question of a library that says the same, or null. `score` is 0 to 1, two decimals; of equals the first. */
export const mostAlike = (question: string, library: readonly { id: string; question: string }[]): Alike | null =>
  alikeIn(library)(question);

/** {@link mostAlike} for many questions and one library, which is read once: each question meets only those that share a word with it. */
export function alikeIn(library: readonly { id: string; question: string }[]): (question: string) => Alike | null {
  const known = library.map(({ id, question }) => ({ id, stems: stemsOf(question) }));
  const holders = new Map<string, number[]>();
  for (const [at, { stems }] of known.entries())
    for (const stem of stems) {
      const list = holders.get(stem);
      if (list) list.push(at);
      else holders.set(stem, [at]);
    }
  return (question) => {
    const asked = stemsOf(question);
    const shared = new Uint16Array(known.length);
    for (const stem of asked) for (const at of holders.get(stem) ?? []) shared[at] = (shared[at] as number) + 1;
    let best: Alike | null = null;
    for (const [at, { id, stems }] of known.entries()) {
      if (shared[at] === 0) continue;
      const score = Math.round((200 * (shared[at] as number)) / (asked.size + stems.size)) / 100;
      if (score >= ALIKE && score > (best?.score ?? 0)) best = { id, score };
    }
    return best;
  };
}

/** How alike two questions are, 0 to 1, by the words that they share. */
export const likeness = (a: string, b: string): number => dice(stemsOf(a), stemsOf(b));

/** Characters of questions whose stems are kept: a whole library is compared each time that proposals are shown. */
const MOST_KEPT = 2_000_000;
const kept = keepRecent<ReadonlySet<string>>(MOST_KEPT);

function stemsOf(text: string): ReadonlySet<string> {
  const known = kept.get(text);
  if (known) return known;
  const words = wordsOf(text, { parts: false }).map(({ exact }) => exact);
  const stems = new Set(
    words
      .filter((word) => !isStopWord(word))
      .map(stemOf)
      .filter((stem) => !FORM.has(stem)),
  );
  kept.set(text, stems, text.length);
  return stems;
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let shared = 0;
  for (const stem of a) if (b.has(stem)) shared++;
  return (2 * shared) / (a.size + b.size);
}
