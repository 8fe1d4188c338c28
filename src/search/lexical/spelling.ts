import { bitCount, hasDigit, isPlain, lettersOf } from './letters.js';
import { EXACT } from './segment-writer.js';
import { visibleDocuments } from './term-lists.js';
import type { LibraryView } from './view.js';

/** Shorter words are too near to each other for a guess to help. */
const SHORTEST = 4;
const TWO_SLIPS_FROM = 8;

/**
 * The known word nearest to an unknown one: within one slip (a letter wrong, missing, extra or two swapped), two for words of eight letters
 * or more; among equals the one that most visible COEs use, then the first of the alphabet. Words with digits are never guessed, and a word
 * that only hidden COEs hold is no candidate.
 */
export function nearestWord(view: LibraryView, word: string): string | undefined {
  const letters = lettersOf(word);
  if (word.length < SHORTEST || hasDigit(letters)) return undefined;
  const most = word.length >= TWO_SLIPS_FROM ? 2 : 1;
  const near = new Map<string, { slips: number; documents: number }>();
  const codes = codesOf(word);
  const [least, longest] = [word.length - most, word.length + most];
  const scratch = new Int32Array(Math.max(0, ...view.parts.map(({ part }) => part.segment.size)));
  view.parts.forEach(({ part: { segment } }, at) => {
    const { letters: all, termsAt1, terms1 } = segment.columns;
    let [from, to] = [0, termsAt1[0] as number];
    for (let number = 0; number < all.length; number++) {
      from = to;
      to = termsAt1[number + 1] as number;
      // Bytes are at least as many as characters.
      if (to - from < least) continue;
      const theirs = all[number] as number;
      const plain = isPlain(theirs);
      if (plain ? to - from > longest : hasDigit(theirs)) continue;
      if (bitCount(theirs & ~letters) > most || bitCount(letters & ~theirs) > most) continue;
      // Nearly all are compared where they stand: decoding them took longer than comparing.
      const slips = slipsOf(codes, plain ? terms1.subarray(from, to) : codesOf(segment.termText(EXACT, number)), most);
      if (slips > most) continue;
      const term = segment.termText(EXACT, number);
      const documents = visibleDocuments(view, at, EXACT, number, scratch);
      const known = near.get(term) ?? { slips, documents: 0 };
      known.documents += documents;
      near.set(term, known);
    }
  });
  let best: { term: string; slips: number; documents: number } | undefined;
  for (const [term, { slips, documents }] of near) {
    if (documents === 0) continue;
    const better =
      !best ||
      slips < best.slips ||
      (slips === best.slips && (documents > best.documents || (documents === best.documents && term < best.term)));
    if (better) best = { term, slips, documents };
  }
  return best?.term;
}

/** Rows of the distance table, kept: a search with an unknown word compares it with thousands. */
let rows = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)];

/**
 * Damerau-Levenshtein distance (optimal string alignment), given up as soon as it must exceed `most`. Only the band of the table that is at most
 * so far from its diagonal can hold less (Ukkonen 1985).
 */
export const slipsBetween = (a: string, b: string, most: number): number => slipsOf(codesOf(a), codesOf(b), most);

const codesOf = (word: string): Uint16Array =>
  Uint16Array.from({ length: word.length }, (_, at) => word.charCodeAt(at));

function slipsOf(a: Uint16Array, b: Uint16Array | Uint8Array, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const width = b.length + 2;
  if ((rows[0] as Uint16Array).length < width) rows = rows.map(() => new Uint16Array(width * 2));
  let [before, last, row] = rows as [Uint16Array, Uint16Array, Uint16Array];
  for (let j = 0; j <= Math.min(b.length, most); j++) last[j] = j;
  last[most + 1] = most + 1;
  for (let i = 1; i <= a.length; i++) {
    const letter = a[i - 1];
    const from = Math.max(1, i - most);
    const to = Math.min(b.length, i + most);
    // Beside the band everything is too far.
    row[from - 1] = i - (from - 1) > most ? most + 1 : i;
    let least = row[from - 1] as number;
    for (let j = from; j <= to; j++) {
      const theirs = b[j - 1];
      let cost = (last[j - 1] as number) + (letter === theirs ? 0 : 1);
      const missing = (last[j] as number) + 1;
      const extra = (row[j - 1] as number) + 1;
      if (missing < cost) cost = missing;
      if (extra < cost) cost = extra;
      if (i > 1 && j > 1 && letter === b[j - 2] && a[i - 2] === theirs)
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    row[to + 1] = most + 1;
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[b.length] as number, most + 1);
}
