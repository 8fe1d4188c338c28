import { readTimeText, type TimeReading } from '../evidence/time-text.js';
import { instantsOf, type Zone } from '../evidence/zone.js';
import type { Precision } from './instants.js';
import { ZONE_WORDS, zoneByName } from './written-zone.js';

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?';
const WEEKDAY = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\\.?,? )?';
const ORDINAL = '(?:st|nd|rd|th)?';
/** A date in the spellings of postmortems; the year may be missing from one with a month's name. */
export const DATE_WORDS = `(?:\\d{4}[-/.]\\d{1,2}[-/.](?:\\d{1,2}|\\?\\?)|\\d{1,2}[./-]\\d{1,2}[./-]\\d{4}|${WEEKDAY}${MONTH} \\d{1,2}${ORDINAL}(?!:|\\d)(?:,? \\d{4}(?!:))?|${WEEKDAY}\\d{1,2}${ORDINAL}[.]?[ -](?:of )?${MONTH}(?:,?[ -]\\d{4}(?!:))?)`;
export const CLOCK_WORDS =
  '(?:\\d{1,2}[:h]\\d{2}(?::\\d{2}(?:[.,]\\d{1,6})?)?(?: ?[AaPp]\\.?[Mm]\\b\\.?)?|\\d{1,2} ?[AaPp][Mm]\\b|\\d{1,2}\\.\\d{2}(?= ?(?:UTC|GMT|CES?T))|\\d{4}(?= ?(?:UTC|GMT|Z\\b|hrs))|--:--|\\?\\?:\\?\\?)';
export const TIME_ZONE_WORDS = `(?: ?Z\\b| ?\\(?(?:${ZONE_WORDS}|[+-]\\d{4})\\)?(?![\\w/]|-[a-z]))`;

/** What the rows before teach the next: its day, and how the document orders day and month. */
export type TimeContext = {
  zone: Zone | null;
  /** The day that a bare clock reading belongs to, `2020-01-08`. */
  day: string | null;
  /** The last clock reading of that day in milliseconds, to notice midnight. */
  lastWall: number | null;
  order: 'dayFirst' | 'monthFirst' | null;
  /** How often a clock that went back was read as the next day. */
  carried: number;
};

export type WrittenTime = { at: string; end: string | null; precision: Precision; approximate: boolean };

const HALF_A_NIGHT = 6 * 3_600_000;
const APPROXIMATE = /^(?:~|≈|ca\.? |circa |about |around |approx(?:imately|\.)? )\s*|\s*~$/i;
const RANGE = /^(.*?\d.*?)\s*(?:–|—|\s-\s|\bto\b|\buntil\b|->|→)\s*(.*\d.*)$/;
const CLOCK_RANGE = /^(.*\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm]|Z| UTC)?)\s?-\s?(\d{1,2}:\d{2}.*)$/;

/** Reads the time of one timeline row, with its range; the context moves on. Nothing is guessed: a missing day or zone is a problem. */
export function readWrittenTime(raw: string, context: TimeContext): WrittenTime | { problem: string } {
  const written = raw
    .replace(/[*_`[\]]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ at /, ' ')
    .trim();
  const tidy = written.replace(APPROXIMATE, '').trim();
  const approximate = tidy !== written;
  const single = readOne(tidy, context);
  if (!('problem' in single)) return { at: iso(single.at), end: null, precision: single.precision, approximate };
  const range = CLOCK_RANGE.exec(tidy) ?? RANGE.exec(tidy);
  if (!range) return single;
  const [, from = '', to = ''] = range;
  // "09:00 - 11:00 UTC": the zone at the end is meant for both.
  const zone = new RegExp(`${TIME_ZONE_WORDS}$`).exec(to)?.[0] ?? '';
  const start = readOne(new RegExp(`${TIME_ZONE_WORDS}$`).test(from) ? from : `${from}${zone}`, context);
  if ('problem' in start) return start;
  const end = readOne(to.replace(APPROXIMATE, ''), context);
  const until = 'problem' in end || end.at < start.at ? null : iso(end.at);
  return { at: iso(start.at), end: until, precision: start.precision, approximate };
}

type One = { at: number; precision: Precision };

function readOne(text: string, context: TimeContext): One | { problem: string } {
  const { words, zone } = takeZone(text.replace(/(?:--:--|\?\?:\?\?)$/, '').trim());
  const clock = normaliseClock(words);
  let reading = readTimeText(clock);
  let carried = false;
  if ('problem' in reading && /^\d{1,2}:\d{2}/.test(clock)) {
    if (context.day === null) return { problem: `"${text}" has a time of day but no date` };
    reading = readTimeText(`${context.day} ${clock}`);
    carried = true;
  } else if ('problem' in reading) reading = readTimeText(withYear(clock, context.day));
  if ('problem' in reading) return reading;
  let wall = wallOf(reading, context);
  if (wall === null) return { problem: `"${text}" may be day/month or month/day` };
  if (carried && context.lastWall !== null && wall < context.lastWall - HALF_A_NIGHT) {
    wall += 86_400_000;
    context.carried++;
  }
  context.day = iso(wall).slice(0, 10);
  context.lastWall = reading.precision === 'day' ? null : wall;
  // A day is a day: moved to UTC it would become another one.
  if (reading.precision === 'day') return { at: wall, precision: 'day' };
  return toUtc(wall, reading, zone ?? context.zone, text);
}

function toUtc(wall: number, reading: TimeReading, zone: Zone | null, text: string): One | { problem: string } {
  if (reading.offsetMinutes !== null)
    return { at: wall - reading.offsetMinutes * 60_000, precision: reading.precision };
  const used = reading.zone === null ? zone : zoneByName(reading.zone);
  if (!used) return { problem: `"${text}" has no time zone` };
  const [at, second] = instantsOf(wall, used);
  if (at === undefined) return { problem: `"${text}" does not exist in ${used.name}: clocks skip it` };
  if (second !== undefined) return { problem: `"${text}" happens twice in ${used.name}, when clocks go back` };
  return { at, precision: reading.precision };
}

/** A zone right beside the time, as it is written: here CET is one hour ahead of UTC in summer, too. */
function takeZone(text: string): { words: string; zone: Zone | null } {
  const found = new RegExp(`^(.*\\d(?: ?[AaPp]\\.?[Mm]\\.?)?)(${TIME_ZONE_WORDS})$`).exec(text);
  if (!found || !/:|[ap]m|\d{4} ?(?:UTC|GMT|Z)|h\d\d|\.\d\d /i.test(text)) return { words: text, zone: null };
  const name = (found[2] ?? '').replace(/[()]/g, '').trim();
  const literal = readTimeText(`2000-01-01 00:00 ${name.replace(/ /g, '')}`);
  if (!('problem' in literal) && literal.offsetMinutes !== null) {
    const offset = literal.offsetMinutes * 60_000;
    return { words: (found[1] ?? '').trim(), zone: { name, offsetAt: () => offset } };
  }
  return { words: (found[1] ?? '').trim(), zone: zoneByName(name) };
}

/** `10h21`, `10.21`, `1021`, `10am` as `10:21`, `10:00 am`. */
function normaliseClock(text: string): string {
  return text
    .replace(/(?<![\d.])(\d{1,2})h(\d{2})\b/, '$1:$2')
    .replace(/(?<![\d.-])(\d{1,2})\.(\d{2})$/, '$1:$2')
    .replace(/(?<![\d-])([01]\d|2[0-3])([0-5]\d)(?: ?hrs)?$/, (found, hour: string, minute: string, at: number) =>
      // After a date that has no year yet, four digits are the year.
      at === 0 || /\d{4}.* $/.test(text.slice(0, at)) ? `${hour}:${minute}` : found,
    )
    .replace(/(?<![\d:])(\d{1,2}) ?([AaPp])\.?[Mm]\.?$/, '$1:00 $2m')
    .replace(/^((?:\w+\.?,? )?\d{1,2})\. (?=[A-Z])/, '$1 ')
    .replace(/ of (?=[A-Z])/, ' ');
}

/** "January 8" with the year of the day before it; around New Year the month tells which. */
function withYear(text: string, day: string | null): string {
  if (day === null) return text;
  const found = new RegExp(
    `^(${WEEKDAY}(?:${MONTH} \\d{1,2}${ORDINAL}|\\d{1,2}${ORDINAL} ${MONTH}))(?:,|\\b)(.*)$`,
  ).exec(text);
  return found ? `${found[1]} ${day.slice(0, 4)}${found[2]}` : text;
}

function wallOf(reading: TimeReading, context: TimeContext): number | null {
  if (reading.order !== null) context.order = reading.order;
  if (reading.monthFirst === null) return reading.wall;
  if (context.order === null) return null;
  return context.order === 'dayFirst' ? reading.wall : reading.monthFirst;
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
