import type { Library, Placed, Profiled } from './library.js';
import { heaviest, type SparseVector, sparse, unit } from './sparse.js';
import { topSlots } from './top-slots.js';

/** Parts of the score; tuned on half of the queries in `bench/similar`. */
const WORDS = 1;
const FEEDBACK = 1;
const LATENT = 0.5;
/** The feedback: of so many documents the most telling terms, with half the weight of the query. */
const FEEDBACK_DOCUMENTS = 5;
const FEEDBACK_TERMS = 40;
const FEEDBACK_MIX = 0.5;

/** By slot: the whole, 0 to 1, and the cosine of the words alone. */
export type Likeness = { score: Float32Array; words: Float32Array };

/** What does not hang on who asks. */
export type Closeness = { query: Placed; words: Float32Array; latent: Float32Array };

export function closeness<D extends Profiled>(library: Library<D>, query: Placed): Closeness {
  return { query, words: library.cosines(query.vector), latent: library.nearness(query.place) };
}

/** The documents that move the query: the nearest by their words. @param usable slots that may take part */
export const firstFound = ({ words }: Closeness, usable: (slot: number) => boolean): number[] =>
  topSlots(words, FEEDBACK_DOCUMENTS, 0, usable);

/**
 * How alike each document is to a query: cosine of TF-IDF, the same after pseudo-relevance feedback (Rocchio 1971: the query moved towards the
 * documents found first), and cosine in the latent space.
 * @param first see {@link firstFound}: never the asking document, never one that the asker may not see
 */
export function likeness<D extends Profiled>(
  library: Library<D>,
  { query, words, latent }: Closeness,
  first: readonly number[],
): Likeness {
  const entries = library.entries();
  const found = first.flatMap((slot) => {
    const entry = entries[slot];
    return entry ? [{ vector: entry.vector, weight: words[slot] as number }] : [];
  });
  const feedback = library.cosines(movedTowards(query.vector, found));
  const score = words.map((value, slot) => {
    const near = Math.max(0, latent[slot] as number);
    return (WORDS * value + FEEDBACK * (feedback[slot] as number) + LATENT * near) / (WORDS + FEEDBACK + LATENT);
  });
  return { score, words };
}

function movedTowards(query: SparseVector, found: readonly { vector: SparseVector; weight: number }[]): SparseVector {
  if (found.length === 0) return query;
  const sum = new Map<number, number>();
  const total = found.reduce((all, { weight }) => all + weight, 0);
  for (const { vector, weight } of found) add(sum, vector, weight / total);
  const centre = unit(heaviest(sparse(sum), FEEDBACK_TERMS));
  const moved = new Map<number, number>();
  add(moved, query, 1);
  add(moved, centre, FEEDBACK_MIX);
  return unit(sparse(moved));
}

function add(sum: Map<number, number>, { terms, weights }: SparseVector, times: number): void {
  terms.forEach((term, at) => {
    sum.set(term, (sum.get(term) ?? 0) + (weights[at] as number) * times);
  });
}
