import type { CoeContent } from '../coe/schema.js';
import { canonicalJson, sha256 } from '../kernel/ids.js';
import type { Place } from './finding.js';

/**
 * Names findings by what they are about: rule, section, and the sentence around the words meant; without words, the value at the place.
 * Another finding moving about changes nothing; one changed word in the sentence makes it another finding.
 */
export function findingIds(content: CoeContent): (rule: string, place: Place) => string {
  const seen = new Map<string, number>();
  return (rule, { pointer, quote }) => {
    const section = pointer.split('/')[1] ?? '';
    const value = valueAt(content, pointer);
    // The nth finding of the same words is about their nth occurrence.
    const key = `${rule} ${pointer} ${quote}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const about =
      quote !== null && typeof value === 'string' ? sentenceAround(value, quote, nth) : [value ?? null, quote];
    const where = quote !== null && typeof value === 'string' ? section : pointer;
    return `fnd_${sha256(canonicalJson([rule, where, about])).slice(0, 24)}`;
  };
}

function valueAt(content: CoeContent, pointer: string): unknown {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
    content,
  );
}

function sentenceAround(text: string, quote: string, nth: number): string {
  let at = text.indexOf(quote);
  for (let left = nth; left > 0 && at >= 0; left--) at = text.indexOf(quote, at + quote.length);
  if (at < 0) return text;
  const before = text.slice(0, at);
  const start = Math.max(...['. ', '! ', '? ', '\n'].map((end) => before.lastIndexOf(end) + end.length - 1), 0);
  const rest = text.slice(at + quote.length);
  const end = /[.!?](?:\s|$)|\n/.exec(rest);
  return text.slice(start, at + quote.length + (end ? end.index : rest.length)).trim();
}
