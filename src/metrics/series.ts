/** One metric over time. `at` is UTC milliseconds, ascending and without repeats; `values` are finite and run parallel. */
export type Series = {
  at: Float64Array;
  values: Float64Array;
};

export type Statistic = 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount' | `p${number}`;

/** What is told of a metric besides its points. */
export type MetricInfo = {
  /** Unique in its COE; the source's own where it has one (m1), else made of the label. */
  id: string;
  label: string;
  /** As the source writes it (Percent, Count, ms); null when it states none. */
  unit: string | null;
  /** Which file it came from: cloudwatch, prometheus, grafana, table. */
  source: string;
};

const EMPTY: Series = { at: new Float64Array(0), values: new Float64Array(0) };

/**
 * Points in any order as a series: oldest first, one value an instant. Of several values for one instant the last given wins, as a
 * file that is exported again corrects the one before.
 */
export function seriesOf(at: ArrayLike<number>, values: ArrayLike<number>): { series: Series; duplicates: number } {
  const order = new Uint32Array(at.length);
  let sorted = true;
  for (let i = 0; i < order.length; i++) {
    order[i] = i;
    if (i > 0 && (at[i] as number) <= (at[i - 1] as number)) sorted = false;
  }
  if (order.length === 0) return { series: EMPTY, duplicates: 0 };
  if (sorted) return { series: { at: Float64Array.from(at), values: Float64Array.from(values) }, duplicates: 0 };
  order.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
  const times: number[] = [];
  const kept: number[] = [];
  for (const i of order) {
    if (times.at(-1) === at[i]) kept[kept.length - 1] = values[i] as number;
    else {
      times.push(at[i] as number);
      kept.push(values[i] as number);
    }
  }
  const series = { at: Float64Array.from(times), values: Float64Array.from(kept) };
  return { series, duplicates: order.length - times.length };
}

/** Two exports of one metric as one series; where both have an instant, `newer` counts. */
export function mergeSeries(older: Series, newer: Series): Series {
  const at = new Float64Array(older.at.length + newer.at.length);
  const values = new Float64Array(at.length);
  at.set(older.at);
  at.set(newer.at, older.at.length);
  values.set(older.values);
  values.set(newer.values, older.at.length);
  return seriesOf(at, values).series;
}

/**
 * The distance between points in seconds, of a series that is regular: the smallest distance, when at least half of all distances
 * are (nearly) that. Null for one that is not, such as a count of errors reported only when there are any.
 */
export function stepOf({ at }: Series): number | null {
  if (at.length < 3) return null;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < at.length; i++) least = Math.min(least, (at[i] as number) - (at[i - 1] as number));
  let near = 0;
  for (let i = 1; i < at.length; i++) if ((at[i] as number) - (at[i - 1] as number) <= least * 1.1) near++;
  return near * 2 >= at.length - 1 ? least / 1000 : null;
}

/** The part of a series with `from` ≤ time ≤ `to` (UTC milliseconds). */
export function partOf({ at, values }: Series, from: number, to: number): Series {
  const start = firstAtOrAfter(at, from);
  const end = firstAtOrAfter(at, to + 1);
  return { at: at.subarray(start, end), values: values.subarray(start, end) };
}

/** Index of the first time that is not before `time`; the length when all are. */
export function firstAtOrAfter(at: Float64Array, time: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
