const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365].map((days) => days * DAY),
];

/** Round values (steps of 1, 2 or 5 × a power of ten) that span `low` to `high`; about `count` of them. */
export function valueTicks(low: number, high: number, count: number): number[] {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / count));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= count) ?? 10 * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Round UTC times between `from` and `to` (milliseconds), at most `count`. */
export function timeTicks(from: number, to: number, count: number): number[] {
  const step = TIME_STEPS.find((size) => (to - from) / size <= count) ?? (TIME_STEPS.at(-1) as number);
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** 14:05, with seconds where they are not zero. */
export function clock(at: number): string {
  const text = new Date(at).toISOString();
  return text.slice(17, 19) === '00' ? text.slice(11, 16) : text.slice(11, 19);
}

export const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A value for an axis or a label: 1.5k, 20M; never more digits than it needs. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(2).replace(/\.?0+e/, 'e');
  for (const [unit, factor] of [
    ['T', 1e12],
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e4],
  ] as const)
    if (size >= factor) return `${Number((value / (unit === 'k' ? 1e3 : factor)).toPrecision(4))}${unit}`;
  return String(Number(value.toPrecision(6)));
}
