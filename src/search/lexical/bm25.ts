/** BM25 (Robertson and Zaragoza 2009) with the section weights inside the term frequency. */
export const BM25 = {
  k1: 1.2,
  /** How much length counts against a document, for the stemmed and the exact field. */
  b: [0.75, 0.75] as readonly [number, number],
  /** Weight of the exact field beside the stemmed one: ranks the word as typed first, without losing inflections. */
  exact: 0.35,
};

/** How telling a term is: rare words weigh more; never negative. */
export function inverseFrequency(documents: number, withTerm: number): number {
  return Math.log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));
}
