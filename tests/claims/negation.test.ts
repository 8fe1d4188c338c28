import { describe, expect, it } from '@jest/globals';
import { negationFlipped } from '../../src/claims/negation.js';

describe('negationFlipped', () => {
  it('sees a denial that the citation does not make, and one that it makes and the claim drops', () => {
    expect(negationFlipped('The revert did not complete', 'The revert completed')).toBe(true);
    expect(negationFlipped('Traffic is restored', 'Traffic is not restored')).toBe(true);
    expect(negationFlipped('Memory could not be allocated', 'cannot allocate memory')).toBe(false);
  });

  it('counts words that stand more than once', () => {
    const alarm = 'PROBLEM - DNS is CRITICAL: CRITICAL - Plugin timed out';
    expect(negationFlipped('DNS is not CRITICAL: CRITICAL - Plugin timed out', alarm)).toBe(true);
    expect(negationFlipped('DNS is CRITICAL', alarm)).toBe(false);
    expect(negationFlipped('The load is not OK', 'RECOVERY - load is OK')).toBe(true);
    expect(negationFlipped('A was started and B was started', 'A was started but B was not started')).toBe(true);
    expect(
      negationFlipped('The first revert did not work, the second worked', 'first revert failed, the second worked'),
    ).toBe(false);
  });

  it('does not let a denial reach into the next cited part', () => {
    const cited = 'Cache hosts went without traffic\nprevent\nopen\nAdd an alert on crashing caches · cp1';
    expect(negationFlipped('Add an alert on crashing caches', cited)).toBe(false);
    expect(negationFlipped('open on cp1', 'ran without traffic · open on cp1')).toBe(false);
  });

  it('hears no denial in words that say nothing themselves', () => {
    expect(
      negationFlipped('Suspect: the change at 09:12, “record removed”', 'record removed · cannot reach the API'),
    ).toBe(false);
  });
});
