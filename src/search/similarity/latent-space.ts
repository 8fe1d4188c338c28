import type { SparseVector } from './sparse.js';

/**
 * Latent semantic analysis: the subspace of the strongest `dimensions` directions of the document-term matrix, in which words that keep the same
 * company lie near each other.
 */
export type LatentSpace = {
  dimensions: number;
  /** Where a document or a query lies; new documents are folded in the same way (Deerwester et al. 1990). */
  place(vector: SparseVector): Float32Array;
};

/** Two rounds are enough for text (Halko, Martinsson and Tropp 2011, algorithm 4.4); a third steadies clusters. */
const ROUNDS = 3;

/**
 * Randomised subspace iteration (Halko, Martinsson and Tropp 2011). The basis is not turned onto the singular vectors: lengths and angles in the
 * subspace, all that is asked of it, are the same in every orthonormal basis. Deterministic: the start comes from a fixed seed.
 * Terms of one document alone join nothing and are left out.
 * @param rows unit vectors of the documents
 * @param terms terms are numbered below this
 */
export function latentSpace(rows: readonly SparseVector[], terms: number, dimensions: number): LatentSpace {
  const { columnOf, columns } = sharedTerms(rows, terms);
  const k = Math.max(0, Math.min(dimensions, rows.length, columns));
  const basis = new Float64Array(columns * k);
  const random = seeded(1);
  for (let at = 0; at < basis.length; at++) basis[at] = random() - 0.5;
  orthonormalise(basis, columns, k);
  for (let round = 0; round < ROUNDS; round++) {
    const images = rows.map((row) => times(row, columnOf, basis, k));
    basis.fill(0);
    rows.forEach((row, at) => {
      addOuter(basis, row, columnOf, images[at] as Float32Array, k);
    });
    orthonormalise(basis, columns, k);
  }
  const kept = Float32Array.from(basis);
  return { dimensions: k, place: (vector) => times(vector, columnOf, kept, k) };
}

/** Columns of the terms that two documents or more hold; -1 for all others. */
function sharedTerms(rows: readonly SparseVector[], terms: number): { columnOf: Int32Array; columns: number } {
  const columnOf = new Int32Array(terms);
  for (const row of rows) for (const term of row.terms) columnOf[term] = (columnOf[term] as number) + 1;
  let columns = 0;
  columnOf.forEach((documents, term) => {
    columnOf[term] = documents > 1 ? columns++ : -1;
  });
  return { columnOf, columns };
}

function times(
  { terms, weights }: SparseVector,
  columnOf: Int32Array,
  basis: Float64Array | Float32Array,
  k: number,
): Float32Array {
  const image = new Float32Array(k);
  for (let at = 0; at < terms.length; at++) {
    // A term that came after the space was built has no place in it.
    const column = columnOf[terms[at] as number] ?? -1;
    if (column < 0) continue;
    const weight = weights[at] as number;
    for (let d = 0; d < k; d++) image[d] = (image[d] as number) + weight * (basis[column * k + d] as number);
  }
  return image;
}

function addOuter(
  basis: Float64Array,
  { terms, weights }: SparseVector,
  columnOf: Int32Array,
  image: Float32Array,
  k: number,
): void {
  for (let at = 0; at < terms.length; at++) {
    const column = columnOf[terms[at] as number] as number;
    if (column < 0) continue;
    const [start, weight] = [column * k, weights[at] as number];
    for (let d = 0; d < k; d++) basis[start + d] = (basis[start + d] as number) + weight * (image[d] as number);
  }
}

/** Cholesky QR, twice for stability: one pass over the tall matrix for the inner products, one for the solution. */
function orthonormalise(basis: Float64Array, rows: number, k: number): void {
  for (let pass = 0; pass < 2; pass++) {
    const gram = new Float64Array(k * k);
    for (let row = 0; row < rows; row++) {
      const start = row * k;
      for (let i = 0; i < k; i++) {
        const left = basis[start + i] as number;
        if (left === 0) continue;
        for (let j = 0; j <= i; j++)
          gram[i * k + j] = (gram[i * k + j] as number) + left * (basis[start + j] as number);
      }
    }
    const lower = cholesky(gram, k);
    for (let row = 0; row < rows; row++) solve(lower, basis, row * k, k);
  }
}

/** Lower triangle L with L Lᵀ = gram; a direction that depends on the ones before it gets 0 on the diagonal and is dropped by `solve`. */
function cholesky(gram: Float64Array, k: number): Float64Array {
  const lower = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      let sum = gram[i * k + j] as number;
      for (let d = 0; d < j; d++) sum -= (lower[i * k + d] as number) * (lower[j * k + d] as number);
      if (i === j) lower[i * k + i] = sum > 1e-12 * (gram[i * k + i] as number) ? Math.sqrt(sum) : 0;
      else lower[i * k + j] = lower[j * k + j] === 0 ? 0 : sum / (lower[j * k + j] as number);
    }
  return lower;
}

function solve(lower: Float64Array, basis: Float64Array, start: number, k: number): void {
  for (let i = 0; i < k; i++) {
    const diagonal = lower[i * k + i] as number;
    let value = basis[start + i] as number;
    for (let d = 0; d < i; d++) value -= (lower[i * k + d] as number) * (basis[start + d] as number);
    basis[start + i] = diagonal === 0 ? 0 : value / diagonal;
  }
}

/** Mulberry32: small, and the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
