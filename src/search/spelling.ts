import type { CoeIndex } from './coe-index.js';

/** Shorter words are too near to each other for a guess to help. */
const SHORTEST = 4;
const TWO_SLIPS_FROM = 8;

/**
 * The known word nearest to an unknown one: within one slip (a letter wrong, missing, extra or two swapped), two for words of eight letters
 * or more; among equals the one that most COEs use, then the first of the alphabet. Numbers are never guessed.
 * @param documents how many COEs that the asker may see hold the word; a word that has none is no candidate
 */
export function nearestWord(index: CoeIndex, word: string, documents: (term: string) => number): string | undefined {
  if (word.length < SHORTEST || /\d/.test(word)) return undefined;
  let distance = word.length >= TWO_SLIPS_FROM ? 2 : 1;
  let best: { term: string; count: number } | undefined;
  for (const [term] of index.exact.entries()) {
    if (Math.abs(term.length - word.length) > distance || /\d/.test(term)) continue;
    const slips = slipsBetween(word, term, distance);
    if (slips > distance) continue;
    const count = documents(term);
    if (count === 0) continue;
    const better = !best || slips < distance || count > best.count || (count === best.count && term < best.term);
    if (better) best = { term, count };
    distance = slips;
  }
  return best?.term;
}

/** Damerau-Levenshtein distance (optimal string alignment), given up as soon as it must exceed `most`. */
export function slipsBetween(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
