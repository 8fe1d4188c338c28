import { clockTimes } from '../claims/clock-times.js';
import type { TimelineEvent } from './event.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DONE_BEFORE =
  /\b(?:up|back|back up|done|complete[ds]?|finished|healthy|ready|ended|running|recovered|restored|online|ok)(?: again)?(?:[\s,]+(?:at|since|by|as of|from))?[\s:@~]*$/i;
const RECOVERY_ACTION =
  /\b(?:re-?start(?:ed|s|ing)?|reboot(?:ed|s|ing)?|re-?deploy(?:ed|s|ing)?|roll(?:ed|ing)?[- ]?back|reverted|re-?enabled|re-?pooled|failed over|failover|restor(?:ed|es|ing)|recover(?:ed|s|ing|y)|re-?created|replaced|re-?built|scaled|promoted|resynced|reloaded)\b/i;

/**
 * The moment a recovery action says that it was done ("restarted; up 15:48:02"), as an epoch instant, or null. The clock time is read in
 * UTC and only believed within the hour after the record: a file written in another zone is a whole hour or more away and is left alone.
 */
export function statedCompletion(event: TimelineEvent): { at: number; precision: 'second' | 'minute' } | null {
  if (!event.text.includes(':') || !RECOVERY_ACTION.test(event.text)) return null;
  const clock = clockTimes(event.text).find((time) => DONE_BEFORE.test(event.text.slice(0, time.index)));
  if (clock === undefined) return null;
  const midnight = Math.floor(event.at / DAY_MS) * DAY_MS;
  let at = midnight + (clock.hour * 60 + clock.minute) * 60_000 + (clock.second ?? 0) * 1000;
  if (at < event.at - 12 * HOUR_MS) at += DAY_MS;
  if (at < Math.floor(event.at / 60_000) * 60_000 || at - event.at >= HOUR_MS) return null;
  return { at, precision: clock.second === null ? 'minute' : 'second' };
}

const SINCE =
  /\b(?:since|starting(?: at| from)?|started(?: at| around)?|began(?: at| around)?|begins at|beginning(?: at)?|from|as of|first seen(?: at)?|impact[- ]start\W*)[\s~]*(?:about |around |approx\.? |roughly |at )?$/i;
const ABOUT_IMPACT =
  /\b(?:impact\w*|errors?|erroring|fail\w*|down|degrad\w*|outage|unavailable|unreachable|slow\w*|latency|time[- ]?outs?|5\d\d|5xx|4xx|broken|affected|incident|problem|issue|breach\w*|customers?|users?)\b/i;
const WELL_SINCE =
  /\b(?:up|healthy|stable|normal|recovered|restored|fine|ok|fixed|resolved|mitigated|running|improv\w+)\b[^.;]{0,20}$/i;
const OFFSETS: Readonly<Record<string, number>> = {
  utc: 0,
  gmt: 0,
  z: 0,
  pst: -8,
  pdt: -7,
  mst: -7,
  mdt: -6,
  cst: -6,
  cdt: -5,
  est: -5,
  edt: -4,
  cet: 1,
  cest: 2,
  bst: 1,
  ist: 5.5,
  jst: 9,
  aest: 10,
};

const ISO_START =
  /\b(?:since|from|start(?:ed|ing)? (?:at )?|began (?:at )?)\s*(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})/i;

/** The instant after "from", "since" or "began at" when it is written in full with its zone ("data from 2024-05-14T10:02:00Z"), epoch ms. */
export function statedInstant(text: string): number | null {
  const match = ISO_START.exec(text);
  if (match === null) return null;
  const zone = /^[+-]/.test(match[3] ?? '') ? match[3] : 'Z';
  const at = Date.parse(`${match[1]}T${match[2]}${zone}`);
  return Number.isNaN(at) ? null : at;
}

/**
 * The start of impact a text states ("500s since 14:02", "impact began at 14:02 UTC"), as an epoch instant, or null. The latest such
 * clock time before the record counts; without a zone it is read in UTC and believed within 12 hours, with one it is converted.
 */
export function statedStart(event: TimelineEvent): number | null {
  if (!event.text.includes(':')) return null;
  const whole = event.signal === null && ABOUT_IMPACT.test(event.text) ? statedInstant(event.text) : null;
  if (whole !== null && whole <= event.at) return whole;
  for (const clock of clockTimes(event.text)) {
    const before = event.text.slice(0, clock.index);
    if (!SINCE.test(before) || !ABOUT_IMPACT.test(event.text) || WELL_SINCE.test(before.replace(SINCE, ''))) continue;
    const zone =
      /^\s*(?:\(?\s*)?([a-z]{1,4})\b/i.exec(event.text.slice(clock.index + clock.length))?.[1]?.toLowerCase() ?? '';
    const offset = (OFFSETS[zone] ?? 0) * HOUR_MS;
    const midnight = Math.floor((event.at + offset) / DAY_MS) * DAY_MS;
    let at = midnight + (clock.hour * 60 + clock.minute) * 60_000 + (clock.second ?? 0) * 1000 - offset;
    if (at > event.at + 60_000) at -= DAY_MS;
    if (event.at - at <= 12 * HOUR_MS) return at;
  }
  return null;
}
