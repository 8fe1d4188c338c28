import { expect, it } from '@jest/globals';
import { inTurn } from '../../src/coe/in-turn.js';

/** Starts works that wait for each other and write down when they ran. */
function line(key = 'a') {
  const ran: string[] = [];
  const turn = inTurn();
  const begin = (name: string, rank: number, fails = false, of = key) =>
    turn(of, rank, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      ran.push(name);
      if (fails) throw new Error(name);
      return name;
    });
  return { ran, begin };
}

it('gives turns alternately to who waits longest and to who knows the newest version', async () => {
  const { ran, begin } = line();
  await Promise.all([begin('first', 1), begin('old', 1), begin('older', 1), begin('new', 7), begin('newest', 9)]);
  expect(ran).toEqual(['first', 'newest', 'old', 'new', 'older']);
});

it('freshCrowd: who waits is not overtaken for ever by those who know more', async () => {
  const { ran, begin } = line();
  const waits = [begin('first', 1), begin('patient', 1)];
  for (let rank = 2; rank < 20; rank++) waits.push(begin(`crowd ${rank}`, rank));
  await Promise.all(waits);
  expect(ran.indexOf('patient')).toBeLessThanOrEqual(2);
  expect(ran).toHaveLength(20);
});

it('failedWork: is told to its caller alone, and other keys wait for nobody', async () => {
  const { ran, begin } = line();
  const [bad, good, other] = await Promise.allSettled([
    begin('bad', 1, true),
    begin('good', 1),
    begin('elsewhere', 1, false, 'b'),
  ]);
  expect([bad?.status, good, other]).toEqual([
    'rejected',
    { status: 'fulfilled', value: 'good' },
    { status: 'fulfilled', value: 'elsewhere' },
  ]);
  expect(ran.indexOf('elsewhere')).toBeLessThan(ran.indexOf('good'));
});
