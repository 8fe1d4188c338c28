import { describe, expect, it } from '@jest/globals';
import type { AlarmSetting } from '../../src/metrics/alarm-setting.js';
import { alarmSettingSchema, comparisonOf, statisticOf } from '../../src/metrics/alarm-setting.js';
import { backtestOf, type Incident } from '../../src/metrics/backtest.js';
import { replayAlarm } from '../../src/metrics/evaluate-alarm.js';
import { periodsOf } from '../../src/metrics/periods.js';
import { MINUTE, minutes, NOON, pattern, repeat } from './points.js';

const setting = (more: Partial<AlarmSetting> = {}): AlarmSetting => ({
  threshold: 5,
  comparison: 'GreaterThanThreshold',
  datapoints: 1,
  of: 1,
  periodSeconds: 60,
  statistic: 'Average',
  ...more,
});

/** Minutes after noon at which an alarm went to ALARM and left it. */
function episodes(marks: string, datapoints: number, of: number): [number, number | null][] {
  const periods = periodsOf(minutes(pattern(marks)), 60, 'Average');
  const minute = (seconds: number) => (seconds * 1000 - NOON) / MINUTE;
  const { episodes: found } = replayAlarm(periods, setting({ datapoints, of }), '>');
  return found.map(({ from, until }) => [minute(from), until === null ? null : minute(until)]);
}

/** Whether the alarm rings after the fifth period; what follows is far away, so that missing periods are evaluated, too. */
const ringsAfterFive = (marks: string, datapoints: number, of: number): boolean =>
  episodes(`${marks}${'-'.repeat(20)}0`, datapoints, of).some(([from, until]) => from <= 5 && (until ?? 99) > 5);

describe('an alarm with missing data, as the tables of the AWS page have it', () => {
  it.each([
    ['0 - X - X', false],
    ['0 - - - -', false],
    ['0 X X - X', true],
    ['- - X - -', true],
    ['- - - - X', false],
    ['- - - X -', false],
  ])('3 of 3: %s → %s', (marks, rings) => {
    expect(ringsAfterFive(marks, 3, 3)).toBe(rings);
  });

  it.each([
    ['0 - X - X', true],
    ['0 0 X 0 X', true],
    ['0 - X - -', false],
    ['- - - - 0', false],
    ['- - - X -', true],
  ])('2 of 3: %s → %s', (marks, rings) => {
    expect(ringsAfterFive(marks, 2, 3)).toBe(rings);
  });
});

describe('an alarm counts a breach at the end of the period that completes it', () => {
  it('3 of 3, as in the figure of the AWS page', () => {
    expect(episodes('00XXX0000X0', 3, 3)).toEqual([[5, 6]]);
  });
  it('1 of 1 at once, and rings again after a recovery', () => {
    expect(episodes('0X0X', 1, 1)).toEqual([
      [2, 3],
      [4, null],
    ]);
  });
  it('2 of 3 over a value in between, and rings while two of the newest three breach', () => {
    // After minutes 1 … 8: X, X0, X0X → ALARM at 3; 0X0 → OK at 4.
    expect(episodes('X0X00000', 2, 3)).toEqual([[3, 4]]);
  });
  it('reaches back over missing periods to real ones', () => {
    expect(episodes('0X-X0', 2, 2)).toEqual([[4, 5]]);
  });
  it('does not reach back further than the evaluation range', () => {
    // The range of 2 of 2 is 4. A breach alone in it rings from its second period on, until it has left it.
    expect(episodes('X-----X0', 2, 2)).toEqual([[2, 5]]);
    // With a good point before it, it is alone only once that point has left the range.
    expect(episodes('0X----X0', 2, 2)).toEqual([[5, 6]]);
  });
  it('ends when all data of the range is missing', () => {
    // The breach of minute 2 lies in the range of three until minute 4; after minute 5 nothing is known.
    expect(episodes('0X-------0', 1, 1)).toEqual([[2, 5]]);
  });
  it('says nothing about the time after the last point', () => {
    expect(episodes('00X', 3, 3)).toEqual([]);
  });
});

describe('periods', () => {
  it('lie on whole multiples of their length and aggregate by the statistic', () => {
    const series = minutes([1, 2, 3, 4, 10, 6], NOON + 3 * MINUTE);
    const by = (statistic: string) => [...periodsOf(series, 300, statisticOf(statistic) ?? 'Average').values];
    expect(by('Average')).toEqual([1.5, 5.75]);
    expect(by('Sum')).toEqual([3, 23]);
    expect(by('Maximum')).toEqual([2, 10]);
    expect(by('Minimum')).toEqual([1, 3]);
    expect(by('SampleCount')).toEqual([2, 4]);
    expect(by('p50')).toEqual([1.5, 5]);
  });
  it('make a five-minute alarm ring at the end of its five minutes', () => {
    const series = minutes([...repeat(0, 6), ...repeat(10, 4), ...repeat(0, 5)]);
    const result = backtestOf(series, { from: NOON + 6 * MINUTE, to: NOON + 10 * MINUTE, detected: null })(
      setting({ periodSeconds: 300 }),
    );
    // 12:05–12:10 averages 8.
    expect(result.firstAlarmAt).toBe('2026-03-04T12:10:00.000Z');
    expect(result.observedSeconds).toBe(11 * 60);
  });
});

describe('a back-test', () => {
  /** Two hours; a blip at 12:20, the incident from 13:00 to 13:30, detected at 13:25, a blip at 13:45. */
  const values = repeat(1, 120);
  values[20] = 9;
  for (let i = 60; i < 90; i++) values[i] = i < 65 ? 4 : 9;
  values[105] = 9;
  const incident: Incident = { from: NOON + 60 * MINUTE, to: NOON + 90 * MINUTE, detected: NOON + 85 * MINUTE };
  const backtest = backtestOf(minutes(values), incident);

  it('finds first alarm, gain, false alarms and the time they were counted over', () => {
    expect(backtest(setting())).toEqual({
      ...setting(),
      firstAlarmAt: '2026-03-04T13:06:00.000Z',
      gainSeconds: 19 * 60,
      falseAlarms: 2,
      observedSeconds: 90 * 60,
    });
    expect(backtest(setting({ datapoints: 3, of: 3 }))).toMatchObject({
      firstAlarmAt: '2026-03-04T13:08:00.000Z',
      gainSeconds: 17 * 60,
      falseAlarms: 0,
    });
    expect(backtest(setting({ threshold: 3, datapoints: 2, of: 2 }))).toMatchObject({
      firstAlarmAt: '2026-03-04T13:02:00.000Z',
      gainSeconds: 23 * 60,
    });
  });
  it('gives null and false alarms only when it never fires in the incident', () => {
    expect(backtest(setting({ threshold: 20 }))).toMatchObject({
      firstAlarmAt: null,
      gainSeconds: null,
      falseAlarms: 0,
    });
  });
  it('knows strict and other comparisons apart', () => {
    expect(backtest(setting({ threshold: 9 })).firstAlarmAt).toBeNull();
    expect(backtest(setting({ threshold: 9, comparison: '>=' })).firstAlarmAt).toBe('2026-03-04T13:06:00.000Z');
    expect(backtest(setting({ threshold: 0, comparison: 'LessThanThreshold' })).falseAlarms).toBe(0);
  });
  it('tells a later alarm by a negative gain', () => {
    const late = backtestOf(minutes(values), { ...incident, detected: NOON + 61 * MINUTE });
    expect(late(setting()).gainSeconds).toBe(-5 * 60);
  });
  it('gives no gain when the detection is not known', () => {
    expect(backtestOf(minutes(values), { ...incident, detected: null })(setting()).gainSeconds).toBeNull();
  });
  it('counts an alarm that rang shortly before impact and still rings as the incident’s own', () => {
    const early = [...values];
    early[58] = early[59] = 9;
    for (let i = 60; i < 65; i++) early[i] = 9;
    expect(backtestOf(minutes(early), incident)(setting())).toMatchObject({
      firstAlarmAt: '2026-03-04T12:59:00.000Z',
      falseAlarms: 2,
    });
  });
  it('does not count an alarm that had been ringing for hours as a detection', () => {
    const ringing = minutes(repeat(9, 400), NOON - 240 * MINUTE);
    expect(backtestOf(ringing, incident)(setting())).toMatchObject({ firstAlarmAt: null, falseAlarms: 1 });
  });
  it('leaves time without data out of what was observed', () => {
    const gap: (number | null)[] = [...values];
    for (let i = 10; i < 20; i++) gap[i] = null;
    // Ten minutes are missing. The alarm bridges two of them, yet nothing was seen in those either.
    expect(backtestOf(minutes(gap), incident)(setting()).observedSeconds).toBe(90 * 60 - 10 * 60);
  });
  it('is the same when run twice', () => {
    expect(backtest(setting({ of: 5, datapoints: 3 }))).toEqual(backtest(setting({ of: 5, datapoints: 3 })));
  });
});

describe('a setting', () => {
  it('takes CloudWatch’s names and the signs', () => {
    for (const name of ['GreaterThanThreshold', '>', 'gt']) expect(comparisonOf(name)).toBe('>');
    expect(comparisonOf('LessThanOrEqualToThreshold')).toBe('<=');
    expect(statisticOf('p99.9')).toBe('p99.9');
    expect(statisticOf('average')).toBe('Average');
    expect(statisticOf('p101')).toBeNull();
  });
  it('names every bad field', () => {
    const bad = {
      threshold: 'x',
      comparison: '!',
      datapoints: 0,
      of: 1.5,
      periodSeconds: -1,
      statistic: 'median',
      more: 1,
    };
    const found = alarmSettingSchema
      .safeParse(bad)
      .error?.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')]));
    expect(found?.sort()).toEqual([
      'comparison',
      'datapoints',
      'more',
      'of',
      'periodSeconds',
      'statistic',
      'threshold',
    ]);
    expect(alarmSettingSchema.safeParse(setting({ datapoints: 3, of: 2 })).error?.issues[0]?.path).toEqual([
      'datapoints',
    ]);
  });
});
