import { AppError } from '../kernel/errors.js';
import { readOffset } from './time-text.js';

/** A time zone that can turn clock readings into instants. `name` is what the caller wrote. */
export type Zone = { name: string; offsetAt: (utcMilliseconds: number) => number };

const QUARTER = 15 * 60_000;
const DAY = 86_400_000;

/** @throws AppError validation at `query:zone` when the name is neither an IANA zone nor an offset. */
export function openZone(name: string): Zone {
  const fixed = readOffset(name.trim());
  if (fixed !== null) return { name: name.trim(), offsetAt: () => fixed * 60_000 };
  const zone = ianaZone(name.trim());
  if (zone !== null) return zone;
  const detail = `"${name}" is no time zone; use an IANA name such as Europe/Copenhagen, UTC, or an offset such as +02:00.`;
  throw new AppError('validation', detail, { errors: [{ pointer: 'query:zone', detail }] });
}

/** An IANA zone by name, or null. Offsets are remembered per quarter of an hour, the finest step at which zones change. */
export function ianaZone(name: string): Zone | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  const known = new Map<number, number>();
  const offsetAt = (utc: number): number => {
    const quarter = Math.floor(utc / QUARTER);
    let offset = known.get(quarter);
    if (offset === undefined) {
      offset = offsetOf(format, quarter * QUARTER);
      if (known.size > 100_000) known.clear();
      known.set(quarter, offset);
    }
    return offset;
  };
  return { name, offsetAt };
}

function offsetOf(format: Intl.DateTimeFormat, utc: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(utc)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - utc;
}

/**
 * The instants at which clocks of a zone show `wall` (milliseconds as if UTC): none in the hour skipped in spring, two
 * in the hour repeated in autumn, one otherwise. The offsets a day before and after are the only candidates.
 */
export function instantsOf(wall: number, zone: Zone): number[] {
  const candidates = new Set([wall - zone.offsetAt(wall - DAY), wall - zone.offsetAt(wall + DAY)]);
  return [...candidates].filter((utc) => utc + zone.offsetAt(utc) === wall).sort((a, b) => a - b);
}
