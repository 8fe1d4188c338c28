import { type AlarmSetting, comparisonOf, statisticOf } from './alarm-setting.js';
import { type Episode, replayAlarm } from './evaluate-alarm.js';
import { type Periods, periodsOf } from './periods.js';
import { type Series, stepOf } from './series.js';

/** The incident that alarms are measured against, in UTC milliseconds: impactStart to mitigated, and the detection that really was. */
export type Incident = { from: number; to: number; detected: number | null };

export type BacktestResult = AlarmSetting & {
  /** RFC 3339 UTC; null when it would not have fired. */
  firstAlarmAt: string | null;
  /** Earlier than the actual detection by so much; negative: later. Null when either is not known. */
  gainSeconds: number | null;
  /** Times it would have gone to ALARM with no incident. */
  falseAlarms: number;
  /** Over how much time outside the incident those were counted: in which the alarm had data to judge by, never more than the points cover. */
  observedSeconds: number;
};

/**
 * An alarm already ringing when impact began is the incident's own when it began at most this long before: the same rule by which
 * `detected` is found among real alarms. One that had been ringing for longer told of something else.
 */
const LONGEST_LEAD_SECONDS = 3_600;

export type Backtest = (setting: AlarmSetting) => BacktestResult;

/**
 * Replays settings on one series. Pure and exact: equal input gives equal numbers; see `replayAlarm` for the rules and their source.
 * Periods are made once for each pair of length and statistic.
 */
export function backtestOf(series: Series, incident: Incident): Backtest {
  const made = new Map<string, Periods>();
  const seenSeconds = outsideSeconds(coveredBy(series), incident);
  return (setting) => {
    const comparison = comparisonOf(setting.comparison);
    const statistic = statisticOf(setting.statistic);
    if (comparison === null || statistic === null) throw new Error('a setting that its schema refuses');
    const key = `${setting.periodSeconds} ${statistic}`;
    const periods = made.get(key) ?? periodsOf(series, setting.periodSeconds, statistic);
    made.set(key, periods);
    const { episodes, known } = replayAlarm(periods, setting, comparison);
    const own = episodes.filter((episode) => belongs(episode, setting.periodSeconds, incident));
    const first = own[0]?.from;
    return {
      ...setting,
      firstAlarmAt: first === undefined ? null : new Date(first * 1000).toISOString(),
      gainSeconds: first === undefined || incident.detected === null ? null : incident.detected / 1000 - first,
      falseAlarms: episodes.length - own.length,
      // Whole periods reach over the ends of the data, and an alarm bridges gaps in it.
      observedSeconds: Math.min(outsideSeconds(known, incident), seenSeconds),
    };
  };
}

/** Whether an episode rang for the incident: its completing period or its ringing reaches into it. */
function belongs({ from, until }: Episode, periodSeconds: number, incident: Incident): boolean {
  const [start, end] = [incident.from / 1000, incident.to / 1000];
  if (from < start - LONGEST_LEAD_SECONDS) return false;
  return from - periodSeconds < end && (until === null || until > start);
}

/**
 * The stretches that points tell of, in seconds since 1970: each until the next one, in a regular series no further than its step. The
 * last point of an irregular series tells of no time.
 */
function coveredBy(series: Series): { from: number; until: number }[] {
  const { at } = series;
  const step = stepOf(series);
  const covered: { from: number; until: number }[] = [];
  for (let i = 0; i < at.length; i++) {
    const from = (at[i] as number) / 1000;
    const next = i + 1 < at.length ? (at[i + 1] as number) / 1000 : step === null ? from : from + step;
    const until = step === null ? next : Math.min(next, from + step);
    const last = covered.at(-1);
    if (last !== undefined && last.until === from) last.until = until;
    else covered.push({ from, until });
  }
  return covered;
}

/** Seconds of the stretches that lie outside the incident. */
export function outsideSeconds(known: readonly { from: number; until: number }[], incident: Incident): number {
  const [start, end] = [incident.from / 1000, incident.to / 1000];
  return known.reduce((sum, { from, until }) => {
    const inside = Math.max(0, Math.min(until, end) - Math.max(from, start));
    return sum + (until - from) - inside;
  }, 0);
}
