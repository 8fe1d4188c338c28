import { comparisonOf } from './alarm-setting.js';
import type { BacktestResult } from './backtest.js';

const DAY = 86_400;

/** In the two largest units: 2 d 3 h, 12 min 30 s. */
export function duration(seconds: number): string {
  const units = [
    ['d', DAY],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** `> 5 Percent for 2 of 3 periods of 1 min`, with the statistic where it is not the average. */
export function settingWords(setting: BacktestResult, unit: string | null): string {
  const { threshold, comparison, datapoints, of, periodSeconds, statistic } = setting;
  const by = statistic === 'Average' ? '' : ` (${statistic})`;
  const limit = `${comparisonOf(comparison)} ${threshold}${unit === null ? '' : ` ${unit}`}`;
  return `${limit} for ${datapoints} of ${of} periods of ${duration(periodSeconds)}${by}`;
}

/** What a replayed alarm would have done, and what it would have cost. @param detectedAfter seconds from impact to the actual detection */
export function backtestSentences(result: BacktestResult, what: string, unit: string | null, detectedAfter: number) {
  const { gainSeconds, firstAlarmAt, falseAlarms, observedSeconds } = result;
  const after = detectedAfter - (gainSeconds ?? 0);
  const when = after >= 0 ? `${duration(after)} after impact began` : `${duration(-after)} before impact began`;
  const wolf = falseAlarms === 1 ? '1 false alarm' : `${falseAlarms} false alarms`;
  const fired = `${firstAlarmAt?.slice(0, 19).replace('T', ' ')} UTC`;
  return (
    `An alarm on ${what} ${settingWords(result, unit)} would have fired at ${fired}, ${when} and ${duration(gainSeconds ?? 0)} ` +
    `before the actual detection. Its cost: ${wolf} in ${duration(observedSeconds)} of data outside the incident.`
  );
}
