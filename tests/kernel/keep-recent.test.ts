import { describe, expect, it } from '@jest/globals';
import { keepRecent } from '../../src/kernel/keep-recent.js';

describe('what is kept for a while', () => {
  it('holds at most so much, and gives up what was used longest ago', () => {
    const kept = keepRecent<number>(10);
    kept.set('a', 1, 4);
    kept.set('b', 2, 4);
    expect(kept.get('a')).toBe(1);
    kept.set('c', 3, 4);
    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
  });

  it('counts a value that is replaced once, and never keeps one that is too large', () => {
    const kept = keepRecent<number>(10);
    for (let at = 0; at < 5; at++) kept.set('a', at, 6);
    kept.set('b', 7, 4);
    kept.set('c', 8, 11);
    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([4, 7, undefined]);
  });
});
