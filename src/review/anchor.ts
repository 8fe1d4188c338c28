import type { CoeContent } from '../coe/schema.js';
import { type SectionText, textsOf } from './section-texts.js';
import { similarSpan } from './similar-span.js';

/** Where a comment was put: the words, what stood around them, and in which text of which version. */
export type Anchor = { key: string; start: number; prefix: string; suffix: string; version: number };
export type Quote = { text: string; anchor: Anchor | null };

/**
 * Where the words are now. `current`: as they were quoted, wherever they moved. `changed`: other words in their place, given as `text`.
 * `outdated`: they are gone; the comment stays with its quote.
 */
export type Located =
  | { state: 'current' | 'changed'; place: SectionText; start: number; end: number; text: string }
  | { state: 'outdated' };

/** As much of the surroundings is kept as a reader needs to tell two equal phrases apart. */
const AROUND = 48;
const MOST_OCCURRENCES = 200;
/** Words this long are hardly written twice by chance. */
const TELLING = 24;

/** The anchor of words that are quoted now, at the occurrence that the hints fit best; null where the section does not hold them. */
export function anchorOf(
  content: CoeContent,
  section: string,
  quote: { text: string; prefix?: string | undefined; suffix?: string | undefined; pointer?: string | undefined },
  version: number,
): Anchor | null {
  const hints = { key: '', start: 0, prefix: quote.prefix ?? '', suffix: quote.suffix ?? '', version };
  const texts = textsOf(content, section);
  const named = texts.filter(({ pointer }) => pointer === quote.pointer);
  const best = bestOccurrence(named.length > 0 ? named : texts, quote.text, hints);
  if (!best) return null;
  const { place, start } = best;
  const end = start + quote.text.length;
  return {
    key: place.key,
    start,
    prefix: place.raw.slice(Math.max(0, start - AROUND), start),
    suffix: place.raw.slice(end, end + AROUND),
    version,
  };
}

/** Finds quoted words in the content as it is now: exactly, then by what stood around them, then by likeness. */
export function locate(content: CoeContent, section: string, { text, anchor }: Quote): Located {
  if (anchor === null) return { state: 'outdated' };
  const texts = textsOf(content, section);
  const own = texts.filter(({ key }) => key === anchor.key);
  const others = texts.filter(({ key }) => key !== anchor.key);
  const exact = bestOccurrence(own, text, anchor) ?? bestOccurrence(others, text, anchor, text.length < TELLING);
  if (exact) return { state: 'current', ...exact, end: exact.start + text.length, text };
  for (const place of own) {
    const span = between(place.raw, anchor, text) ?? similarSpan(place.raw, text, 0.6);
    if (span) return { state: 'changed', place, ...span, text: place.raw.slice(span.start, span.end) };
  }
  for (const place of others) {
    const span = similarSpan(place.raw, text, 0.8);
    if (span) return { state: 'changed', place, ...span, text: place.raw.slice(span.start, span.end) };
  }
  return { state: 'outdated' };
}

/** The occurrence whose surroundings are most like the anchor's; of equals the nearest to where it was. */
function bestOccurrence(
  texts: readonly SectionText[],
  words: string,
  anchor: Anchor,
  needsSurroundings = false,
): { place: SectionText; start: number } | null {
  let best: { place: SectionText; start: number; score: number } | null = null;
  for (const place of texts) {
    let seen = 0;
    for (
      let at = place.raw.indexOf(words);
      at >= 0 && seen++ < MOST_OCCURRENCES;
      at = place.raw.indexOf(words, at + 1)
    ) {
      const likeness = surroundings(place.raw, at, at + words.length, anchor);
      if (needsSurroundings && likeness < 0.5) continue;
      const score = likeness - Math.min(0.1, Math.abs(at - anchor.start) / 1_000_000);
      if (best === null || score > best.score) best = { place, start: at, score };
    }
  }
  return best && { place: best.place, start: best.start };
}

/** How much of prefix and suffix still stands around a span: 0 to 1. */
function surroundings(raw: string, start: number, end: number, { prefix, suffix }: Anchor): number {
  let before = 0;
  while (before < prefix.length && raw[start - 1 - before] === prefix[prefix.length - 1 - before]) before++;
  let after = 0;
  while (after < suffix.length && raw[end + after] === suffix[after]) after++;
  const whole = prefix.length + suffix.length;
  return whole === 0 ? 1 : (before + after) / whole;
}

/** What stands between the anchor's surroundings now, when both are still there and hold something of that size between them. */
function between(raw: string, { prefix, suffix }: Anchor, words: string): { start: number; end: number } | null {
  const start = endOfPrefix(raw, prefix);
  const end = start === null ? null : startOfSuffix(raw, suffix, start);
  if (start === null || end === null) return null;
  const size = end - start;
  return raw.slice(start, end).trim() === '' || size > 3 * words.length + 200 ? null : { start, end };
}

/** As much of a surrounding as has to stand unchanged, the longer the better. */
const TELLING_SURROUNDINGS = [24, 12];
const LEAST_SURROUNDING = 8;

function endOfPrefix(raw: string, prefix: string): number | null {
  // A short prefix is all that stood before: the words began the text.
  if (prefix.length < AROUND && raw.startsWith(prefix)) return prefix.length;
  for (const length of TELLING_SURROUNDINGS) {
    const before = prefix.slice(-length);
    const at = raw.indexOf(before);
    if (before.trim().length >= LEAST_SURROUNDING && at >= 0 && raw.indexOf(before, at + 1) < 0)
      return at + before.length;
  }
  return null;
}

function startOfSuffix(raw: string, suffix: string, from: number): number | null {
  if (suffix.length < AROUND && raw.endsWith(suffix) && raw.length - suffix.length >= from)
    return raw.length - suffix.length;
  for (const length of TELLING_SURROUNDINGS) {
    const after = suffix.slice(0, length);
    const at = raw.indexOf(after, from);
    if (after.trim().length >= LEAST_SURROUNDING && at >= 0) return at;
  }
  return null;
}
