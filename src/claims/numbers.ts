import type { Cited } from './cited.js';
import { withoutTimes } from './clock-times.js';

/** A number of a text. Durations are in seconds (unit `s`), bytes in bytes, shares in percent; any other unit is the word behind it. */
export type WrittenNumber = { value: number; unit: string | null; written: string };

const WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const SCALES: Readonly<Record<string, readonly [string, number]>> = {
  ms: ['s', 0.001],
  millisecond: ['s', 0.001],
  s: ['s', 1],
  sec: ['s', 1],
  second: ['s', 1],
  m: ['s', 60],
  min: ['s', 60],
  minute: ['s', 60],
  h: ['s', 3600],
  hr: ['s', 3600],
  hour: ['s', 3600],
  d: ['s', 86_400],
  day: ['s', 86_400],
  '%': ['%', 1],
  percent: ['%', 1],
  kb: ['B', 1e3],
  mb: ['B', 1e6],
  gb: ['B', 1e9],
  tb: ['B', 1e12],
  ki: ['B', 1024],
  mi: ['B', 1024 ** 2],
  gi: ['B', 1024 ** 3],
  kib: ['B', 1024],
  mib: ['B', 1024 ** 2],
  gib: ['B', 1024 ** 3],
};
const MULTIPLIERS: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, million: 1e6, billion: 1e9, bn: 1e9 };
const NUMBER =
  /(?<![\p{L}\p{N}_.#/-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[\s-]?(k|thousand|million|billion|bn)(?![\p{L}\p{N}]))?(?:[\s-]?(%|per cent|[\p{L}%]+))?(?![\p{N}])/giu;
const NUMBER_WORD = new RegExp(
  `\\b(${WORDS.slice(2).join('|')})[\\s-](?:(thousand|million|billion)[\\s-])?(\\p{L}+)`,
  'giu',
);

const singular = (unit: string): string => (unit.length > 3 ? unit.replace(/s$/, '') : unit === 'hrs' ? 'hr' : unit);

function scaled(value: number, rawUnit: string | undefined): Omit<WrittenNumber, 'written'> {
  const unit =
    rawUnit === undefined ? null : rawUnit.toLowerCase() === 'per cent' ? 'percent' : singular(rawUnit.toLowerCase());
  const known = unit === null ? undefined : (SCALES[unit] ?? SCALES[unit.replace(/s$/, '')]);
  return known === undefined ? { value, unit } : { value: value * known[1], unit: known[0] };
}

/** The numbers of a text, links, times, dates and identifiers left out. `3k`, `1,200` and `4.8 million` are read; so are "two" to "twelve". */
export function numbersOf(text: string): WrittenNumber[] {
  const bare = withoutTimes(text.replace(/https?:\/\/\S+/g, ' '));
  const found: WrittenNumber[] = [];
  for (const match of bare.matchAll(NUMBER)) {
    const [written, digits = '', multiplier, unit] = match;
    // "5xx", "2nd" and "8f3a" are names, not quantities: a glued unit has to be one we know.
    if (unit !== undefined && written.endsWith(digits + unit) && SCALES[singular(unit.toLowerCase())] === undefined)
      continue;
    const value = Number(digits.replaceAll(',', '')) * (MULTIPLIERS[multiplier?.toLowerCase() ?? ''] ?? 1);
    found.push({ ...scaled(value, unit), written: written.trim() });
  }
  for (const match of bare.matchAll(NUMBER_WORD)) {
    const [written, word = '', multiplier, unit] = match;
    const value = WORDS.indexOf(word.toLowerCase()) * (MULTIPLIERS[multiplier?.toLowerCase() ?? ''] ?? 1);
    found.push({ ...scaled(value, unit), written });
  }
  return found;
}

const KNOWN_UNITS = new Set(['s', '%', 'B']);

function sameQuantity(claimed: WrittenNumber, known: WrittenNumber): boolean {
  if (Math.abs(claimed.value - known.value) > 1e-9 * Math.max(1, Math.abs(known.value))) return false;
  const bothKnown = KNOWN_UNITS.has(claimed.unit ?? '') && KNOWN_UNITS.has(known.unit ?? '');
  return claimed.unit === known.unit || !bothKnown;
}

/** A duration in words is a rounded span: "42 minutes" stands for anything from 41.5 to under 43 minutes (people round or cut). */
function isSpan(claimed: WrittenNumber, spans: readonly number[]): boolean {
  if (claimed.unit !== 's') return false;
  const step = claimed.value % 3600 === 0 ? 3600 : claimed.value % 60 === 0 ? 60 : 1;
  return spans.some((span) => span - claimed.value < step && claimed.value - span <= step / 2);
}

/** True when each number of the claim is in a citation, is a computed span, or counts the citations themselves. */
export function numbersAreCited(claim: string, cited: Cited): boolean {
  const known = numbersOf(cited.text);
  return numbersOf(claim).every(
    (number) =>
      // A counted word without a unit of measure ("two hosts") is wording: hosts may be listed by name.
      (WORDS.some((word) => number.written.toLowerCase().startsWith(`${word} `)) &&
        number.value < WORDS.length &&
        !KNOWN_UNITS.has(number.unit ?? '')) ||
      known.some((other) => sameQuantity(number, other)) ||
      isSpan(number, cited.spans) ||
      (cited.items.length > 1 && number.value === cited.items.length && !KNOWN_UNITS.has(number.unit ?? '')),
  );
}
