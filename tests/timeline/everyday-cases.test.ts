import { describe, expect, it } from '@jest/globals';
import { draftTimeline } from '../../src/timeline/draft-timeline.js';
import { alarm, item, say } from './items.js';

const deploy = (at: string, text: string, subject = 'search') =>
  item({ at, kind: 'deploy', state: 'succeeded', source: 'csv', subject, text });
const minute = (clock: string) => `2026-03-03T${clock}:00Z`;

describe('mitigated by a deploy of an earlier version', () => {
  const around = [
    alarm(minute('10:00'), 'firing', 'SearchErrors'),
    alarm(minute('10:40'), 'ok', 'SearchErrors'),
    say(minute('10:02'), 'anna', 'looking into it'),
  ];
  const mitigated = (...deploys: ReturnType<typeof deploy>[]) =>
    draftTimeline([...around, ...deploys]).keyMoments.mitigated.candidates[0] ?? null;

  it('knows the lower number and the text that came before', () => {
    const lower = mitigated(deploy(minute('09:50'), 'search 4.10 ok'), deploy(minute('10:30'), 'search 4.9 ok'));
    expect([lower?.rule, lower?.at?.toISOString()]).toEqual(['earlier version deployed', '2026-03-03T10:30:00.000Z']);
    const again = mitigated(
      deploy(minute('08:00'), 'release aaa'),
      deploy(minute('09:50'), 'release bbb'),
      deploy(minute('10:30'), 'release aaa'),
    );
    // The words of a release differ in more than numbers; only equal ones are compared.
    expect(again).toBeNull();
    const commit = mitigated(
      deploy(minute('08:00'), 'sync 1a2b3c4d'),
      deploy(minute('09:50'), 'sync 9f8e7d6c'),
      deploy(minute('10:30'), 'sync 1a2b3c4d'),
    );
    expect(commit?.rule).toBe('earlier version deployed');
  });

  it('says nothing of a higher number, a failed deploy or another thing', () => {
    expect(mitigated(deploy(minute('09:50'), 'search 4.10 ok'), deploy(minute('10:30'), 'search 4.11 ok'))).toBeNull();
    expect(
      mitigated(deploy(minute('09:50'), 'search 4.10'), { ...deploy(minute('10:30'), 'search 4.9'), state: 'failed' }),
    ).toBeNull();
    expect(mitigated(deploy(minute('09:50'), 'app 4.10', 'a'), deploy(minute('10:30'), 'app 4.9', 'b'))).toBeNull();
  });
});

describe('a warning that nobody answered', () => {
  const disk = (severity: string) =>
    alarm(minute('02:10'), 'firing', 'DiskAlmostFull', { severity, dimensions: { instance: 'pg-01' } });
  const down = alarm(minute('03:41'), 'firing', 'PostgresDown', {
    severity: 'critical',
    dimensions: { instance: 'pg-01' },
  });
  const ack = item({ at: minute('03:53'), kind: 'page', state: 'acknowledged', by: 'omar', text: 'Acknowledged' });

  it('did not detect what a severe alarm then called people for, but stands in the timeline', () => {
    const { keyMoments, entries } = draftTimeline([disk('warning'), down, ack]);
    expect(keyMoments.detected.at?.toISOString()).toBe('2026-03-03T03:41:00.000Z');
    expect(entries.map(({ at }) => at.toISOString().slice(11, 16))).toContain('02:10');
  });

  it('of the same rank was the first sign', () => {
    expect(draftTimeline([disk('critical'), down, ack]).keyMoments.detected.at?.toISOString()).toBe(
      '2026-03-03T02:10:00.000Z',
    );
  });
});

describe('what the public is told', () => {
  it('comes after what responders say, however strong its words', () => {
    const published = item({ at: minute('10:20'), kind: 'status', text: 'The record is restored.' });
    const said = say(minute('10:02'), 'jonas', 'record is back in the zone');
    const { mitigated } = draftTimeline([
      say(minute('09:26'), 'priya', 'customers report that they cannot reach the API'),
      published,
      said,
    ]).keyMoments;
    expect(mitigated.candidates.map(({ at }) => at?.toISOString().slice(11, 16))).toEqual(['10:02', '10:20']);
  });
});

describe('a small channel of responders', () => {
  it('keeps what they say also where it names nothing known', () => {
    const { entries } = draftTimeline([
      alarm(minute('13:22'), 'firing', 'ConsumerLagHigh'),
      say(minute('13:26'), 'bea', 'ConsumerLagHigh fired, I am looking into it'),
      say(minute('13:55'), 'dora', "we shipped the new client library at one o'clock"),
      say(minute('14:30'), 'dora', 'rolling back to v87'),
      say(minute('14:38'), 'bea', 'errors stopped'),
      say(minute('14:50'), 'bea', 'resolved'),
    ]);
    expect(entries.map(({ text }) => text)).toContain("we shipped the new client library at one o'clock");
  });
});

describe('an incident without alarm or report', () => {
  it('was engaged when somebody looked, also before the first record of a failure', () => {
    const { engaged } = draftTimeline([
      say(minute('08:44'), 'lea', 'looking into it'),
      say(minute('08:52'), 'lea', 'the import failed for 31,200 contacts'),
    ]).keyMoments;
    expect(engaged.candidates[0]?.at?.toISOString().slice(11, 16)).toBe('08:44');
  });
});
