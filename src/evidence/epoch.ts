import type { TimeReading } from './time-text.js';

/**
 * Reads an epoch by its size: 10 digits seconds, 13 milliseconds, 16 microseconds, 19 nanoseconds; numbers, strings and
 * fractions of seconds. Null when the value is no epoch between 2001 and 2100.
 */
export function readEpoch(value: number | bigint | string): TimeReading | null {
  const milliseconds = typeof value === 'number' ? fromNumber(value) : fromText(String(value).trim());
  if (milliseconds === null) return null;
  return { wall: milliseconds, monthFirst: null, order: null, offsetMinutes: 0, zone: null, precision: 'second' };
}

const FIRST = 1e9; // 2001-09-09: smaller numbers are counters, ports and sizes far more often than times
const LAST = 4.1e9;

function fromNumber(value: number): number | null {
  if (value >= FIRST && value < LAST) return Math.floor(value * 1000 + 0.0005);
  if (value >= FIRST * 1e3 && value < LAST * 1e3) return Math.floor(value);
  if (value >= FIRST * 1e6 && value < LAST * 1e6) return Math.floor(value / 1e3);
  if (value >= FIRST * 1e9 && value < LAST * 1e9) return Math.floor(value / 1e6);
  return null;
}

function fromText(text: string): number | null {
  const found = /^(\d{10,19})(?:\.(\d{1,9}))?$/.exec(text);
  if (found === null) return null;
  const [, whole = '', fraction = ''] = found;
  if (whole.length === 10)
    return fromNumber(Number(whole)) === null ? null : Number(whole) * 1000 + Number(`${fraction}000`.slice(0, 3));
  // Digits are cut as text: a nanosecond count is above 2^53.
  if (whole.length === 13 || whole.length === 16 || whole.length === 19) return fromNumber(Number(whole.slice(0, 13)));
  return null;
}
