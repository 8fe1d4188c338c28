import { describe, expect, it } from '@jest/globals';
import { shapeOf, withoutNumbers } from '../../src/timeline/shape.js';

describe('the shape of a text', () => {
  it.each([
    ['request 4711 took 93 ms, id k3j2x9ab', 'request 4000 took 93 ms, id #'],
    ['503 is no 5031', '500 is no 5000'],
    ['web-12 and cp3050', 'web-12 and #'],
    ['v2 p99 i-0abc1234', 'v2 p99 i-#'],
    ['job_12345 of x', 'job_10000 of x'],
    ['no numbers at all', 'no numbers at all'],
    ['größe 12345 \u{1F525}', 'größe 10000 \u{1F525}'],
    ['1234567', '1000000'],
    ['', ''],
  ])('%s', (text, shape) => expect(shapeOf(text)).toBe(shape));

  it('is what the two expressions that it replaces would give', () => {
    const id = /\b(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{6,}\b/gi;
    const number = /\d{3,}/g;
    const alphabet = ['a', 'Z', '0', '7', '_', '-', ' ', '.', 'é', '99', 'abc', '123'];
    let seed = 42;
    const next = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let n = 0; n < 3000; n++) {
      const text = Array.from({ length: next(14) }, () => alphabet[next(alphabet.length)]).join('');
      const expected = text
        .replace(id, '#')
        .replace(number, (digits) => (digits[0] ?? '') + '0'.repeat(digits.length - 1));
      expect([text, shapeOf(text)]).toEqual([text, expected]);
    }
  });

  it('without numbers has a # for each run of digits', () => {
    expect(withoutNumbers('5 pods of 12, 0.25 s')).toBe('# pods of #, #.# s');
    expect(withoutNumbers('none')).toBe('none');
  });
});
