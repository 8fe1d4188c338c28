import { readEpoch } from './epoch.js';
import type { ZONE_ORIGINS } from './item.js';
import { type Precision, readTimeText, type TimeReading } from './time-text.js';
import { ianaZone, instantsOf, type Zone } from './zone.js';

/** A moment in UTC (milliseconds) with how exactly and by whom it was told. */
export type Instant = { at: number; precision: Precision; zoneOrigin: (typeof ZONE_ORIGINS)[number] };

/** Why a record has no usable time. `needsZone` marks the one a declared zone would cure. */
export type NoTime = { rejected: string; needsZone?: true };

/** Which way round 03/04/2027 is written. */
export const DATE_ORDERS = ['dayFirst', 'monthFirst'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/**
 * What one file teaches about its times. Facts are learned from the records read ahead, then frozen, so that every
 * record of a file is read in the same way.
 */
export type TimeFacts = {
  zone: Zone | null;
  /** What the importer said of dates that the file leaves in doubt. */
  declaredOrder: DateOrder | null;
  /** What whoever sent the file can do about such dates. */
  orderHint: string;
  dayFirst: number;
  monthFirst: number;
  /** Distinct instants seen while learning, to tell whether the source knows seconds at all. */
  seen: Set<number>;
  onlyWholeMinutes: boolean;
  learning: boolean;
};

export function newTimeFacts(
  zone: Zone | null,
  declaredOrder: DateOrder | null = null,
  orderHint = 'write it as YYYY-MM-DD',
): TimeFacts {
  return {
    zone,
    declaredOrder,
    orderHint,
    dayFirst: 0,
    monthFirst: 0,
    seen: new Set(),
    onlyWholeMinutes: false,
    learning: true,
  };
}

/** Ends the learning. Three or more different times that are all whole minutes come from a source without seconds. */
export function freeze(facts: TimeFacts): void {
  facts.learning = false;
  facts.onlyWholeMinutes = facts.seen.size >= 3 && [...facts.seen].every((at) => at % 60_000 === 0);
}

const NO_ZONE_HINT = 'has no time zone; import again with ?zone=, for example ?zone=Europe/Copenhagen or ?zone=UTC';
const zones = new Map<string, Zone | null>();

/**
 * Turns any written time into an instant.
 * @param zoneText a zone the record states beside the time (a "timezone" column); wins over the declared one.
 */
export function readTime(value: unknown, facts: TimeFacts, zoneText: string | null = null): Instant | NoTime {
  const reading = readValue(value);
  if ('problem' in reading) return { rejected: `time ${reading.problem}` };
  if (facts.learning && reading.order !== null) facts[reading.order]++;
  const wall = chooseOrder(reading, facts);
  if (wall === null) {
    return {
      rejected: `time "${String(value)}" may be day/month or month/day; ${facts.orderHint}`,
    };
  }
  const instant = place(wall, reading, facts, zoneText, value);
  if ('rejected' in instant) return instant;
  if (facts.learning && facts.seen.size < 1000) facts.seen.add(instant.at);
  if (facts.onlyWholeMinutes && instant.precision === 'second') instant.precision = 'minute';
  return instant;
}

function readValue(value: unknown): TimeReading | { problem: string } {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return readEpoch(value) ?? { problem: `${value} is no epoch of seconds, ms, µs or ns between 2001 and 2100` };
  }
  if (typeof value !== 'string' || value.trim() === '') return { problem: 'is missing' };
  return readEpoch(value) ?? readTimeText(value);
}

function chooseOrder(reading: TimeReading, facts: TimeFacts): number | null {
  if (reading.monthFirst === null) return reading.wall;
  if (facts.dayFirst > 0 && facts.monthFirst === 0) return reading.wall;
  if (facts.monthFirst > 0 && facts.dayFirst === 0) return reading.monthFirst;
  if (facts.declaredOrder === null) return null;
  return facts.declaredOrder === 'dayFirst' ? reading.wall : reading.monthFirst;
}

function place(
  wall: number,
  reading: TimeReading,
  facts: TimeFacts,
  zoneText: string | null,
  value: unknown,
): Instant | NoTime {
  const { precision } = reading;
  if (reading.offsetMinutes !== null) {
    return { at: wall - reading.offsetMinutes * 60_000, precision, zoneOrigin: 'stated' };
  }
  const named = reading.zone ?? zoneText;
  if (named !== null && named.trim() !== '') {
    const zone = rememberedZone(named.trim());
    if (zone === null) return { rejected: `time zone "${named}" is not known; use an IANA name or an offset` };
    return inZone(wall, zone, precision, 'stated', value);
  }
  if (facts.zone === null) return { rejected: `time "${String(value)}" ${NO_ZONE_HINT}`, needsZone: true };
  return inZone(wall, facts.zone, precision, 'declared', value);
}

function inZone(
  wall: number,
  zone: Zone,
  precision: Precision,
  zoneOrigin: Instant['zoneOrigin'],
  value: unknown,
): Instant | NoTime {
  const [at, second] = instantsOf(wall, zone);
  // Midnight may not exist on the day clocks change; a date without a time of day still means that day.
  if (at === undefined && precision === 'day') return { at: wall - zone.offsetAt(wall), precision, zoneOrigin };
  if (at === undefined) {
    return { rejected: `time "${String(value)}" does not exist in ${zone.name}: clocks skip it when they go forward` };
  }
  if (second !== undefined && precision !== 'day') {
    return { rejected: `time "${String(value)}" happens twice in ${zone.name}, when clocks go back; write its offset` };
  }
  return { at, precision, zoneOrigin };
}

function rememberedZone(name: string): Zone | null {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = zoneByOffsetOrName(name);
    if (zones.size < 1000) zones.set(name, zone);
  }
  return zone;
}

function zoneByOffsetOrName(name: string): Zone | null {
  const reading = readTimeText(`2000-01-01 00:00 ${name}`);
  if (!('problem' in reading) && reading.offsetMinutes !== null) {
    const offset = reading.offsetMinutes * 60_000;
    return { name, offsetAt: () => offset };
  }
  return ianaZone(name);
}
