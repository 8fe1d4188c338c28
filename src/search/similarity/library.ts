import { type LatentSpace, latentSpace } from './latent-space.js';
import { type Postings, postingsOf, productsWith } from './postings.js';
import { MOST_TERMS, type ProfileField, termFrequencies } from './profile.js';
import { direction, dot, heaviest, product, type SparseVector, sparse, unit } from './sparse.js';
import { type Vocabulary, vocabulary } from './vocabulary.js';

const DIMENSIONS = 100;
/** Of n COEs at most n / 3 directions: more would only repeat the words. */
const DOCUMENTS_A_DIMENSION = 3;
/** Weights of words stand on both sides of a product; as they are (power 1) the rarest words of all decide alone. Tuned in `bench/similar`. */
const RARITY_POWER = 0.6;
/** Up to this size everything is computed anew after each change; above it a change is folded in, until the drift is too much. */
const SMALL = 60;
const DRIFT = 0.05;
/** Edits of a library that keeps its size renew the space at most for this share of the time: ten edits a second would keep a core busy. */
const LEARNING_SHARE = 0.05;
/** A word that a fifth of all COEs hold says nothing of one; of a few COEs nobody can tell. */
const COMMON_SHARE = 0.2;
const COMMON_FROM = 20;

export type Profiled = { id: string; open: boolean; fields: readonly ProfileField[] };
/** Both of length 1, or of zeros. */
export type Placed = { vector: SparseVector; place: Float32Array };
export type Entry<D> = Placed & { document: D; frequencies: SparseVector };

/**
 * COEs as vectors: TF-IDF and a place in a latent space. Weights of words and the space come from open COEs alone: a restricted one is placed
 * among the others and changes nothing for anybody.
 */
export type Library<D> = {
  readonly words: Vocabulary;
  put(document: D): void;
  remove(id: string): void;
  entry(id: string): Entry<D> | undefined;
  /** The document as it was put, without settling anything. */
  known(id: string): D | undefined;
  slotOf(id: string): number | undefined;
  /** By slot; one that is gone leaves a hole until all is computed anew. */
  entries(): readonly (Entry<D> | undefined)[];
  size(): number;
  /** A text placed as a document would be. */
  placed(fields: readonly ProfileField[]): Placed;
  /** Cosine of a unit vector with each slot. */
  cosines(vector: SparseVector): Float32Array;
  /** Documents whose cosine with a unit vector reaches `least`, in order of slots. */
  reaching(vector: SparseVector, least: number): { entry: Entry<D>; cosine: number }[];
  /** Cosine with each slot in the latent space. */
  nearness(place: Float32Array): Float32Array;
  /** How telling a term is. */
  weightOf(term: number): number;
  /** Whether so many open COEs hold it that it tells nothing of any. */
  isCommon(term: number): boolean;
  /** Changes with every change. */
  generation(): number;
  /** Changes when slots are given anew and every vector is another. */
  epoch(): number;
};

/** @param rarityPower how far rare words decide; 1 for short texts, in which the rare word is the subject */
export function library<D extends Profiled>(rarityPower = RARITY_POWER): Library<D> {
  const words = vocabulary();
  const slots = new Map<string, number>();
  let entries: (Entry<D> | undefined)[] = [];
  let weights = new Float32Array(0);
  let postings: Postings = postingsOf([], 0);
  let latent: LatentSpace = latentSpace([], 0, 0);
  let [generation, epoch, settled, weighed, learned, open] = [0, 0, 0, 0, 0, 0];

  let learning = { size: 0, until: 0 };

  /** Changes since `from` are more than the vectors of a library this size can bear. */
  const drifted = (from: number) => slots.size <= SMALL || generation - from > slots.size * DRIFT;

  function settle(): void {
    if (settled === generation) return;
    settled = generation;
    if (drifted(weighed)) weigh();
    if (drifted(learned) && mayLearn()) learn();
    for (const entry of entries) {
      if (!entry) continue;
      if (entry.vector.terms.length === 0) entry.vector = vectorOf(entry.frequencies);
      if (entry.place.length !== latent.dimensions) entry.place = direction(latent.place(entry.vector));
    }
  }

  const mayLearn = () =>
    slots.size <= SMALL ||
    Math.abs(slots.size - learning.size) > learning.size * DRIFT ||
    performance.now() >= learning.until;

  function weigh(): void {
    entries = entries.filter((entry) => entry !== undefined);
    const counts = new Float32Array(words.size());
    open = 0;
    entries.forEach((entry, slot) => {
      if (!entry) return;
      slots.set(entry.document.id, slot);
      if (!entry.document.open) return;
      open++;
      for (const term of entry.frequencies.terms) counts[term] = (counts[term] as number) + 1;
    });
    weights = counts.map((count) => weightOf(open, count) ** rarityPower);
    for (const entry of entries) {
      if (!entry) continue;
      entry.vector = vectorOf(entry.frequencies);
      entry.place = new Float32Array(0);
    }
    postings = postingsOf(
      entries.map((entry) => entry?.vector),
      words.size(),
    );
    weighed = generation;
    epoch++;
  }

  function learn(): void {
    const began = performance.now();
    const rows = entries.flatMap((entry) => (entry?.document.open ? [entry.vector] : []));
    const dimensions = Math.min(DIMENSIONS, Math.floor(rows.length / DOCUMENTS_A_DIMENSION));
    latent = latentSpace(rows, words.size(), dimensions);
    for (const entry of entries) if (entry) entry.place = new Float32Array(0);
    learned = generation;
    learning = { size: slots.size, until: began + (performance.now() - began) / LEARNING_SHARE };
    epoch++;
  }

  function vectorOf(frequencies: SparseVector): SparseVector {
    const unknown = weightOf(open, 0) ** rarityPower;
    const { terms } = frequencies;
    const product = frequencies.weights.map((weight, at) => weight * (weights[terms[at] as number] ?? unknown));
    return unit(heaviest({ terms, weights: product }, MOST_TERMS));
  }

  function remove(id: string): void {
    const slot = slots.get(id);
    if (slot === undefined) return;
    slots.delete(id);
    entries[slot] = undefined;
    generation++;
  }

  return {
    words,
    put(document) {
      remove(document.id);
      slots.set(document.id, entries.length);
      const frequencies = termFrequencies(document.fields, words);
      entries.push({ document, frequencies, vector: sparse([]), place: new Float32Array(0) });
      generation++;
    },
    remove,
    entry(id) {
      settle();
      const slot = slots.get(id);
      return slot === undefined ? undefined : entries[slot];
    },
    known: (id) => entries[slots.get(id) ?? -1]?.document,
    slotOf(id) {
      settle();
      return slots.get(id);
    },
    entries() {
      settle();
      return entries;
    },
    size: () => slots.size,
    placed(fields) {
      settle();
      const vector = vectorOf(termFrequencies(fields, words));
      return { vector, place: direction(latent.place(vector)) };
    },
    cosines(vector) {
      settle();
      const products = new Float32Array(entries.length);
      products.set(postings.products(vector));
      const later = entries.slice(postings.length).map((entry) => entry?.vector);
      products.set(productsWith(vector, later), postings.length);
      return products;
    },
    reaching(vector, least) {
      settle();
      const later = Array.from({ length: entries.length - postings.length }, (_, at) => postings.length + at);
      return [...postings.mayReach(vector, least).sort((a, b) => a - b), ...later].flatMap((slot) => {
        const entry = entries[slot];
        const cosine = entry ? dot(vector, entry.vector) : 0;
        return entry && cosine >= least ? [{ entry, cosine }] : [];
      });
    },
    nearness(place) {
      settle();
      const near = new Float32Array(entries.length);
      for (let slot = 0; slot < entries.length; slot++) {
        const entry = entries[slot];
        if (entry) near[slot] = product(place, entry.place);
      }
      return near;
    },
    weightOf: (term) => weights[term] ?? 0,
    isCommon: (term) =>
      open >= COMMON_FROM &&
      (weights[term] ?? Number.POSITIVE_INFINITY) < weightOf(open, open * COMMON_SHARE) ** rarityPower,
    generation: () => generation,
    epoch() {
      settle();
      return epoch;
    },
  };
}

/** Inverse document frequency as in BM25, never negative. */
function weightOf(documents: number, withTerm: number): number {
  return Math.log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));
}
