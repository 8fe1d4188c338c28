/**
 * BM25 (Robertson and Zaragoza 2009) with the section weights inside the term frequency, in a stemmed field and an exact one, and how much of
 * the query a document answers. Chosen on the tuned half of `bench/search`.
 */
export const BM25 = {
  k1: 0.9,
  /** How much length counts against a document. */
  b: 0.85,
  /** Weight of the exact field beside the stemmed one. */
  exact: 0.5,
};

/**
 * One score of what both fields say. One word in the very form of the query is chance (another text says "failing" where the one that is looked
 * for says "failed"); all of them are a quotation: so the exact field counts by the cube of the share of the query that it covers. And a
 * document with all words goes before one that repeats a few: the sum counts by the root of the share that the stems cover.
 * @param stemShare, exactShare 0 to 1, of the query's words by how telling they are
 */
export function scoreOf(stems: number, stemShare: number, exact: number, exactShare: number): number {
  return (stems + BM25.exact * exact * exactShare * exactShare * exactShare) * Math.sqrt(stemShare);
}

/** How telling a term is: rare words weigh more; never negative. */
export function inverseFrequency(documents: number, withTerm: number): number {
  return Math.log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));
}
