import { BM25, inverseFrequency } from './bm25.js';
import { FREQUENCIES } from './frequency-code.js';
import type { QueryTerm } from './query-terms.js';
import { EXACT, type FieldNumber, STEMMED } from './segment-writer.js';
import type { PartList, TermLists } from './term-lists.js';
import type { LibraryView } from './view.js';

/** The documents of one part that a query found: a byte and a score each. */
export type PartRanking = { matched: Uint8Array; scores: Float64Array };

type Scored = { stems: number; exact: number; term: QueryTerm; bound: number };

/** From this many terms on it pays to look whether the rest can still change the first page. */
const LONG = 6;

/**
 * Scores each document by BM25 over both fields. Every document with any term is marked, since totals and facets count them all; for long
 * queries only those documents keep being scored that can still reach the first `wanted` (MaxScore, Turtle and Flood 1995, term at a time):
 * their scores are exact, those of others are too low on purpose. Blocks are not skipped: totals need every document of every list.
 * @param wanted how many must be right; null for all
 */
export function rank(
  view: LibraryView,
  lists: TermLists,
  terms: readonly QueryTerm[],
  eligible: readonly Uint8Array[],
  wanted: number | null,
): PartRanking[] {
  const scored = terms
    .map((term): Scored => {
      const stems = inverseFrequency(view.documents, lists.get(STEMMED, term.stem).documents) * term.count;
      const exact = inverseFrequency(view.documents, lists.get(EXACT, term.exact).documents) * term.count * BM25.exact;
      return { term, stems, exact, bound: (stems + exact) * (BM25.k1 + 1) };
    })
    .sort((a, b) => b.bound - a.bound || (a.term.exact < b.term.exact ? -1 : 1));
  return view.parts.map((_, at) => rankPart(view, lists, scored, eligible[at] as Uint8Array, at, wanted));
}

function rankPart(
  view: LibraryView,
  lists: TermLists,
  terms: readonly Scored[],
  eligible: Uint8Array,
  at: number,
  wanted: number | null,
): PartRanking {
  const { part } = view.parts[at] as LibraryView['parts'][number];
  const matched = new Uint8Array(eligible.length);
  const scores = new Float64Array(eligible.length);
  const lengths = [part.segment.columns.stemLength, part.segment.columns.exactLength] as const;
  const fields = terms.map(({ term, stems, exact }) => {
    const stemList = lists.get(STEMMED, term.stem).parts[at];
    const exactList = lists.get(EXACT, term.exact).parts[at];
    return [
      ...(stemList ? [{ field: STEMMED, list: stemList, weight: stems }] : []),
      ...(exactList ? [{ field: EXACT, list: exactList, weight: exact }] : []),
    ];
  });
  const left = remainingBounds(fields);
  let candidates: Int32Array | undefined;
  fields.forEach((both, index) => {
    for (const { field, list, weight } of both) {
      const norm = normOf(view, field);
      if (!candidates) addAll(list, weight, norm, lengths[field], eligible, matched, scores);
      else {
        markAll(list, eligible, matched);
        addSome(list, weight, norm, lengths[field], candidates, scores);
      }
    }
    if (wanted !== null && !candidates && terms.length >= LONG && index < fields.length - 1)
      candidates = whoCanWin(matched, scores, left[index + 1] as number, wanted);
  });
  return { matched, scores };
}

type Norm = { base: number; slope: number };
const normOf = (view: LibraryView, field: FieldNumber): Norm => ({
  base: BM25.k1 * (1 - BM25.b),
  slope: (BM25.k1 * BM25.b) / view.meanLength[field],
});

/** What all terms from each on can add at most to one document of this part. */
function remainingBounds(fields: readonly (readonly { list: PartList; weight: number }[])[]): Float64Array {
  const left = new Float64Array(fields.length + 1);
  for (let index = fields.length - 1; index >= 0; index--) {
    let most = 0;
    for (const { list, weight } of fields[index] as (typeof fields)[number]) {
      const frequency = FREQUENCIES[list.top] as number;
      most += (weight * frequency * (BM25.k1 + 1)) / (frequency + BM25.k1 * (1 - BM25.b));
    }
    left[index] = (left[index + 1] as number) + most;
  }
  return left;
}

function addAll(
  { docs, codes }: PartList,
  weight: number,
  { base, slope }: Norm,
  lengths: Float32Array,
  eligible: Uint8Array,
  matched: Uint8Array,
  scores: Float64Array,
): void {
  const scale = weight * (BM25.k1 + 1);
  for (let at = 0; at < docs.length; at++) {
    const document = docs[at] as number;
    if (eligible[document] === 0) continue;
    const frequency = FREQUENCIES[codes[at] as number] as number;
    matched[document] = 1;
    (scores[document] as number) += (scale * frequency) / (frequency + base + slope * (lengths[document] as number));
  }
}

function markAll({ docs }: PartList, eligible: Uint8Array, matched: Uint8Array): void {
  for (let at = 0; at < docs.length; at++) {
    const document = docs[at] as number;
    if (eligible[document] !== 0) matched[document] = 1;
  }
}

/** Both lists ascend, so each search begins where the last one ended. */
function addSome(
  { docs, codes }: PartList,
  weight: number,
  { base, slope }: Norm,
  lengths: Float32Array,
  candidates: Int32Array,
  scores: Float64Array,
): void {
  const scale = weight * (BM25.k1 + 1);
  let from = 0;
  for (let index = 0; index < candidates.length; index++) {
    const document = candidates[index] as number;
    from = firstFrom(docs, document, from);
    if (from === docs.length) return;
    if (docs[from] !== document) continue;
    const frequency = FREQUENCIES[codes[from] as number] as number;
    (scores[document] as number) += (scale * frequency) / (frequency + base + slope * (lengths[document] as number));
  }
}

function firstFrom(docs: Int32Array, document: number, from: number): number {
  let low = from;
  let high = docs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((docs[middle] as number) < document) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Against sums in another order. */
const ROUNDING = 1e-9;
/** With more candidates than this share of all, looking each up costs more than reading the lists. */
const FEW = 1 / 16;

/** @returns the documents that may still be among the first, ascending, once no unmatched one can; undefined before */
function whoCanWin(matched: Uint8Array, scores: Float64Array, left: number, wanted: number): Int32Array | undefined {
  let top = 0;
  for (let document = 0; document < scores.length; document++)
    if ((scores[document] as number) > top) top = scores[document] as number;
  if (left > top) return undefined;
  const least = nthBest(scores, wanted);
  if (left >= least) return undefined;
  const candidates: number[] = [];
  const most = scores.length * FEW;
  for (let document = 0; document < scores.length; document++) {
    if (matched[document] === 0 || (scores[document] as number) + left + ROUNDING < least) continue;
    candidates.push(document);
    if (candidates.length > most && candidates.length > wanted * 4) return undefined;
  }
  return Int32Array.from(candidates);
}

/** The n-th greatest score, by a heap of the greatest so far; 0 when there are fewer. */
function nthBest(scores: Float64Array, n: number): number {
  const heap = new Float64Array(n);
  for (let document = 0; document < scores.length; document++) {
    const score = scores[document] as number;
    if (score <= (heap[0] as number)) continue;
    let hole = 0;
    for (let child = 1; child < n; child = 2 * hole + 1) {
      if (child + 1 < n && (heap[child + 1] as number) < (heap[child] as number)) child++;
      if ((heap[child] as number) >= score) break;
      heap[hole] = heap[child] as number;
      hole = child;
    }
    heap[hole] = score;
  }
  return heap[0] as number;
}
