import { readOffset } from '../evidence/time-text.js';
import { ianaZone, openZone, type Zone } from '../evidence/zone.js';

/**
 * Zones as people name them in a document ("all times in CET"). Names of several zones (IST, BST, CST for China) are left out:
 * such a document needs a declared zone. A document that says CET, EET or WET means the clock on its wall, which follows summer time;
 * a time with CET right beside it is one hour ahead of UTC, as written.
 */
const REGIONS: Record<string, string> = {
  CET: 'Europe/Brussels',
  MET: 'Europe/Brussels',
  EET: 'Europe/Athens',
  WET: 'Europe/Lisbon',
  'PACIFIC TIME': 'America/Los_Angeles',
  PT: 'America/Los_Angeles',
  'EASTERN TIME': 'America/New_York',
  ET: 'America/New_York',
  JST: 'Asia/Tokyo',
  ZULU: 'UTC',
};
const OFFSETS: Record<string, string> = { EEST: '+03:00', WEST: '+01:00', AEST: '+10:00', AEDT: '+11:00' };

/** What may stand for a zone in a sentence or beside a time. */
export const ZONE_WORDS =
  '(?:UTC|GMT) ?[+-] ?\\d{1,2}(?::?\\d{2})?|UTC|GMT|[Zz]ulu|CEST|CET|EEST|EET|WEST|WET|MET|EST|EDT|PST|PDT|MST|MDT|JST|AEST|AEDT|PT|ET|(?:Pacific|Eastern) [Tt]ime|(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?|[+-]\\d{2}:\\d{2}';

/** A zone by the name a document uses; null for a name that stands for several. */
export function zoneByName(written: string): Zone | null {
  const name = written.trim().replace(/ (?=[+-])|(?<=[+-]) /g, '');
  const region = REGIONS[name.toUpperCase()];
  if (region) return { ...(ianaZone(region) as Zone), name: `${written} (${region})` };
  const offset = readOffset(OFFSETS[name.toUpperCase()] ?? name);
  if (offset !== null) return { name: written, offsetAt: () => offset * 60_000 };
  return name.includes('/') ? ianaZone(name) : null;
}

const SENTENCE = new RegExp(
  `\\b(?:times?|timestamps?|timezone|time zone|clocks?|hours|timeline|zone)\\b[^.\\n|]{0,40}?(?<![\\w/+])(${ZONE_WORDS})(?![\\w/])`,
  'i',
);
const WORD = new RegExp(`(?<![\\w/+])(${ZONE_WORDS})(?![\\w/])`);

/** The zone that a sentence states for the times around it: "All times in CET", "Times are UTC", "(all times UTC+2)". */
export function statedZone(text: string): Zone | null {
  for (const line of text.split('\n')) {
    // A line with a clock reading states the zone of that reading only.
    if (/\d:\d\d/.test(line.replace(/(?:UTC|GMT) ?[+-] ?\d{1,2}:\d{2}/g, ''))) continue;
    const found = SENTENCE.exec(line)?.[1];
    const zone = found === undefined ? null : zoneByName(found);
    if (zone) return zone;
  }
  return null;
}

/** The zone in a short label: a column title or a heading such as "Timeline (UTC)". */
export function labelledZone(label: string): Zone | null {
  const found = WORD.exec(label)?.[1];
  return found === undefined ? null : zoneByName(found);
}

/** @throws AppError validation at `query:zone` when a caller declares a zone that does not exist. */
export function declaredZone(name: string): Zone {
  return zoneByName(name) ?? openZone(name);
}
