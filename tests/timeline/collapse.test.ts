import { describe, expect, it } from '@jest/globals';
import { draftTimeline } from '../../src/timeline/draft-timeline.js';
import { alarm, item, say } from './items.js';

const minute = (m: number, s = 0): string => new Date(Date.UTC(2024, 2, 1, 10, m, s)).toISOString();
const entriesOf = (...items: Parameters<typeof draftTimeline>[0]): string[] =>
  draftTimeline(items).entries.map((one) => `${one.at.toISOString().slice(11, 19)} ${one.kind} ${one.count}`);

describe('flaps', () => {
  it('merges firings whose OK gap is at most 15 minutes, and keeps count and end', () => {
    const items = [
      alarm(minute(0), 'firing', 'High5xx'),
      alarm(minute(4), 'ok', 'High5xx'),
      alarm(minute(6), 'firing', 'High5xx'),
      alarm(minute(9), 'ok', 'High5xx'),
      alarm(minute(24), 'firing', 'High5xx'),
      alarm(minute(30), 'ok', 'High5xx'),
    ];
    expect(entriesOf(...items)).toEqual(['10:00:00 detection 5', '10:30:00 recovery 1']);
    expect(draftTimeline(items).entries[0]?.end?.toISOString()).toBe(minute(30));
  });

  it('starts a new episode when the alarm was OK for longer', () => {
    const items = [
      alarm(minute(0), 'firing', 'High5xx'),
      alarm(minute(4), 'ok', 'High5xx'),
      alarm(minute(20), 'firing', 'High5xx'),
      alarm(minute(30), 'ok', 'High5xx'),
    ];
    expect(entriesOf(...items)).toEqual([
      '10:00:00 detection 1',
      '10:04:00 recovery 1',
      '10:20:00 detection 1',
      '10:30:00 recovery 1',
    ]);
  });

  it('takes the same state within 60 s for a duplicate', () => {
    expect(entriesOf(alarm(minute(0), 'firing', 'Lag'), alarm(minute(0, 45), 'firing', 'Lag'))).toEqual([
      '10:00:00 detection 2',
    ]);
  });

  it('tells alarms of one name apart by their labels', () => {
    const on = (host: string) => ({ dimensions: { host } });
    expect(
      entriesOf(alarm(minute(0), 'firing', 'Cpu', on('web-1')), alarm(minute(1), 'ok', 'Cpu', on('web-2'))),
    ).toHaveLength(2);
  });

  it('does not read missing data as recovery', () => {
    const draft = draftTimeline([alarm(minute(0), 'firing', 'Lag'), alarm(minute(5), 'insufficientData', 'Lag')]);
    expect(draft.entries).toHaveLength(1);
    expect(draft.keyMoments.resolved.candidates).toEqual([]);
  });

  it('folds data gaps outside any episode', () => {
    const draft = draftTimeline([alarm(minute(0), 'insufficientData', 'Lag'), alarm(minute(5), 'firing', 'Queue')]);
    expect(draft.folded).toEqual([expect.objectContaining({ reason: 'alarm without data', count: 1 })]);
  });

  it('makes one entry of one alarm on many hosts', () => {
    const items = Array.from({ length: 12 }, (_, i) =>
      alarm(minute(1, i), 'firing', 'HighLatency', { dimensions: { instance: `web-${i + 10}` } }),
    );
    expect(entriesOf(alarm(minute(0), 'firing', 'High5xx'), ...items)).toEqual([
      '10:00:00 detection 1',
      '10:01:00 detection 12',
    ]);
  });
});

describe('one event through two channels', () => {
  it('joins equal event keys whatever the source', () => {
    const one = alarm(minute(0), 'firing', 'High5xx', { eventKey: 'k' });
    const two = alarm(minute(0), 'firing', 'High5xx', { eventKey: 'k', source: 'sns' });
    expect(entriesOf(one, two)).toEqual(['10:00:00 detection 2']);
  });

  it('does not join the steps of a page that share a key', () => {
    const step = (at: string, state: 'firing' | 'acknowledged' | 'resolved') =>
      item({
        at,
        kind: 'page',
        source: 'pagerduty',
        state,
        subject: 'Checkout down',
        text: `Checkout down ${state}`,
        eventKey: 'PD1',
      });
    expect(
      entriesOf(step(minute(0), 'firing'), step(minute(2), 'acknowledged'), step(minute(4), 'resolved')),
    ).toHaveLength(3);
  });

  it('joins an alarm that two sources tell with different keys', () => {
    const items = [
      alarm(minute(0), 'firing', 'checkout-5xx', { source: 'cloudwatch-eventbridge' }),
      alarm(minute(0, 20), 'firing', 'checkout-5xx', { source: 'cloudwatch-sns' }),
      alarm(minute(9), 'ok', 'checkout-5xx', { source: 'cloudwatch-sns' }),
    ];
    expect(entriesOf(...items)).toEqual(['10:00:00 detection 2', '10:09:00 recovery 1']);
  });

  it('joins a bot that names the alarm and its host, not one that names another host or state', () => {
    const bot = (at: string, text: string) => item({ at, by: 'system:alertbot', text });
    const firing = alarm(minute(0), 'firing', 'DiskFull', { dimensions: { instance: 'db7' } });
    expect(entriesOf(firing, bot(minute(1), 'CRITICAL: disk full on db7, 99%'))).toEqual(['10:00:00 detection 2']);
    expect(entriesOf(firing, bot(minute(1), 'CRITICAL: disk full on db8, 99%'))).toHaveLength(2);
    expect(entriesOf(firing, bot(minute(1), 'RECOVERY - disk full on db7 is OK'))).toHaveLength(2);
    expect(entriesOf(firing, bot(minute(5), 'CRITICAL: disk full on db7, 99%'))).toHaveLength(2);
  });

  it('leaves what a person says about an alarm as a statement of its own', () => {
    const firing = alarm(minute(0), 'firing', 'DiskFull', { dimensions: { instance: 'db7' } });
    expect(entriesOf(firing, say(minute(1), 'sre-1', 'disk full on db7, critical'))).toHaveLength(2);
  });
});

describe('repeats', () => {
  it('joins a line a host repeats, not the same words of two hosts', () => {
    const line = (at: string, host: string) =>
      item({ at, kind: 'log', source: 'ndjson', subject: host, text: 'connection refused by db7' });
    expect(entriesOf(line(minute(0), 'web-1'), line(minute(1), 'web-1'), line(minute(1), 'web-2'))).toEqual([
      '10:00:00 impact 2',
      '10:01:00 impact 1',
    ]);
  });
});
