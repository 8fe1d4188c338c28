import { SECTIONS, type Section } from '../../coe/schema.js';
import type { SearchField } from '../document.js';
import { sectionWeight } from '../section-weights.js';
import { stemOf, type Word, wordsOf } from '../words.js';

/** Positions are section × this + the word's place in it; longer sections stop having positions, not words. */
export const SECTION_STRIDE = 2 ** 22;
/** Two pieces of a section (entries of a timeline) are no phrase together. */
const PIECE_GAP = 8;
/** In the stemmed field, a word of a name: it has a place, for phrases, but no stem and no score. */
export const NAME_MARK = '=';

export type TermCount = { occurrences: number; positions: number[] };
export type TermCounts = {
  stems: Map<string, TermCount>;
  /** Weighted occurrences alone: places are those of the stems. */
  exact: Map<string, number>;
  /** Weighted number of words, by which BM25 measures length. */
  stemLength: number;
  exactLength: number;
};

export const sectionNumber = (section: Section): number => SECTIONS.indexOf(section);

/** Weighted occurrences of every term with its places (stemmed field only), and the weighted length of each field. */
export function countTerms(fields: readonly SearchField[]): TermCounts {
  const counts: TermCounts = { stems: new Map(), exact: new Map(), stemLength: 0, exactLength: 0 };
  const next = new Map<Section, number>();
  for (const { section, text, names } of fields) {
    const weight = sectionWeight(section);
    const base = sectionNumber(section) * SECTION_STRIDE;
    let place = next.get(section) ?? 0;
    for (const piece of text.split('\n')) {
      place = countPiece(counts, piece, { names, weight, base, place });
      place += PIECE_GAP;
    }
    next.set(section, place);
  }
  return counts;
}

type Place = { names: boolean; weight: number; base: number; place: number };

/** @returns the place after the last word */
function countPiece(counts: TermCounts, text: string, { names, weight, base, place }: Place): number {
  const words = wordsOf(text, { parts: !names });
  let next = place;
  for (let at = 0; at < words.length; ) {
    const whole = words[at] as Word;
    let after = at + 1;
    while (after < words.length && (words[after] as Word).to <= whole.to) after++;
    const parts = words.slice(at + 1, after);
    const last = next + Math.max(0, parts.length - 1);
    // The whole stands where its first part does and where its last does, so that a phrase may lead to it and go on from it.
    count(whole.exact, last > next ? [next, last] : [next]);
    parts.forEach((part, index) => {
      count(part.exact, [next + index]);
    });
    next = last + 1;
    at = after;
  }
  return next;

  function count(exact: string, places: number[]): void {
    counts.exact.set(exact, (counts.exact.get(exact) ?? 0) + weight);
    counts.exactLength += weight;
    const term = termIn(counts.stems, names ? NAME_MARK + exact : stemOf(exact));
    if (!names) {
      term.occurrences += weight;
      counts.stemLength += weight;
    }
    for (const each of places) if (each < SECTION_STRIDE) term.positions.push(base + each);
  }
}

function termIn(terms: Map<string, TermCount>, term: string): TermCount {
  let known = terms.get(term);
  if (!known) {
    known = { occurrences: 0, positions: [] };
    terms.set(term, known);
  }
  return known;
}
