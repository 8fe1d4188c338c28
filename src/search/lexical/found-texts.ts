import { type ReadyText, readyText } from '../snippet.js';
import type { Segment } from './segment.js';

export type FoundText = ReadyText & { number: string };

/** Of so many characters of text the youngest are kept, and as many of those before: 16 to 64 MB. */
const MOST_CHARACTERS = 8_000_000;

type Generation = WeakMap<Segment, Map<number, FoundText>>;
let young: Generation = new WeakMap();
let old: Generation = new WeakMap();
let characters = 0;

/**
 * The texts of a document that was found, ready for snippets: whoever pages, narrows or corrects a query finds the same documents again, and reading and
 * parsing them is most of what a page costs. Documents of a segment never change; those of one that was merged away go with it.
 * @throws ColdDamaged when it must be read, and what is on disk is not what was written
 */
export function foundText(segment: Segment, document: number): FoundText {
  const known = young.get(segment)?.get(document);
  if (known) return known;
  const text = old.get(segment)?.get(document) ?? read(segment, document);
  characters += text.fields.reduce((sum, field) => sum + field.text.length, 0);
  if (characters > MOST_CHARACTERS) {
    old = young;
    young = new WeakMap();
    characters = 0;
  }
  const documents = young.get(segment) ?? new Map<number, FoundText>();
  young.set(segment, documents.set(document, text));
  return text;
}

function read(segment: Segment, document: number): FoundText {
  const stored = segment.stored(document);
  return { number: stored.number, ...readyText(stored) };
}
