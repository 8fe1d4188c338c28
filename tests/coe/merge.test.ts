import { describe, expect, it } from '@jest/globals';
import { mergeValues } from '../../src/coe/merge-values.js';
import { mergeWords } from '../../src/coe/merge-words.js';

const wordsOf = (text: string) => new Set(text.split(/\s+/).filter(Boolean));

describe('a merge of two edits of one text', () => {
  it.each([
    ['one two three', 'one 2 three', 'one two three four', 'one 2 three four', false],
    ['a b c', 'a b c', 'a x c', 'a x c', false],
    ['a b c', 'a c', 'a b c d', 'a c d', false],
    ['The cause is known.', 'The cause is not known.', 'The cause is well known.', null, true],
    ['', 'Theirs.', 'Mine.', 'Theirs. Mine.', true],
    ['x', 'same', 'same', 'same', false],
    ['line one\nline two', 'line 1\nline two', 'line one\nline 2', 'line 1\nline 2', false],
  ])('%j: %j and %j', (base, theirs, yours, expected, conflict) => {
    const merged = mergeWords(base, theirs, yours);
    expect(merged.conflict).toBe(conflict);
    if (expected !== null) expect(merged.text).toBe(expected);
  });

  it('keeps every word that either side added, whatever they did', () => {
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    for (let round = 0; round < 300; round++) {
      const base = Array.from({ length: 3 + random(12) }, (_, index) => `w${index}`);
      const side = (name: string) => {
        const words = base.slice();
        for (let n = 0; n <= random(3); n++) words.splice(random(words.length + 1), random(3), `${name}${round}x${n}`);
        return words.join(random(4) === 0 ? '\n' : ' ');
      };
      const [theirs, yours] = [side('t'), side('y')];
      const merged = wordsOf(mergeWords(base.join(' '), theirs, yours).text);
      const added = [...wordsOf(theirs), ...wordsOf(yours)].filter((word) => /^[ty]\d/.test(word));
      expect(added.filter((word) => !merged.has(word))).toEqual([]);
    }
  });
});

describe('a merge of lists and fields', () => {
  const item = (id: string, text: string) => ({ id, text });
  it('takes members by id, in their order, with yours where they stood', () => {
    const base = [item('a', 'A'), item('b', 'B'), item('c', 'C')];
    const theirs = [item('a', 'A'), item('c', 'C changed'), item('d', 'D')];
    const yours = [item('a', 'A'), { text: 'new behind a' }, item('b', 'B'), item('c', 'C')];
    expect(mergeValues(base, theirs, yours).value).toEqual([
      item('a', 'A'),
      { text: 'new behind a' },
      item('c', 'C changed'),
      item('d', 'D'),
    ]);
  });

  it('keeps a member that one side removed and the other rewrote', () => {
    expect(mergeValues([item('a', 'A')], [], [item('a', 'A better')]).value).toEqual([item('a', 'A better')]);
    expect(mergeValues([item('a', 'A')], [item('a', 'A better')], []).value).toEqual([item('a', 'A better')]);
  });

  it('names the places where one value cannot be two', () => {
    const [base, theirs, yours] = ['SEV3', 'SEV2', 'SEV1'].map((severity) => ({ severity, tags: ['x'] }));
    expect(mergeValues(base, { ...theirs, tags: ['x', 'y'] }, { ...yours, tags: [] })).toEqual({
      value: { severity: 'SEV1', tags: ['y'] },
      conflicts: ['/severity'],
    });
  });
});
