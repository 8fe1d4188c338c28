import type { PRECISIONS } from './item.js';

export type Precision = (typeof PRECISIONS)[number];

/**
 * What a written time says by itself. `wall` is the clock reading as if it were UTC (milliseconds); it becomes an
 * instant with `offsetMinutes`, with the IANA `zone` written beside it, or with a zone somebody declares.
 */
export type TimeReading = {
  wall: number;
  /** The month-first reading of a date such as 03/04/2020, where both are possible; `wall` is the day-first one. */
  monthFirst: number | null;
  /** What a numeric date proves about its file: 31/01 can only be day first. */
  order: 'dayFirst' | 'monthFirst' | null;
  offsetMinutes: number | null;
  zone: string | null;
  precision: Precision;
};
export type TimeProblem = { problem: string };

/** Abbreviations RFC 822 fixes, and the two Central European ones nobody else uses. IST, BST and the like name several zones. */
const ABBREVIATIONS: Record<string, number> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  UT: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  CET: 60,
  CEST: 120,
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const CLOCK = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?: ?([AaPp])\\.?[Mm]\\.?)?';
const ZONE = '[ ]?\\(?\\[?(Z|z|(?:UTC|GMT)?[+-]\\d{1,2}(?::?\\d{2})?|[A-Z]{2,5}|[A-Z][A-Za-z_]+/[A-Za-z_/+-]+)\\]?\\)?';
const TAIL = `(?:(?:[T_]|,? | at |:)${CLOCK}(?:${ZONE})?(?:\\[[A-Za-z_/]+\\]| UTC)?)?`;
const WEEKDAY = '(?:[A-Za-z]{3,9}\\.?,? )?';

const ISO = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TAIL}$`);
const COMPACT = /^(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?$/;
const NUMERIC = new RegExp(`^(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})${TAIL}$`);
const DAY_MONTH = new RegExp(`^${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?[ /-]([A-Za-z]{3,9})\\.?,?[ /-](\\d{4})${TAIL}$`);
const MONTH_DAY = new RegExp(`^${WEEKDAY}([A-Za-z]{3,9})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})${TAIL}$`);
const ASCTIME = new RegExp(`^${WEEKDAY}([A-Za-z]{3})\\.? (\\d{1,2}) ${CLOCK}(?:${ZONE})? (\\d{4})$`);
const NO_YEAR = new RegExp(`^(?:[A-Za-z]{3,9}\\.? \\d{1,2}|\\d{1,2} [A-Za-z]{3,9}),? ${CLOCK}`);
const TWO_DIGIT_YEAR = /^\d{1,2}([/.-])\d{1,2}\1\d{2}(?!\d)/;
const CLOCK_ONLY = new RegExp(`^${CLOCK}(?:${ZONE})?$`);

const FIRST_YEAR = 1990;
const EPOCH_YEAR = 1970;

/** Hour, minute, second, fraction, A or P of AM/PM, zone: the groups of CLOCK and ZONE. */
type ClockParts = (string | undefined)[];

/** Reads a time somebody or something wrote, in the spellings of logs, spreadsheets and mails. Never uses this machine's zone. */
export function readTimeText(raw: string): TimeReading | TimeProblem {
  const text = raw.trim();
  const bare = /^["'[(].*["'\])]$/.test(text) ? text.slice(1, -1).trim() : text;
  const tidy = bare.includes('  ') ? bare.replace(/ +/g, ' ') : bare;
  let found = ISO.exec(tidy);
  if (found) return build(found[1], found[2], found[3], found.slice(4));
  found = NUMERIC.exec(tidy);
  if (found) return readNumeric(found);
  found = DAY_MONTH.exec(tidy);
  if (found) return build(found[3], monthNumber(found[2]), found[1], found.slice(4));
  found = MONTH_DAY.exec(tidy);
  if (found) return build(found[3], monthNumber(found[1]), found[2], found.slice(4));
  found = ASCTIME.exec(tidy);
  if (found) return build(found[9], monthNumber(found[1]), found[2], found.slice(3, 9));
  found = COMPACT.exec(tidy);
  if (found) return build(found[1], found[2], found[3], [found[4], found[5], found[6], undefined, undefined, found[7]]);
  if (CLOCK_ONLY.test(tidy)) return { problem: `"${clip(raw)}" has a time of day but no date` };
  if (TWO_DIGIT_YEAR.test(tidy))
    return { problem: `"${clip(raw)}" has a two-digit year; write the year with four digits` };
  if (NO_YEAR.test(tidy)) return { problem: `"${clip(raw)}" has no year` };
  return { problem: `"${clip(raw)}" is not a time this importer reads` };
}

function readNumeric(found: RegExpExecArray): TimeReading | TimeProblem {
  const [first, second] = [Number(found[1]), Number(found[3])];
  const clock = found.slice(5);
  const dayFirst = build(found[4], found[3], found[1], clock);
  const monthFirst = build(found[4], found[1], found[3], clock);
  // Dots are written day first wherever they are used; only slashes and dashes are in doubt.
  if (found[2] === '.') return dayFirst;
  if (second > 12 && first <= 12) return 'problem' in monthFirst ? monthFirst : { ...monthFirst, order: 'monthFirst' };
  if (first > 12 || 'problem' in dayFirst || 'problem' in monthFirst)
    return 'problem' in dayFirst ? dayFirst : { ...dayFirst, order: 'dayFirst' };
  return first === second ? dayFirst : { ...dayFirst, monthFirst: monthFirst.wall };
}

function build(year = '', month = '', day = '', clock: ClockParts): TimeReading | TimeProblem {
  const [hourText, minuteText, secondText, fraction, half, zoneText] = clock;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y === 1) return { problem: `year ${year} is a placeholder, not a time` };
  // A null written as a date has no zone ("1970-01-01 00:00:00"); who states the zone too means that instant, however old.
  if (y > 2100 || y < (zoneText === undefined ? FIRST_YEAR : EPOCH_YEAR))
    return { problem: `year ${year} is outside ${FIRST_YEAR}–2100` };
  if (m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return { problem: `${year}-${month}-${day} is not a date` };
  let hour = Number(hourText ?? 0);
  const minute = Number(minuteText ?? 0);
  const second = Number(secondText ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return { problem: `${hourText} ${half}M is not an hour` };
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  // 24:00:00 and a leap second (:60) are legal in ISO 8601; both mean the start of the next unit.
  if (hour > 24 || (hour === 24 && minute + second > 0) || minute > 59 || second > 60)
    return { problem: `${hourText}:${minuteText}${secondText ? `:${secondText}` : ''} is not a time of day` };
  const milliseconds = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  const wall = Date.UTC(y, m - 1, d, hour, minute, second, milliseconds);
  const precision = hourText === undefined ? 'day' : secondText === undefined ? 'minute' : 'second';
  const reading: TimeReading = { wall, monthFirst: null, order: null, offsetMinutes: null, zone: null, precision };
  return zoneText === undefined ? reading : withZone(reading, zoneText);
}

function withZone(reading: TimeReading, zoneText: string): TimeReading | TimeProblem {
  const offset = readOffset(zoneText);
  if (offset !== null) {
    reading.offsetMinutes = offset;
    return reading;
  }
  if (!zoneText.includes('/'))
    return { problem: `"${clip(zoneText)}" names several time zones; write the offset, such as +02:00` };
  reading.zone = zoneText;
  return reading;
}

/** Minutes east of UTC for "Z", "UTC", "EST", "+0530", "+05:30", "-3", "GMT+2"; null for anything else. */
export function readOffset(text: string): number | null {
  const known = ABBREVIATIONS[text.toUpperCase()];
  if (known !== undefined) return known;
  const found = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(text);
  if (found === null) return null;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return minutes > 14 * 60 ? null : found[1] === '-' ? -minutes : minutes;
}

function monthNumber(name = ''): string {
  return String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
