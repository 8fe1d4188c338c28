import type { StoredEvidenceItem } from '../evidence/item.js';
import { isByPerson, type Signal } from './event.js';

const STATES: Partial<Record<NonNullable<StoredEvidenceItem['state']>, Signal['state']>> = {
  firing: 'firing',
  open: 'firing',
  started: 'firing',
  failed: 'firing',
  ok: 'ok',
  resolved: 'ok',
  succeeded: 'ok',
  insufficientData: 'noData',
};

/** How alerting bots open a message; the word is the state, the rest names the alarm. */
const BOT_FIRING =
  /^\W*(?:\[?firing(?::\d+)?\]?|problem|critical|alarm|alert(?:ing)?|triggered|down|warning|new alert|incident (?:triggered|opened))(?![\p{L}\p{N}])/iu;
const BOT_OK =
  /^\W*(?:\[?resolved(?::\d+)?\]?|recovery|recovered|ok|up|cleared|closed)(?=\s*[:\-–—|\]*#]|\s+\S+\s+(?:on|is)\b)/iu;
const STATE_WORDS =
  /\b(?:firing|resolved|problem|recovery|recovered|critical|alarm|alert(?:ing)?|triggered|warning|ok|up|down|cleared|is|was|now|since|for)\b/gi;

/** Labels as one string, whatever order they came in. */
export function dimensionKey(dimensions: Readonly<Record<string, string>>): string {
  const keys = Object.keys(dimensions);
  return keys.length === 0
    ? ''
    : keys
        .sort()
        .map((key) => `${key}=${dimensions[key]}`)
        .join(',');
}

/** The alarm state a bot's wording tells, or null. "RECOVERY - x is OK" and "x changed from ALARM to OK" are recoveries. */
export function stateInWords(text: string): 'firing' | 'ok' | null {
  const change = /\bto (ok|alarm|critical|warning|insufficient)\b/i.exec(text)?.[1]?.toLowerCase();
  if (change !== undefined) return change === 'ok' ? 'ok' : change === 'insufficient' ? null : 'firing';
  if (BOT_OK.test(text)) return 'ok';
  return BOT_FIRING.test(text) ? 'firing' : null;
}

/** The signal of an item: from its state where it has one, from a bot's opening word where it has none. */
export function signalOf(item: StoredEvidenceItem): Signal | null {
  if (item.kind === 'alarm' || item.kind === 'page' || (item.kind === 'metric' && item.state !== null)) {
    const state = item.state === null ? null : STATES[item.state];
    if (state === undefined || state === null) return null;
    const fingerprint = `${item.source}\u0000${item.subject ?? item.text}\u0000${dimensionKey(item.dimensions)}`;
    return { state, fingerprint, basis: 'structured' };
  }
  if (item.kind !== 'message' || isByPerson(item)) return null;
  const state = stateInWords(item.text);
  if (state === null) return null;
  return { state, fingerprint: `${item.source}\u0000${nameInWords(item.text)}`, basis: 'text' };
}

/** What a bot's line calls the alarm: without its opening state word, up to the detail, without state words; it pairs start and end. */
function nameInWords(text: string): string {
  const rest = text
    .replace(BOT_FIRING, '')
    .replace(BOT_OK, '')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  const name = rest.split(/[:(\n|]/)[0] ?? '';
  return name
    .replace(STATE_WORDS, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
