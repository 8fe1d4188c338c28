import type { CoeIndex } from './coe-index.js';
import type { PostingField } from './postings.js';
import { nearestWord } from './spelling.js';
import { isStopWord, partsOf, stemOf, wordsOf } from './words.js';

export type QueryTerm = { exact: string; stem: string; count: number };
export type Correction = { word: string; used: string };
export type QueryTerms = { terms: QueryTerm[]; corrected: Correction[] };

/** A query longer than this is a document; its first words say enough. */
const MOST_WORDS = 500;

/**
 * What to look for: the words of the query, each once with its count. A word that no visible COE holds is read as its parts when it is
 * a camel-case or numbered name, else as the nearest known word, and is reported as corrected; known words are never "corrected".
 * @param visible one byte a slot: 1 for a COE that the asker may see; nothing else may shape the answer
 */
export function queryTerms(index: CoeIndex, text: string, visible: Uint8Array): QueryTerms {
  const words = wordsOf(text, { parts: false }).slice(0, MOST_WORDS);
  const meaning = words.filter((word) => !isStopWord(word.exact));
  const terms = new Map<string, QueryTerm>();
  const corrected = new Map<string, Correction>();
  const known = (exact: string) =>
    visibleCount(index.exact, exact, visible) > 0 || visibleCount(index.stems, stemOf(exact), visible) > 0;
  const add = (exact: string) => {
    const term = terms.get(exact);
    if (term) term.count++;
    else terms.set(exact, { exact, stem: stemOf(exact), count: 1 });
  };
  for (const { exact, from, to } of meaning.length > 0 ? meaning : words) {
    const parts = known(exact)
      ? [exact]
      : partsOf(text.slice(from, to))
          .map((part) => part.exact)
          .filter(known);
    for (const part of parts) add(part);
    if (parts.length > 0) continue;
    const used =
      corrected.get(exact)?.used ?? nearestWord(index, exact, (term) => visibleCount(index.exact, term, visible));
    if (used === undefined) continue;
    corrected.set(exact, { word: text.slice(from, to), used });
    add(used);
  }
  return { terms: [...terms.values()], corrected: [...corrected.values()] };
}

/** In how many visible COEs a term occurs. */
export function visibleCount(field: PostingField, term: string, visible: Uint8Array): number {
  let count = 0;
  for (const slot of field.get(term)?.slots ?? []) count += visible[slot] ?? 0;
  return count;
}
