import type { CoeIndex, Slot } from './coe-index.js';
import type { PostingField } from './postings.js';
import { type QueryTerm, visibleCount } from './query-terms.js';

const K1 = 1.2;
const B = 0.75;
/** Weight of the exact field beside the stemmed one (`search.md`: ranks the word as typed first, without losing inflections). */
const EXACT = 0.35;

/**
 * BM25 (Robertson and Zaragoza 2009, with the section weights inside the term frequency) of each slot. Document frequencies and lengths are
 * taken over the visible COEs only, so that a score tells nothing about hidden ones.
 */
export function bm25(index: CoeIndex, terms: readonly QueryTerm[], visible: Uint8Array): Float64Array {
  const scores = new Float64Array(index.slots.length);
  const means = meanLengths(index.slots, visible);
  const stems = new Map<string, number>();
  for (const { stem, count } of terms) stems.set(stem, (stems.get(stem) ?? 0) + count);
  for (const [stem, count] of stems)
    addTerm(scores, index, index.stems, stem, visible, means, count, (slot) => slot.stemLength / means.stem);
  for (const { exact, count } of terms)
    addTerm(scores, index, index.exact, exact, visible, means, count * EXACT, (slot) => slot.exactLength / means.exact);
  return scores;
}

/** How telling a term is: rare words weigh more; never negative. */
export function inverseFrequency(documents: number, withTerm: number): number {
  return Math.log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));
}

type Means = { documents: number; stem: number; exact: number };

function meanLengths(slots: CoeIndex['slots'], visible: Uint8Array): Means {
  let documents = 0;
  let stem = 0;
  let exact = 0;
  slots.forEach((slot, at) => {
    if (!slot || visible[at] === 0) return;
    documents++;
    stem += slot.stemLength;
    exact += slot.exactLength;
  });
  return { documents, stem: stem / documents || 1, exact: exact / documents || 1 };
}

function addTerm(
  scores: Float64Array,
  index: CoeIndex,
  field: PostingField,
  term: string,
  visible: Uint8Array,
  { documents }: Means,
  boost: number,
  relativeLength: (slot: Slot) => number,
): void {
  const list = field.get(term);
  if (!list) return;
  const idf = inverseFrequency(documents, visibleCount(field, term, visible)) * boost;
  list.slots.forEach((at, position) => {
    const slot = index.slots[at];
    if (!slot || visible[at] === 0) return;
    const frequency = list.weights[position] ?? 0;
    const gain = (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * relativeLength(slot)));
    scores[at] = (scores[at] ?? 0) + idf * gain;
  });
}
