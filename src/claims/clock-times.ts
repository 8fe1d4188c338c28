import type { Cited, CitedEvidence } from './cited.js';

/** A clock time as written: seconds are null when the text gives only minutes. */
export type ClockTime = { hour: number; minute: number; second: number | null; index: number; length: number };

const CLOCK = /(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(?!\d|:\d)(?:\s?([ap])\.?m\b\.?)?/gi;
const ISO_DATE = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const DAY_FIRST = new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:,? (\\d{4}))?(?![a-z])`, 'gi');
const MONTH_FIRST = new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?!\\d|:)`, 'gi');

/** Every clock time in a text, 12-hour forms turned into 24 hours. */
export function clockTimes(text: string): ClockTime[] {
  return [...text.matchAll(CLOCK)].map((match) => {
    const half = match[4]?.toLowerCase();
    const written = Number(match[1]);
    const hour = half === 'p' && written < 12 ? written + 12 : half === 'a' && written === 12 ? 0 : written;
    return {
      hour,
      minute: Number(match[2]),
      second: match[3] === undefined ? null : Number(match[3]),
      index: match.index,
      length: match[0].length,
    };
  });
}

/** Dates as `year-month-day`, the year empty when the text leaves it out. */
function datesOf(text: string): string[] {
  const dates = [...text.matchAll(ISO_DATE)].map((m) => `${m[1]}-${Number(m[2])}-${Number(m[3])}`);
  for (const m of text.matchAll(DAY_FIRST)) dates.push(dateOf(m[3], m[2], m[1]));
  for (const m of text.matchAll(MONTH_FIRST)) dates.push(dateOf(m[3], m[1], m[2]));
  return dates;
}

function dateOf(year: string | undefined, month: string | undefined, day: string | undefined): string {
  return `${year ?? ''}-${MONTHS.indexOf((month ?? '').toLowerCase().slice(0, 3)) + 1}-${Number(day)}`;
}

/** The text with its clock times and dates blanked, so that their digits are not read as numbers. */
export function withoutTimes(text: string): string {
  return text
    .replace(ISO_DATE, ' ')
    .replace(/(?<=\s)T(?=\d\d:)/g, ' ')
    .replace(CLOCK, ' ')
    .replace(DAY_FIRST, ' ')
    .replace(MONTH_FIRST, ' ');
}

const instants = (item: CitedEvidence): Date[] => (item.end === null ? [item.at] : [item.at, item.end]);

/** True when every clock time and date of `claim` is written in a citation or is the time of one. */
export function timesAreCited(claim: string, cited: Cited): boolean {
  const written = clockTimes(cited.text);
  for (const item of cited.items) {
    if (item.precision === 'day') continue;
    for (const at of instants(item)) {
      written.push({
        hour: at.getUTCHours(),
        minute: at.getUTCMinutes(),
        second: item.precision === 'second' ? at.getUTCSeconds() : null,
        index: 0,
        length: 0,
      });
    }
  }
  const clocksKnown = clockTimes(claim).every((time) =>
    written.some(
      (known) =>
        known.hour === time.hour &&
        known.minute === time.minute &&
        // A claim may be vaguer than its evidence, never sharper.
        (time.second === null || time.second === known.second || (known.second === null && time.second === 0)),
    ),
  );
  const days = datesOf(cited.text);
  for (const item of cited.items) {
    for (const at of instants(item)) days.push(`${at.getUTCFullYear()}-${at.getUTCMonth() + 1}-${at.getUTCDate()}`);
  }
  const datesKnown = datesOf(claim).every((date) =>
    days.some(
      (day) =>
        day === date || (date.startsWith('-') && day.endsWith(date)) || (day.startsWith('-') && date.endsWith(day)),
    ),
  );
  return clocksKnown && datesKnown;
}

/** True when `at` is the time (or the end) of a cited item, to the precision of that item. */
export function timeIsCited(at: string, items: readonly CitedEvidence[]): boolean {
  const claimed = new Date(at).getTime();
  const unit = { second: 1000, minute: 60_000, day: 86_400_000 };
  return items.some((item) =>
    instants(item).some((instant) => {
      const size = unit[item.precision];
      return Math.floor(claimed / size) === Math.floor(instant.getTime() / size);
    }),
  );
}
