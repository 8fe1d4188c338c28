import { describe, expect, it } from '@jest/globals';
import { backtestOf, type Incident } from '../../src/metrics/backtest.js';
import { MINUTE, minutes, NOON, repeat } from './points.js';

const setting = { threshold: 5, comparison: '>', datapoints: 1, of: 1, periodSeconds: 60, statistic: 'Average' };
const at = (minute: number) => new Date(NOON + minute * MINUTE).toISOString();
const incident = (from: number, to: number, detected: number): Incident => ({
  from: NOON + from * MINUTE,
  to: NOON + to * MINUTE,
  detected: NOON + detected * MINUTE,
});

/** Each number is worked out by hand in the comment beside it. */
describe('a back-test by hand', () => {
  // An hour at 1, one spike of 30 at 12:32, then 4 from 12:40 to 12:50.
  const values = repeat(1, 60);
  values[32] = 30;
  for (let i = 40; i < 50; i++) values[i] = 4;
  const replay = backtestOf(minutes(values), incident(40, 50, 55));

  it('aggregates five minutes by each statistic', () => {
    // 12:30–12:35: average (1+1+30+1+1)/5 = 6.8, sum 34, maximum 30. 12:40–12:45: average 4, sum 20, maximum 4.
    const five = { ...setting, periodSeconds: 300 };
    // It rings for the spike from 12:35 to 12:40 and is over when impact begins.
    expect(replay(five)).toMatchObject({ firstAlarmAt: null, gainSeconds: null, falseAlarms: 1 });
    expect(replay({ ...five, statistic: 'Sum', threshold: 15 })).toMatchObject({
      firstAlarmAt: at(45),
      gainSeconds: 10 * 60,
      falseAlarms: 1,
    });
    expect(replay({ ...five, statistic: 'Sum', threshold: 15, datapoints: 2, of: 2 })).toMatchObject({
      // 12:35–12:40 sums to 5: the spike stands alone. 12:40–12:45 and 12:45–12:50 are the first two in a row.
      firstAlarmAt: at(50),
      gainSeconds: 5 * 60,
      falseAlarms: 0,
    });
    expect(replay({ ...five, statistic: 'Minimum', threshold: 3 })).toMatchObject({
      firstAlarmAt: at(45),
      falseAlarms: 0,
    });
    expect(replay({ ...five, statistic: 'SampleCount', threshold: 5 })).toMatchObject({ firstAlarmAt: null });
  });

  it('counts the spike as a false alarm where it had recovered before impact', () => {
    // At one minute the spike rings 12:33–12:34, and no minute of the incident is over 5.
    expect(replay(setting)).toMatchObject({ firstAlarmAt: null, gainSeconds: null, falseAlarms: 1 });
    // Over 3: the spike once, the incident at the end of 12:40.
    expect(replay({ ...setting, threshold: 3 })).toMatchObject({ firstAlarmAt: at(41), falseAlarms: 1 });
    // 60 minutes of data, 10 of them in the incident.
    expect(replay(setting).observedSeconds).toBe(50 * 60);
  });

  it('rings from the first completing period of a series that starts in breach', () => {
    const breaching = backtestOf(minutes(repeat(9, 30)), incident(0, 30, 20));
    expect(breaching({ ...setting, datapoints: 3, of: 3 })).toMatchObject({
      firstAlarmAt: at(3),
      gainSeconds: 17 * 60,
      falseAlarms: 0,
      observedSeconds: 0,
    });
  });

  it('never counts more time than the points cover', () => {
    // Four hours of minutes, ten of them the incident: 230 minutes, however far a period reaches over both ends.
    const hours = backtestOf(minutes(repeat(1, 240)), incident(40, 50, 55));
    for (const periodSeconds of [60, 300, 3_600, 86_400])
      expect(hours({ ...setting, periodSeconds }).observedSeconds).toBe(230 * 60);
    // An alarm over days bridges six hours without points, yet nothing was seen in them.
    const torn = [...repeat(1, 60), ...Array.from({ length: 360 }, () => null), ...repeat(1, 60)];
    expect(backtestOf(minutes(torn), incident(40, 50, 55))({ ...setting, periodSeconds: 86_400 }).observedSeconds).toBe(
      110 * 60,
    );
    // Points at no regular distance: from the first to the last, 12:00 to 12:30, without the incident's ten minutes.
    const rare: (number | null)[] = Array.from({ length: 31 }, (_, i) => ([0, 3, 9, 20, 30].includes(i) ? 1 : null));
    expect(backtestOf(minutes(rare), incident(10, 20, 25))({ ...setting, periodSeconds: 3_600 }).observedSeconds).toBe(
      20 * 60,
    );
    // At one minute, an alarm with N = 1 knows three minutes from each of them: 12:00–12:06, 12:09–12:12, 12:20–12:23, 12:30 alone.
    expect(backtestOf(minutes(rare), incident(10, 20, 25))(setting).observedSeconds).toBe((6 + 1 + 3 + 1) * 60);
  });

  it('bridges a gap in the series by the real points around it, and ends when none is left', () => {
    const gapped: (number | null)[] = [...repeat(1, 10), 9, null, 9, ...repeat(1, 10)];
    // 2 of 2: 12:10 and 12:12 are the newest two real points after 12:12.
    expect(backtestOf(minutes(gapped), incident(10, 13, 20))({ ...setting, datapoints: 2, of: 2 })).toMatchObject({
      firstAlarmAt: at(13),
    });
  });

  it('knows the four comparisons at the threshold itself', () => {
    const level = backtestOf(minutes([...repeat(1, 10), ...repeat(5, 10)]), incident(10, 20, 19));
    const first = (comparison: string, threshold = 5) => level({ ...setting, comparison, threshold }).firstAlarmAt;
    expect([first('>'), first('>=')]).toEqual([null, at(11)]);
    const low = backtestOf(minutes([...repeat(9, 10), ...repeat(5, 10)]), incident(10, 20, 19));
    const under = (comparison: string) => low({ ...setting, comparison }).firstAlarmAt;
    expect([under('<'), under('<=')]).toEqual([null, at(11)]);
  });

  it('of one series is not touched by another', () => {
    const other = backtestOf(minutes(repeat(9, 60)), incident(40, 50, 55));
    const before = replay(setting);
    other(setting);
    expect(replay(setting)).toEqual(before);
  });
});
