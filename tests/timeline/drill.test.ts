import { describe, expect, it } from '@jest/globals';
import { atOnce } from '../../src/kernel/turns.js';
import { isDrillAlarm, saysDrill } from '../../src/timeline/drill.js';
import type { TimelineEvent } from '../../src/timeline/event.js';
import { joinEqualKeys } from '../../src/timeline/same-event.js';
import { alarm, say } from './items.js';

const at = '2024-05-14T10:00:00Z';
const drill = (item: ReturnType<typeof say>): boolean =>
  atOnce(joinEqualKeys([item])).some((event: TimelineEvent) => isDrillAlarm(event) || saysDrill(event.text));

describe('tests and drills', () => {
  it.each([
    'Starting the DR drill on db-2',
    'this is just a test',
    '[TEST] paging the on-call',
    'Test alert, please ignore',
    'ALARM: testing purposes',
    'game day begins at 10:00',
    "it's only a drill",
  ])('%s', (text) => {
    expect(drill(say(at, 'sre-1', text))).toBe(true);
  });

  it.each([
    'this is not a drill',
    'Load test failed on staging',
    'there is a test for this scenario',
    'drilling down into the latency by region',
    'the latest deploy fails its tests',
    'it is a test case that nobody ran',
    'contest page is down',
  ])('not: %s', (text) => {
    expect(drill(say(at, 'sre-1', text))).toBe(false);
  });

  it('knows an alarm by its name', () => {
    expect(drill(alarm(at, 'firing', 'PagerTestAlarm'))).toBe(true);
    expect(drill(alarm(at, 'firing', 'ContestErrors'))).toBe(false);
  });
});
