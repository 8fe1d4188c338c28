import { dot, type SparseVector } from './sparse.js';

/** Products of one vector with many, over the terms that they share. */
export type Postings = { length: number; products(query: SparseVector): Float32Array };

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
  };
}

/** The same for rows that came after the postings were made, one by one. */
export function productsWith(query: SparseVector, rows: readonly (SparseVector | undefined)[]): Float32Array {
  return Float32Array.from(rows, (row) => (row ? dot(query, row) : 0));
}
