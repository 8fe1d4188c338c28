import { expect, it } from '@jest/globals';
import { sortInTurns } from '../../src/kernel/sort-in-turns.js';
import { atOnce } from '../../src/kernel/turns.js';

it.each([0, 1, 1024, 1025, 30_001])('a sort in turns of %d members is stable and pauses', (count) => {
  const made = Array.from({ length: count }, (_, place) => ({ key: (place * 7919) % 101, place }));
  const byKey = (a: { key: number }, b: { key: number }): number => a.key - b.key;
  expect(atOnce(sortInTurns(made, byKey))).toEqual([...made].sort(byKey));
  let pauses = 0;
  for (const steps = sortInTurns(made, byKey); !steps.next().done; ) pauses += 1;
  expect(pauses > 0).toBe(count > 1024);
});
