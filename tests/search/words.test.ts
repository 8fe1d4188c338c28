import { describe, expect, it } from '@jest/globals';
import { slipsBetween } from '../../src/search/lexical/spelling.js';
import { plainText } from '../../src/search/plain-text.js';
import { stemOf, wordsOf } from '../../src/search/words.js';

const exact = (text: string, parts = false) => wordsOf(text, { parts }).map((word) => word.exact);

describe('words', () => {
  it('are runs of letters and digits in lower case, without accents and possessives', () => {
    expect(exact("The mw-api's café didn't restart: 503/5xx")).toEqual([
      'the',
      'mw',
      'api',
      'cafe',
      'didnt',
      'restart',
      '503',
      '5xx',
    ]);
  });

  it('of camel-case names include their parts when indexed, and only the whole when asked', () => {
    expect(exact('PHPRendering highErrorRate', true)).toEqual([
      'phprendering',
      'php',
      'rendering',
      'higherrorrate',
      'high',
      'error',
      'rate',
    ]);
    expect(exact('PHPRendering')).toEqual(['phprendering']);
  });

  it('with a number are one word, found by their parts too', () => {
    expect(exact('see COE-12 on cp-3052', true)).toEqual(['see', 'coe-12', 'coe', '12', 'on', 'cp-3052', 'cp', '3052']);
    expect(exact('COE-12')).toEqual(['coe-12']);
  });

  it('of scripts without spaces are overlapping pairs', () => {
    expect(exact('数据库故障')).toEqual(['数据', '据库', '库故', '故障']);
    expect(exact('库')).toEqual(['库']);
  });

  it('say where they stand', () => {
    const text = 'naïve 🚒 Cache';
    expect(wordsOf(text, { parts: false }).map(({ from, to }) => text.slice(from, to))).toEqual([
      'naïve',
      '🚒',
      'Cache',
    ]);
  });

  it('are emoji too, each by itself, whatever colours it', () => {
    expect(exact('⚠️ the 🚒🚒 came')).toEqual(['⚠', 'the', '🚒', '🚒', 'came']);
  });

  it('leave out encoded blobs', () => {
    expect(exact(`key ${'a1'.repeat(50)} end`)).toEqual(['key', 'end']);
  });

  it('in other forms share a stem; names with digits stay whole', () => {
    expect(new Set(['crash', 'crashes', 'crashed', 'crashing'].map(stemOf)).size).toBe(1);
    expect(stemOf('mitigated')).not.toBe(stemOf('resolved'));
    expect(stemOf('db1001s')).toBe('db1001s');
  });
});

describe('slips', () => {
  it('are letters wrong, missing, extra or swapped', () => {
    expect(slipsBetween('rollback', 'rollback', 2)).toBe(0);
    expect(slipsBetween('rolback', 'rollback', 2)).toBe(1);
    expect(slipsBetween('rollbakc', 'rollback', 2)).toBe(1);
    expect(slipsBetween('rollbock', 'rollback', 2)).toBe(1);
    expect(slipsBetween('cache', 'deploy', 2)).toBeGreaterThan(2);
  });

  it('are as many as the whole table says, up to the limit', () => {
    const letters = 'abc';
    const words = Array.from({ length: 120 }, (_, seed) =>
      Array.from({ length: seed % 9 }, (_, at) => letters[((seed + 7) * (at + 3) * 2654435761) % 3]).join(''),
    );
    for (const a of words)
      for (const b of words)
        for (const most of [1, 2])
          expect([a, b, slipsBetween(a, b, most)]).toEqual([a, b, Math.min(wholeTable(a, b), most + 1)]);
  });
});

describe('plain text', () => {
  it('keeps what a reader reads', () => {
    const markdown =
      '## Cause\n\n- The **cache** of [`mw-api`](https://example.org/x "t") crashed\n> since MAX_CONN was 10 < 20\n\n| a | b |\n|---|---|\n```sh\nrun me\n```\n<b onclick="x">bold</b> ![graph](g.png)';
    expect(plainText(markdown)).toBe(
      'Cause The cache of mw-api crashed since MAX_CONN was 10 < 20 a b run me bold graph',
    );
  });

  it('takes time in proportion to hostile text', () => {
    for (const hostile of ['['.repeat(200_000), '<a'.repeat(100_000), '*_'.repeat(100_000), '|-'.repeat(100_000)])
      expect(plainText(hostile).length).toBeLessThanOrEqual(hostile.length);
  });
});

/** Optimal string alignment without a band. */
function wholeTable(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
  const at = (i: number, j: number) => table[i]?.[j] as number;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const ways = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) ways.push(at(i - 2, j - 2) + 1);
      (table[i] as number[])[j] = Math.min(...ways);
    }
  return at(a.length, b.length);
}
