import type { Series } from '../../src/metrics/series.js';

export const MINUTE = 60_000;
export const NOON = Date.parse('2026-03-04T12:00:00Z');

/** One point a minute from `start`; null is a missing one. */
export function minutes(values: readonly (number | null)[], start = NOON): Series {
  const kept = values.flatMap((value, i) => (value === null ? [] : [[start + i * MINUTE, value] as const]));
  return { at: Float64Array.from(kept, ([at]) => at), values: Float64Array.from(kept, ([, value]) => value) };
}

/** `0` is 1, `X` is 9, `-` is missing. */
export const pattern = (marks: string): (number | null)[] =>
  [...marks.replaceAll(' ', '')].map((mark) => (mark === 'X' ? 9 : mark === '0' ? 1 : null));

export const repeat = (value: number, count: number): number[] => Array.from({ length: count }, () => value);
