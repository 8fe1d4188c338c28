import { type AlarmSetting, breaches, type Comparison } from './alarm-setting.js';
import type { Periods } from './periods.js';

/** A time in ALARM, in seconds since 1970: it began at the end of the period that completed the breach; `until` null: to the end of the data. */
export type Episode = { from: number; until: number | null };

/** What a replay shows; `known` are the stretches in which the alarm had data to judge by. Seconds since 1970. */
export type Replay = { episodes: Episode[]; known: { from: number; until: number }[] };

/**
 * CloudWatch looks at more periods than Evaluation Periods (N), to bridge missing ones. How many "depends on the length of the alarm period
 * and whether it is based on a metric with standard resolution or high resolution", and is not published; the examples on its page (cited
 * below, "How alarm state is evaluated when data is missing") take 5 for N = 3, which is what is done here for every N: N + 2.
 */
const EXTRA_PERIODS = 2;

/**
 * Replays an alarm with missing data treated as `missing`, CloudWatch's default ("The default behavior is missing"):
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * M of N, periods and states: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 *
 * - With at least N real points in the evaluation range, the newest N of them decide: ALARM when M breach, whatever lies between them.
 * - With fewer, all of them decide: ALARM when M breach; or when all of them breach and the oldest is at least M periods old (the
 *   "premature" rule); else no alarm.
 * - With none: INSUFFICIENT_DATA, which ends an alarm.
 *
 * That is what all rows of both tables of the page show (3 of 3 and 2 of 3, range 5; each is a test). Its sentence on the premature rule
 * looks at the oldest *breaching* point only; by that the row "0 - X - -" of 2 of 3 would ring, where the table says OK. The table is followed.
 *
 * A breach counts at the end of its completing period. Periods do not slide: CloudWatch evaluates periods over a minute every minute, so
 * it may ring up to a period earlier than told here. The replay ends with the last period that has data.
 */
export function replayAlarm(periods: Periods, setting: AlarmSetting, comparison: Comparison): Replay {
  const { slots, values } = periods;
  const { datapoints, of, periodSeconds, threshold } = setting;
  const range = of + EXTRA_PERIODS;
  /** Breaching points before index i. */
  const breachedBefore = new Uint32Array(slots.length + 1);
  for (let i = 0; i < slots.length; i++)
    breachedBefore[i + 1] =
      (breachedBefore[i] as number) + (breaches(values[i] as number, comparison, threshold) ? 1 : 0);

  const replay: Replay = { episodes: [], known: [] };
  let open: Episode | null = null;
  let oldest = 0;
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number;
    const last = i + 1 < slots.length ? Math.min((slots[i + 1] as number) - 1, slot + range - 1) : slot;
    for (let evaluated = slot; evaluated <= last; evaluated++) {
      while ((slots[oldest] as number) <= evaluated - range) oldest++;
      const end = (evaluated + 1) * periodSeconds;
      const alarm = inAlarm(i, oldest, evaluated);
      if (alarm && open === null) {
        open = { from: end, until: null };
        replay.episodes.push(open);
      } else if (!alarm && open !== null) {
        open.until = end;
        open = null;
      }
    }
    const blind = i + 1 < slots.length && (slots[i + 1] as number) > last + 1;
    if (blind && open !== null) {
      open.until = (last + 2) * periodSeconds;
      open = null;
    }
    addKnown(replay.known, slot * periodSeconds, (last + 1) * periodSeconds);
  }
  return replay;

  function inAlarm(newest: number, first: number, evaluated: number): boolean {
    const real = newest - first + 1;
    const start = real >= of ? newest - of + 1 : first;
    const breaching = (breachedBefore[newest + 1] as number) - (breachedBefore[start] as number);
    if (breaching >= datapoints) return true;
    return real < of && breaching === real && evaluated - (slots[first] as number) + 1 >= datapoints;
  }
}

function addKnown(known: Replay['known'], from: number, until: number): void {
  const last = known.at(-1);
  if (last !== undefined && last.until === from) last.until = until;
  else known.push({ from, until });
}
