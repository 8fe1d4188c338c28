import type { WordChange } from '../coe/diff.js';

/** Unchanged words beside a change; the rest of an unchanged stretch is left out. */
const AROUND = 120;

/** Long unchanged stretches are cut to what stands beside a change. */
export function shorten(words: readonly WordChange[]): WordChange[] {
  return words.map((part, index) => {
    if (part.kind !== 'same' || part.text.length <= 2 * AROUND) return part;
    const head = index === 0 ? '' : part.text.slice(0, AROUND);
    const tail = index === words.length - 1 ? '' : part.text.slice(-AROUND);
    return { kind: part.kind, text: `${head} … ${tail}` };
  });
}
