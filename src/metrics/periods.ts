import type { Series, Statistic } from './series.js';

/** A series by periods: only those with points. `slots[i]` × period is the start of a period, in seconds since 1970. */
export type Periods = { slots: Float64Array; values: Float64Array };

/**
 * One value a period, as CloudWatch makes the data points of an alarm: periods lie on whole multiples of their length since 1970, a point
 * belongs to the period it falls into, a period without points is missing. Points that are aggregates already count alike.
 */
export function periodsOf({ at, values }: Series, periodSeconds: number, statistic: Statistic): Periods {
  const slots: number[] = [];
  const results: number[] = [];
  const aggregate = aggregateOf(statistic);
  const period = periodSeconds * 1000;
  for (let start = 0; start < at.length; ) {
    const slot = Math.floor((at[start] as number) / period);
    let end = start + 1;
    while (end < at.length && Math.floor((at[end] as number) / period) === slot) end++;
    slots.push(slot);
    results.push(aggregate(values.subarray(start, end)));
    start = end;
  }
  return { slots: Float64Array.from(slots), values: Float64Array.from(results) };
}

function aggregateOf(statistic: Statistic): (values: Float64Array) => number {
  switch (statistic) {
    case 'Average':
      return (values) => sum(values) / values.length;
    case 'Sum':
      return sum;
    case 'Minimum':
      return (values) => values.reduce((least, value) => Math.min(least, value));
    case 'Maximum':
      return (values) => values.reduce((most, value) => Math.max(most, value));
    case 'SampleCount':
      return (values) => values.length;
    default: {
      const rank = Number(statistic.slice(1)) / 100;
      return (values) => quantile(Float64Array.from(values).sort(), rank);
    }
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Linear between neighbours; `sorted` ascending and not empty, `rank` from 0 to 1. */
export function quantile(sorted: Float64Array, rank: number): number {
  const place = (sorted.length - 1) * rank;
  const low = sorted[Math.floor(place)] as number;
  const high = sorted[Math.ceil(place)] as number;
  return low + (high - low) * (place - Math.floor(place));
}
