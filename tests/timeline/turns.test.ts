import { expect, it } from '@jest/globals';
import { inTurns, type Steps } from '../../src/kernel/turns.js';
import { draftTimeline, timelineSteps } from '../../src/timeline/draft-timeline.js';
import { bundle } from './bundle.js';
import { item } from './items.js';

it('work in turns lets others in', async () => {
  let others = 0;
  const other = setInterval(() => others++, 1);
  const busy = function* (): Steps<string> {
    for (let i = 0; i < 5; i++) {
      const begun = performance.now();
      while (performance.now() - begun < 25);
      yield;
    }
    return 'done';
  };
  expect(await inTurns(busy())).toBe('done');
  clearInterval(other);
  expect(others).toBeGreaterThan(0);
});

it('a draft pauses many times over many items, and is the same draft', async () => {
  const noise = Array.from({ length: 20_000 }, (_, i) =>
    item({
      at: new Date(Date.parse('2020-01-08T15:00:00Z') + i * 100).toISOString(),
      kind: 'log',
      subject: `web-${i % 7}`,
      text: `worker ${i % 13} failed`,
    }),
  );
  const items = [...bundle(), ...noise];
  const steps = timelineSteps(items);
  let pauses = 0;
  while (!steps.next().done) pauses++;
  expect(pauses).toBeGreaterThan(20);
  expect(await inTurns(timelineSteps(items))).toEqual(draftTimeline(items));
});
