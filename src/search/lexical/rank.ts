import { BM25, inverseFrequency, scoreOf } from './bm25.js';
import { FREQUENCIES } from './frequency-code.js';
import type { QueryTerm } from './query-terms.js';
import type { Segment } from './segment.js';
import { EXACT, type FieldNumber, STEMMED } from './segment-writer.js';
import type { PartList, TermLists } from './term-lists.js';
import type { LibraryView } from './view.js';

/** The documents of one part that a query found: a byte and a score each. */
export type PartRanking = { matched: Uint8Array; scores: Float64Array };

type Scored = { term: QueryTerm; stems: number; exact: number };

/**
 * Scores each document by BM25 over both fields (`scoreOf`). Totals and facets need every document of every list anyway, and reading the lists
 * is cheap beside that: skipping documents that cannot reach the first page (MaxScore, at 10,000 COEs and 25 terms) cost more than it saved.
 */
export function rank(
  view: LibraryView,
  lists: TermLists,
  terms: readonly QueryTerm[],
  eligible: readonly Uint8Array[],
): PartRanking[] {
  const scored = terms.map((term): Scored => {
    const stems = inverseFrequency(view.documents, lists.get(STEMMED, term.stem).documents) * term.count;
    const exact = inverseFrequency(view.documents, lists.get(EXACT, term.exact).documents) * term.count;
    return { term, stems, exact };
  });
  return view.parts.map((_, at) => rankPart(view, lists, scored, eligible[at] as Uint8Array, at));
}

/** What is added up for each document of a part in one field: the score, and the weight of the words found. */
type Sums = { scores: Float64Array; cover: Float64Array };

function rankPart(
  view: LibraryView,
  lists: TermLists,
  terms: readonly Scored[],
  eligible: Uint8Array,
  at: number,
): PartRanking {
  const { segment } = (view.parts[at] as LibraryView['parts'][number]).part;
  const { stemLength, exactLength } = segment.columns;
  const matched = new Uint8Array(eligible.length);
  const [stems, exact] = sumsOf(segment);
  for (const { term, ...weight } of terms) {
    const stemList = lists.get(STEMMED, term.stem).parts[at];
    const exactList = lists.get(EXACT, term.exact).parts[at];
    if (stemList) add(stemList, weight.stems, slopeOf(view, STEMMED), stemLength, eligible, matched, stems);
    if (exactList) add(exactList, weight.exact, slopeOf(view, EXACT), exactLength, eligible, matched, exact);
  }
  // Shares are of the whole query, also of words that this part does not hold.
  const stemsWhole = terms.reduce((sum, weight) => sum + weight.stems, 0) || 1;
  const exactWhole = terms.reduce((sum, weight) => sum + weight.exact, 0) || 1;
  const scores = new Float64Array(eligible.length);
  for (let document = 0; document < scores.length; document++)
    if (matched[document] !== 0)
      scores[document] = scoreOf(
        stems.scores[document] as number,
        (stems.cover[document] as number) / stemsWhole,
        exact.scores[document] as number,
        (exact.cover[document] as number) / exactWhole,
      );
  return { matched, scores };
}

/** Kept beside each segment and cleared for each query: new ones would be most of the garbage of a search. */
const kept = new WeakMap<Segment, [Sums, Sums]>();
function sumsOf(segment: Segment): [Sums, Sums] {
  const known = kept.get(segment);
  for (const { scores, cover } of known ?? []) {
    scores.fill(0);
    cover.fill(0);
  }
  if (known) return known;
  const fresh = (): Sums => ({ scores: new Float64Array(segment.size), cover: new Float64Array(segment.size) });
  const sums: [Sums, Sums] = [fresh(), fresh()];
  kept.set(segment, sums);
  return sums;
}

const slopeOf = (view: LibraryView, field: FieldNumber): number => (BM25.k1 * BM25.b) / view.meanLength[field];

function add(
  { docs, codes }: PartList,
  weight: number,
  slope: number,
  lengths: Float32Array,
  eligible: Uint8Array,
  matched: Uint8Array,
  { scores, cover }: Sums,
): void {
  const scale = weight * (BM25.k1 + 1);
  const base = BM25.k1 * (1 - BM25.b);
  for (let at = 0; at < docs.length; at++) {
    const document = docs[at] as number;
    if (eligible[document] === 0) continue;
    const frequency = FREQUENCIES[codes[at] as number] as number;
    matched[document] = 1;
    (scores[document] as number) += (scale * frequency) / (frequency + base + slope * (lengths[document] as number));
    (cover[document] as number) += weight;
  }
}
