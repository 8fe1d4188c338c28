import { describe, expect, it } from '@jest/globals';
import { parseQuery } from '../../src/search/lexical/parse-query.js';

const words = (text: string) =>
  parseQuery(text).clauses.flatMap(({ any }) => any.map((atom) => (atom.kind === 'text' ? atom.text : atom.value)));

describe('a query', () => {
  it.each([
    ['http://example.org/x 10:30 foo:bar', ['http://example.org/x', '10:30', 'foo:bar']],
    ['"', []],
    ['- + ( )', []],
    ['a"b', ['a', 'b']],
    ['OR AND', []],
    ['title:', ['title:']],
    ['C++ -', ['C++']],
  ])('of odd signs is words: %s', (text, expected) => {
    expect(words(text)).toEqual(expected);
    expect(parseQuery(text).problems).toEqual([]);
  });

  it.each([
    'status:gone',
    'severity:9',
    'severity:sev',
    'after:yesterday',
    'before:2025-02-30',
    'service:""',
    'owner:" "',
  ])('that asks a field for what it cannot hold says what to write: %s', (text) => {
    expect(parseQuery(text).problems).toEqual([expect.stringMatching(/^Write \w+: with /)]);
  });

  it.each([
    [
      'a paragraph',
      `The "primary" failed over - note: severity:9 was never set. ${'It took a while until anybody saw it. '.repeat(3)}`,
    ],
    ['a sentence', 'A configuration issue led to "leaking" VMs and to elevated build queue times.'],
  ])('that was pasted, %s, is words', (_, pasted) => {
    expect(parseQuery(pasted)).toMatchObject({
      clauses: [{ any: [{ kind: 'text', text: pasted, phrase: false }], required: false, negated: false }],
      problems: [],
    });
  });

  it('takes the narrower of two periods, and either of two values of a field', () => {
    expect(parseQuery('after:2025 after:2025-03')).toMatchObject({ after: Date.UTC(2025, 2, 1), before: null });
    expect(
      parseQuery('service:a service:b -service:c').clauses.map(({ any, negated }) => [any.length, negated]),
    ).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  it('that denies a moment asks for the other side of it', () => {
    expect(parseQuery('-after:2025')).toMatchObject({ after: null, before: Date.UTC(2025, 0, 1), clauses: [] });
    expect(parseQuery('NOT before:2025 pool -test')).toMatchObject({ after: Date.UTC(2025, 0, 1), before: null });
    expect(parseQuery('connection -test after:2025-01 before:2025-03')).toMatchObject({
      after: Date.UTC(2025, 0, 1),
      before: Date.UTC(2025, 2, 1),
      clauses: [{ negated: false }, { negated: true }],
    });
  });

  it('takes the quotes of phones and word processors for quotes', () => {
    for (const phrase of ['“connection pool”', '„connection pool“', '«connection pool»', '"connection pool'])
      expect(parseQuery(phrase).clauses).toMatchObject([{ any: [{ text: 'connection pool', phrase: true }] }]);
  });

  it('takes time in proportion to hostile text', () => {
    for (const hostile of ['"'.repeat(4_000), 'a:'.repeat(2_000), '-+('.repeat(1_300), ' OR '.repeat(1_000)])
      expect(parseQuery(hostile).clauses.length).toBeLessThanOrEqual(4_000);
  });
});
