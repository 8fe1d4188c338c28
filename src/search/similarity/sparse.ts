/** A vector over terms: numbers ascending, and beside each its weight. */
export type SparseVector = { terms: Int32Array; weights: Float32Array };

export function sparse(entries: Iterable<readonly [number, number]>): SparseVector {
  const sorted = [...entries].sort((a, b) => a[0] - b[0]);
  return {
    terms: Int32Array.from(sorted, ([term]) => term),
    weights: Float32Array.from(sorted, ([, weight]) => weight),
  };
}

export function norm({ weights }: Pick<SparseVector, 'weights'>): number {
  let sum = 0;
  for (const weight of weights) sum += weight * weight;
  return Math.sqrt(sum);
}

/** The same direction with length 1; a vector of zeros stays one. */
export function unit(vector: SparseVector): SparseVector {
  const length = norm(vector) || 1;
  return { terms: vector.terms, weights: vector.weights.map((weight) => weight / length) };
}

/** The `most` heaviest entries. */
export function heaviest(vector: SparseVector, most: number): SparseVector {
  if (vector.terms.length <= most) return vector;
  const order = [...vector.terms.keys()].sort(
    (a, b) => (vector.weights[b] as number) - (vector.weights[a] as number) || a - b,
  );
  return sparse(order.slice(0, most).map((at) => [vector.terms[at] as number, vector.weights[at] as number] as const));
}

export function dot(a: SparseVector, b: SparseVector): number {
  let [i, j, sum] = [0, 0, 0];
  while (i < a.terms.length && j < b.terms.length) {
    const difference = (a.terms[i] as number) - (b.terms[j] as number);
    if (difference === 0) sum += (a.weights[i++] as number) * (b.weights[j++] as number);
    else if (difference < 0) i++;
    else j++;
  }
  return sum;
}

/** A dense vector with length 1; one of zeros stays one. */
export function direction(vector: Float32Array): Float32Array {
  const length = norm({ weights: vector }) || 1;
  return vector.map((value) => value / length);
}

/** Of two dense vectors: of two directions their cosine. */
export function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

export function cosine(a: Float32Array, b: Float32Array): number {
  let [product, left, right] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const x = a[at] as number;
    const y = b[at] as number;
    product += x * y;
    left += x * x;
    right += y * y;
  }
  return left > 0 && right > 0 ? product / Math.sqrt(left * right) : 0;
}
