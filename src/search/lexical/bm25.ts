/** BM25 (Robertson and Zaragoza 2009) with the section weights inside the term frequency. Chosen on the tuned half of `bench/search`. */
export const BM25 = {
  k1: 0.9,
  /** How much length counts against a document. */
  b: 0.85,
  /** Weight of the exact field beside the stemmed one: ranks the word as typed first, without losing inflections. */
  exact: 0.2,
};

/** How telling a term is: rare words weigh more; never negative. */
export function inverseFrequency(documents: number, withTerm: number): number {
  return Math.log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));
}
