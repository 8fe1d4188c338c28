import type { CoeContent } from '../../coe/schema.js';
import type { BlamelessHit } from '../../review/blameless-hits.js';
import { textsOf } from '../../review/section-texts.js';

/** One sentence that people wrote, with the words held against it; `at` and `to` are places in `text`. */
export type Passage = {
  place: string;
  pointer: string;
  text: string;
  hits: (Pick<BlamelessHit, 'id' | 'rule' | 'why' | 'fix' | 'quote'> & { at: number; to: number })[];
};

/** Findings by the sentence they are in, in the order of the document. Overlapping words count once: the first rule's. */
export function passagesOf(content: CoeContent, found: readonly BlamelessHit[]): Passage[] {
  const places = new Map(
    Object.keys(content).flatMap((section) => textsOf(content, section).map(({ pointer, key }) => [pointer, key])),
  );
  const order = new Map([...places.keys()].map((pointer, i) => [pointer, i]));
  const passages = new Map<string, Passage & { from: number }>();
  for (const { id, rule, why, fix, quote, pointer, raw, start } of found) {
    const place = places.get(pointer);
    if (place === undefined) continue;
    const { from, to } = sentenceAround(raw, start, start + quote.length);
    const key = `${pointer} ${from}`;
    const passage = passages.get(key) ?? { place, pointer, from, text: raw.slice(from, to), hits: [] };
    passages.set(key, passage);
    const at = start - from;
    if (passage.hits.some((hit) => hit.at < at + quote.length && at < hit.to)) continue;
    passage.hits.push({ id, rule, why, fix, quote, at, to: at + quote.length });
  }
  for (const { hits } of passages.values()) hits.sort((a, b) => a.at - b.at);
  return [...passages.values()]
    .sort((a, b) => (order.get(a.pointer) ?? 0) - (order.get(b.pointer) ?? 0) || a.from - b.from)
    .map(({ from: _from, ...passage }) => passage);
}

/** Citations that stand behind the sentence before, and marks of lists and headings, are no part of a sentence. */
const LEAD = /^(?:\s|\[[\w-]+\](?!\()|(?:[-*+>]|\d+[.)]|#{1,6})\s)*/;

function sentenceAround(raw: string, start: number, end: number): { from: number; to: number } {
  let from = 0;
  for (const match of raw.slice(0, start).matchAll(/[.!?](?=\s)|\n/g)) from = match.index + match[0].length;
  from += LEAD.exec(raw.slice(from, start))?.[0].length ?? 0;
  const stop = /[.!?](?=\s|$)|\n/.exec(raw.slice(end));
  const to = stop === null ? raw.length : end + stop.index + (stop[0] === '\n' ? 0 : 1);
  return { from, to: from + raw.slice(from, to).trimEnd().length };
}
