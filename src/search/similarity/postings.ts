import { dot, type SparseVector } from './sparse.js';

/** Products of one vector with many, over the terms that they share. */
export type Postings = {
  length: number;
  products(query: SparseVector): Float32Array;
  /** Rows of unit length whose product with a query of unit length may reach `least`; every one that does is among them. */
  mayReach(query: SparseVector, least: number): number[];
};

/** Vectors turned about: for each term the rows that hold it, in typed arrays without gaps. */
export function postingsOf(rows: readonly (SparseVector | undefined)[], terms: number): Postings {
  const starts = new Int32Array(terms + 1);
  for (const row of rows) for (const term of row?.terms ?? []) starts[term + 1] = (starts[term + 1] as number) + 1;
  for (let term = 0; term < terms; term++) starts[term + 1] = (starts[term + 1] as number) + (starts[term] as number);
  const size = starts[terms] as number;
  const places = new Int32Array(size);
  const weights = new Float32Array(size);
  const next = starts.slice();
  rows.forEach((row, at) => {
    row?.terms.forEach((term, index) => {
      const place = next[term] as number;
      next[term] = place + 1;
      places[place] = at;
      weights[place] = row.weights[index] as number;
    });
  });
  return {
    length: rows.length,
    products(query) {
      const sums = new Float32Array(rows.length);
      query.terms.forEach((term, index) => {
        if (term >= terms) return;
        const weight = query.weights[index] as number;
        const end = starts[term + 1] as number;
        for (let place = starts[term] as number; place < end; place++) {
          const row = places[place] as number;
          sums[row] = (sums[row] as number) + weight * (weights[place] as number);
        }
      });
      return sums;
    },
    mayReach(query, least) {
      // What the lightest terms can add is at most their length (Cauchy-Schwarz), and they are those that most rows hold.
      const { heavy, rest } = heaviestTerms(query, least * LEFT_OUT);
      const sums = new Float32Array(rows.length);
      const met: number[] = [];
      for (const index of heavy) {
        const term = query.terms[index] as number;
        if (term >= terms) continue;
        const weight = query.weights[index] as number;
        const end = starts[term + 1] as number;
        for (let place = starts[term] as number; place < end; place++) {
          const row = places[place] as number;
          if (sums[row] === 0) met.push(row);
          sums[row] = (sums[row] as number) + weight * (weights[place] as number);
        }
      }
      return met.filter((row) => (sums[row] as number) + rest >= least - ROUNDING);
    },
  };
}

/** Of what is to be reached so much may be left to the terms that are not counted: more would turn few rows away, less would count most terms. */
const LEFT_OUT = 0.5;
/** Sums of single precision may be so much too small. */
const ROUNDING = 1e-4;

/** The places of the heaviest terms, so many that those left out are together shorter than `most`; `rest` is their length. */
function heaviestTerms({ terms, weights }: SparseVector, most: number): { heavy: number[]; rest: number } {
  const order = [...terms.keys()].sort((a, b) => (weights[a] as number) - (weights[b] as number));
  let [left, light] = [0, 0];
  for (; light < order.length; light++) {
    const weight = weights[order[light] as number] as number;
    if (left + weight * weight >= most * most) break;
    left += weight * weight;
  }
  return { heavy: order.slice(light), rest: Math.sqrt(left) };
}

/** The same for rows that came after the postings were made, one by one. */
export function productsWith(query: SparseVector, rows: readonly (SparseVector | undefined)[]): Float32Array {
  return Float32Array.from(rows, (row) => (row ? dot(query, row) : 0));
}
