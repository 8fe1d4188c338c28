import { BM25, inverseFrequency, scoreOf } from './bm25.js';
import { FREQUENCIES } from './frequency-code.js';
import type { QueryTerm } from './query-terms.js';
import { EXACT, type FieldNumber, STEMMED } from './segment-writer.js';
import type { PartList, TermLists } from './term-lists.js';
import type { LibraryView } from './view.js';

/** The documents of one part that a query found: a byte and a score each. */
export type PartRanking = { matched: Uint8Array; scores: Float64Array };

type Scored = { term: QueryTerm; stems: number; exact: number };

/** From this many terms on it pays to look whether the rest can still change the first page. */
const LONG = 6;

/**
 * Scores each document by BM25 over both fields (`scoreOf`). Every document with any term is marked, since totals and facets count them all; for
 * long queries only those documents keep being scored that can still reach the first `wanted` (MaxScore, Turtle and Flood 1995, term at a time):
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
      const exact = inverseFrequency(view.documents, lists.get(EXACT, term.exact).documents) * term.count;
      return { term, stems, exact };
    })
    .sort((a, b) => b.stems - a.stems || b.exact - a.exact || (a.term.exact < b.term.exact ? -1 : 1));
  return view.parts.map((_, at) => rankPart(view, lists, scored, eligible[at] as Uint8Array, at, wanted));
}

/** What was added up for each document of a part: in each field the score, and the weight of the words found. */
type Sums = { stems: Float64Array; stemCover: Float64Array; exact: Float64Array; exactCover: Float64Array };
/** The same for the terms that are still to come, at most. */
type Left = { stems: number; stemCover: number; exact: number; exactCover: number };
/** A term's list in one field of one part, and where its score goes. */
type Source = {
  list: PartList;
  weight: number;
  base: number;
  slope: number;
  lengths: Float32Array;
  scores: Float64Array;
  cover: Float64Array;
};

function rankPart(
  view: LibraryView,
  lists: TermLists,
  terms: readonly Scored[],
  eligible: Uint8Array,
  at: number,
  wanted: number | null,
): PartRanking {
  const { columns } = (view.parts[at] as LibraryView['parts'][number]).part.segment;
  const sums: Sums = {
    stems: new Float64Array(eligible.length),
    stemCover: new Float64Array(eligible.length),
    exact: new Float64Array(eligible.length),
    exactCover: new Float64Array(eligible.length),
  };
  const source = (field: FieldNumber, term: string, weight: number): Source[] => {
    const list = lists.get(field, term).parts[at];
    const [lengths, scores, cover] =
      field === STEMMED
        ? [columns.stemLength, sums.stems, sums.stemCover]
        : [columns.exactLength, sums.exact, sums.exactCover];
    return list ? [{ list, weight, ...normOf(view, field), lengths, scores, cover }] : [];
  };
  const sources = terms.map(({ term, stems, exact }) => ({
    stems: source(STEMMED, term.stem, stems),
    exact: source(EXACT, term.exact, exact),
  }));
  // Shares are of the whole query, also of words that this part does not hold.
  const whole = {
    stems: terms.reduce((sum, { stems }) => sum + stems, 0) || 1,
    exact: terms.reduce((sum, { exact }) => sum + exact, 0) || 1,
  };
  const score = (document: number, left: Left) =>
    scoreOf(
      (sums.stems[document] as number) + left.stems,
      ((sums.stemCover[document] as number) + left.stemCover) / whole.stems,
      (sums.exact[document] as number) + left.exact,
      ((sums.exactCover[document] as number) + left.exactCover) / whole.exact,
    );
  const left = remainingBounds(sources);
  const matched = new Uint8Array(eligible.length);
  let candidates: Int32Array | undefined;
  sources.forEach((both, index) => {
    for (const each of [...both.stems, ...both.exact])
      if (candidates) {
        markAll(each.list, eligible, matched);
        addSome(each, candidates);
      } else addAll(each, eligible, matched);
    if (wanted !== null && !candidates && terms.length >= LONG && index < sources.length - 1)
      candidates = whoCanWin(matched, score, left[index + 1] as Left, wanted);
  });
  const scores = new Float64Array(eligible.length);
  for (let document = 0; document < scores.length; document++)
    if (matched[document] !== 0) scores[document] = score(document, NOTHING);
  return { matched, scores };
}

const NOTHING: Left = { stems: 0, stemCover: 0, exact: 0, exactCover: 0 };

const normOf = (view: LibraryView, field: FieldNumber): { base: number; slope: number } => ({
  base: BM25.k1 * (1 - BM25.b),
  slope: (BM25.k1 * BM25.b) / view.meanLength[field],
});

/** What all terms from each on can add at most to one document of this part. */
function remainingBounds(sources: readonly { stems: readonly Source[]; exact: readonly Source[] }[]): Left[] {
  const left: Left[] = [NOTHING];
  for (const { stems, exact } of [...sources].reverse()) {
    const after = left[0] as Left;
    left.unshift({
      stems: stems.reduce((sum, each) => sum + most(each), after.stems),
      stemCover: stems.reduce((sum, { weight }) => sum + weight, after.stemCover),
      exact: exact.reduce((sum, each) => sum + most(each), after.exact),
      exactCover: exact.reduce((sum, { weight }) => sum + weight, after.exactCover),
    });
  }
  return left;
}

function most({ list, weight, base }: Source): number {
  const frequency = FREQUENCIES[list.top] as number;
  return (weight * frequency * (BM25.k1 + 1)) / (frequency + base);
}

function addAll(
  { list: { docs, codes }, weight, base, slope, lengths, scores, cover }: Source,
  eligible: Uint8Array,
  matched: Uint8Array,
): void {
  const scale = weight * (BM25.k1 + 1);
  for (let at = 0; at < docs.length; at++) {
    const document = docs[at] as number;
    if (eligible[document] === 0) continue;
    const frequency = FREQUENCIES[codes[at] as number] as number;
    matched[document] = 1;
    (scores[document] as number) += (scale * frequency) / (frequency + base + slope * (lengths[document] as number));
    (cover[document] as number) += weight;
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
  { list: { docs, codes }, weight, base, slope, lengths, scores, cover }: Source,
  candidates: Int32Array,
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
    (cover[document] as number) += weight;
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

/**
 * @param score of a document with the most that is left for it
 * @returns the documents that may still be among the first, ascending, once no unmatched one can; undefined before
 */
function whoCanWin(
  matched: Uint8Array,
  score: (document: number, left: Left) => number,
  left: Left,
  wanted: number,
): Int32Array | undefined {
  const least = nthBest(matched, (document) => score(document, NOTHING), wanted);
  const unmatched = matched.indexOf(0);
  if (unmatched >= 0 && score(unmatched, left) >= least) return undefined;
  const candidates: number[] = [];
  const most = Math.max(matched.length * FEW, wanted * 4);
  for (let document = 0; document < matched.length; document++) {
    if (matched[document] === 0 || score(document, left) + ROUNDING < least) continue;
    candidates.push(document);
    if (candidates.length > most) return undefined;
  }
  return Int32Array.from(candidates);
}

/** The n-th greatest score, by a heap of the greatest so far; 0 when there are fewer. */
function nthBest(matched: Uint8Array, score: (document: number) => number, n: number): number {
  const heap = new Float64Array(n);
  for (let document = 0; document < matched.length; document++) {
    if (matched[document] === 0) continue;
    const value = score(document);
    if (value <= (heap[0] as number)) continue;
    let hole = 0;
    for (let child = 1; child < n; child = 2 * hole + 1) {
      if (child + 1 < n && (heap[child + 1] as number) < (heap[child] as number)) child++;
      if ((heap[child] as number) >= value) break;
      heap[hole] = heap[child] as number;
      hole = child;
    }
    heap[hole] = value;
  }
  return heap[0] as number;
}
