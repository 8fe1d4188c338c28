import { describe, expect, it } from '@jest/globals';
import { Random } from '../../../bench/timeline/random.js';
import { postingsOf } from '../../../src/search/similarity/postings.js';
import { dot, type SparseVector, sparse, unit } from '../../../src/search/similarity/sparse.js';

describe('rows that may reach a product', () => {
  it('hold every row that does, and leave out most of those that do not', () => {
    const random = new Random(5);
    const vector = (): SparseVector => {
      const terms = new Set(Array.from({ length: 8 }, () => Math.floor(200 * random.next() ** 2)));
      return unit(sparse([...terms].map((term) => [term, 0.2 + term / 200 + random.next()] as const)));
    };
    const rows = Array.from({ length: 1_000 }, vector);
    const postings = postingsOf(rows, 200);
    let [met, reached] = [0, 0];
    for (let nth = 0; nth < 100; nth++) {
      const query = nth % 2 ? vector() : (rows[nth] as SparseVector);
      const may = new Set(postings.mayReach(query, 0.45));
      const does = rows.flatMap((row, at) => (dot(query, row) >= 0.45 ? [at] : []));
      expect(does.filter((at) => !may.has(at))).toEqual([]);
      met += may.size;
      reached += does.length;
    }
    expect(reached).toBeGreaterThan(100);
    expect(met).toBeLessThan(60_000);
  });
});
