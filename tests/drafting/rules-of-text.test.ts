import { describe, expect, it } from '@jest/globals';
import type { Claim } from '../../src/claims/claim.js';
import { fillNumber, fillText, withCitations } from '../../src/drafting/apply-text.js';
import { citedIds } from '../../src/drafting/cited.js';
import { preferredWait } from '../../src/drafting/preferred-wait.js';

const claim = (text: string, evidenceIds: string[]): Claim => ({
  text,
  evidenceIds,
  coeIds: [],
  at: null,
  kind: 'fact',
  status: 'supported',
  flags: [],
});

describe('a text in a field', () => {
  it('goes into an empty field, below words that are there, and never twice', () => {
    expect(fillText('', 'New.', '', true)).toEqual({ value: 'New.' });
    expect(fillText('Mine.\n', 'New.', 'Mine.\n', false)).toEqual({ value: 'Mine.\n\nNew.' });
    expect(fillText('Mine.\n\nNew.', 'New.', 'Mine.\n\nNew.', true)).toEqual({ value: 'Mine.\n\nNew.' });
    expect(fillText('Mine.', '  ', 'Mine.', true)).toEqual({ value: 'Mine.' });
  });

  it('stands back politely before words of a person, but shares a field that was empty before', () => {
    expect(fillText('Mine.', 'New.', 'Mine.', true)).toHaveProperty('obstacle.current', 'Mine.');
    expect(fillText('One.', 'Two.', '', true)).toEqual({ value: 'One.\n\nTwo.' });
  });

  it('never replaces a number, zero included', () => {
    expect(fillNumber(null, 5, 'minutes')).toEqual({ value: 5 });
    expect(fillNumber(5, 5, 'minutes')).toEqual({ value: 5 });
    expect(fillNumber(5, null, 'minutes')).toEqual({ value: 5 });
    expect(fillNumber(0, 5, 'minutes')).toHaveProperty('obstacle.reason', 'minutes holds another value');
  });

  it('carries its citations behind each claim, in order, also for equal sentences', () => {
    const claims = [claim('It broke.', ['a', 'b', 'c', 'd']), claim('It broke.', ['e']), claim('Elsewhere.', ['f'])];
    expect(withCitations('It broke. It broke.', claims)).toBe('It broke. [a] [b] [c] It broke. [e] [f]');
  });
});

describe('the preference to wait', () => {
  it('is read among others, cut at 60 seconds, and ignored when it cannot be read', () => {
    expect(preferredWait(undefined)).toBeUndefined();
    expect(preferredWait('respond-async, wait=10')).toBe(10);
    expect(preferredWait('Wait = 100')).toBe(60);
    expect(preferredWait('wait=0')).toBe(0);
    for (const broken of ['wait', 'wait=-1', 'wait=soon', 'waiting=5']) expect(preferredWait(broken)).toBeUndefined();
  });
});

describe('what a suggestion cites', () => {
  it('is the first and the last of very many', () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => `ev_${index}`);
    expect(citedIds(ids)).toHaveLength(500);
    expect([citedIds(ids)[0], citedIds(ids).at(-1)]).toEqual(['ev_0', 'ev_99999']);
    expect(citedIds(ids.slice(0, 500))).toHaveLength(500);
  });
});
