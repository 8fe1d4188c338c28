// Times as people type them into a timeline: pure.
import { readInstant, showValue } from './field-values.js';

const MINUTE_MS = 60_000;

/** Milliseconds of a time as the form shows it; NaN for what is none. @param {string} typed */
export const instantOf = (typed) => Date.parse(readInstant(typed.trim()));

/** @param {number} ms @returns {string} as the form shows it */
export const shownInstant = (ms) => showValue('time', new Date(ms).toISOString().replace('.000Z', 'Z'));

/**
 * What a short form means: `14:05` or `1405` is on the day of the entry before, `+5` is five minutes after it, `+90s` and `+2h` too.
 * @param {string} typed @param {string} before the time of the entry before, as shown; may be empty
 * @returns {string} a whole time as the form shows it, or what was typed where it is no short form
 */
export function completeTime(typed, before) {
  const text = typed.trim();
  const base = instantOf(before);
  if (Number.isNaN(base)) return typed;
  const later = /^\+\s*(\d{1,5})\s*(s|m|h)?$/i.exec(text);
  if (later) return shownInstant(base + Number(later[1]) * { s: 1_000, m: MINUTE_MS, h: 60 * MINUTE_MS }[/** @type {'s'} */ ((later[2] ?? 'm').toLowerCase())]);
  const clock = /^(\d{1,2}):?(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!clock) return typed;
  const [, hour = '', minute = '', second = '00'] = clock;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return typed;
  return shownInstant(Date.parse(`${new Date(base).toISOString().slice(0, 10)}T${hour.padStart(2, '0')}:${minute}:${second}Z`));
}

/** @param {string} typed @param {number} minutes may be negative @returns {string} moved by so many minutes; what is no time stays */
export function shiftTime(typed, minutes) {
  const at = instantOf(typed);
  return Number.isNaN(at) ? typed : shownInstant(at + minutes * MINUTE_MS);
}

/** The minute halfway between two times, for an entry that is dragged between them; the one there is where the other is none. @param {string} before @param {string} after */
export function between(before, after) {
  const [a, b] = [instantOf(before), instantOf(after)];
  if (Number.isNaN(a)) return after;
  if (Number.isNaN(b)) return before;
  return shownInstant(Math.min(b, Math.max(a, Math.floor((a + b) / 2 / MINUTE_MS) * MINUTE_MS)));
}
