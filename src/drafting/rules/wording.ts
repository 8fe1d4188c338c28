import type { StoredEvidenceItem } from '../../evidence/item.js';

type Precision = StoredEvidenceItem['precision'];

/**
 * Words that the templates of these rules bring along. Code has established them (it computed the moment, the order, the kind of entry), so
 * the checker counts them as known. None of them is a status word: "mitigated" or "failed" must always come from evidence.
 */
export const TEMPLATE_WORDS: readonly string[] = [
  'impact began ended signal first earlier earliest later alarm alarms alert monitoring machine people person reported report said',
  'stated names named affected all evidence suggests suggest suspect suspected change changes hypothesis shown diagnosis named lead under way went',
  'minute minutes second seconds hour hours time detect utc number numbers found stated names step steps record',
  'alarms raised responders page acknowledged somebody took charge called joined hand-over affected hosts other others there none than could gain half promised promise open item action',
];

const QUOTE_LENGTH = 180;

/** 15:08 UTC, 15:48:02 UTC, "15:08 UTC on 2020-01-08" when dated, or 2020-01-08 for a day. Seconds of :00 are left out. */
export function clock(at: Date, precision: Precision, dated = false): string {
  const text = at.toISOString();
  if (precision === 'day') return text.slice(0, 10);
  if (dated) return `${clock(at, precision)} on ${text.slice(0, 10)}`;
  const seconds = precision === 'second' && at.getUTCSeconds() !== 0;
  return `${text.slice(11, seconds ? 19 : 16)} UTC`;
}

/** "at 15:08 UTC", or "on 2020-01-08" for evidence that knows only the day. */
export function when(at: Date, precision: Precision, dated = false): string {
  return `${precision === 'day' ? 'on' : 'at'} ${clock(at, precision, dated)}`;
}

/** A duration in whole units, rounded down; one number only, so that the checker can meet it with the computed span. */
export function span(seconds: number): string {
  if (seconds < 60 || (seconds < 120 && seconds % 60 !== 0)) return count(Math.floor(seconds), 'second');
  if (seconds < 5 * 3600) return count(Math.floor(seconds / 60), 'minute');
  return count(Math.floor(seconds / 3600), 'hour');
}

export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

export function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/**
 * Evidence as one line of plain words. Addresses and markup are left out: a draft links only to what the service stores, and evidence may
 * be hostile. Every word kept is the evidence's own.
 */
export function plainLine(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^<>]{1,500}>/g, ' ')
    .replace(/\b(?:https?|ftp|file|javascript|data|vbscript):\S+/gi, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/[<>`|“”]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** At most `most` characters, cut between words. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  const space = cut.lastIndexOf(' ');
  const words = cut.slice(0, space > most / 2 ? space : most);
  // A number cut from its unit would say something else.
  return `${words.replace(/[\s,;:.–—-]+$/, '').replace(/\s+[~≈<>]?\d[\d.,]*$/, '')} …`;
}

/** The words of evidence in quotation marks, on one line. */
export function quote(text: string, most = QUOTE_LENGTH): string {
  return `“${clip(plainLine(text), most)}”`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
