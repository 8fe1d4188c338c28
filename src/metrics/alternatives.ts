import type { AlarmSetting } from './alarm-setting.js';
import type { Incident } from './backtest.js';
import { periodsOf, quantile } from './periods.js';
import { partOf, type Series, stepOf } from './series.js';

const SHORTEST_SECONDS = 60;
const LONGER_SECONDS = 300;
/** Data points of periods: quick, steady, and in between. */
const COUNTS = [
  [1, 1],
  [2, 2],
  [2, 3],
  [3, 3],
  [3, 5],
] as const;
/** How much of the usual time a threshold may be crossed, and how far it may lie between what is usual and the incident. */
const USUAL_RANKS = [0.99, 0.999, 1];
const BETWEEN = [0.25, 0.5, 0.75];
const DIGITS = 3;

/**
 * Alarm settings worth trying on a series: thresholds just outside of what is usual outside the incident, and between that and what the
 * incident reached; each with several counts and up to two period lengths. Deterministic; empty without points inside and outside, or
 * when the incident does not stand out at all.
 */
export function alternativesFor(series: Series, incident: Incident): AlarmSetting[] {
  const step = stepOf(series);
  const shortest = Math.max(1, Math.ceil((step ?? 0) / SHORTEST_SECONDS)) * SHORTEST_SECONDS;
  const lengths = shortest < LONGER_SECONDS ? [shortest, LONGER_SECONDS] : [shortest];
  return lengths.flatMap((periodSeconds) => {
    const { thresholds, comparison } = thresholdsFor(series, incident, periodSeconds);
    return thresholds.flatMap((threshold) =>
      COUNTS.map(([datapoints, of]) => ({
        threshold,
        comparison,
        datapoints,
        of,
        periodSeconds,
        statistic: 'Average',
      })),
    );
  });
}

function thresholdsFor(series: Series, incident: Incident, periodSeconds: number) {
  const average = (part: Series) => periodsOf(part, periodSeconds, 'Average').values.slice().sort();
  const inside = average(partOf(series, incident.from, incident.to));
  const before = average(partOf(series, Number.NEGATIVE_INFINITY, incident.from - 1));
  const after = average(partOf(series, incident.to + 1, Number.POSITIVE_INFINITY));
  const outside = Float64Array.from([...before, ...after]).sort();
  const comparison = 'GreaterThanThreshold';
  if (inside.length === 0 || outside.length === 0) return { thresholds: [], comparison };
  const usual = quantile(outside, 0.5);
  const rises = quantile(inside, 0.5) >= usual;
  const reached = rises ? quantile(inside, 0.9) : quantile(inside, 0.1);
  const edges = USUAL_RANKS.map((rank) => quantile(outside, rises ? rank : 1 - rank));
  const edge = edges[0] as number;
  const between = BETWEEN.map((share) => edge + (reached - edge) * share);
  // Beyond what the incident reached no alarm would have seen it.
  const thresholds = [...edges, ...between]
    .map((value) => Number(value.toPrecision(DIGITS)))
    .filter((value) => (rises ? value < reached : value > reached));
  return {
    thresholds: [...new Set(thresholds)].sort((a, b) => (rises ? a - b : b - a)),
    comparison: rises ? comparison : 'LessThanThreshold',
  };
}
