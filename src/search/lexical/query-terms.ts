import { isStopWord, partsOf, stemOf, wordsOf } from '../words.js';
import type { ParsedQuery } from './parse-query.js';
import { EXACT, STEMMED } from './segment-writer.js';
import { nearestWord } from './spelling.js';
import type { TermLists } from './term-lists.js';
import type { LibraryView } from './view.js';

export type QueryTerm = { exact: string; stem: string; count: number };
export type Correction = { word: string; used: string };
export type QueryTerms = { terms: QueryTerm[]; corrected: Correction[] };

/** A query longer than this is a document; its first words say enough. */
const MOST_WORDS = 500;
/** Each looks through the whole dictionary; who writes more unknown words than that has pasted them. */
const MOST_MENDED = 4;

/**
 * What to rank by: the words of the query that are not excluded, each once with its count. A word that no COE which the asker may see holds
 * is read as its parts when it is a camel-case or numbered name, else as the nearest known word, and is reported as corrected; known words
 * are never "corrected", and neither are those of a phrase, which is meant as it stands.
 */
export function queryTerms(view: LibraryView, lists: TermLists, query: ParsedQuery): QueryTerms {
  const words = query.clauses
    .filter(({ negated }) => !negated)
    .flatMap(({ any }) => any.flatMap((atom) => (atom.kind === 'text' ? [atom] : [])))
    .flatMap(({ text, phrase, section }) =>
      wordsOf(text, { parts: false }).map(({ exact, from, to }) => ({
        exact,
        written: text.slice(from, to),
        mend: !phrase && section === null,
      })),
    )
    .slice(0, MOST_WORDS);
  const meaning = words.filter((word) => !isStopWord(word.exact));
  const terms = new Map<string, QueryTerm>();
  const corrected = new Map<string, Correction>();
  const known = (exact: string) =>
    lists.get(EXACT, exact).documents > 0 || lists.get(STEMMED, stemOf(exact)).documents > 0;
  const add = (exact: string) => {
    const term = terms.get(exact);
    if (term) term.count++;
    else terms.set(exact, { exact, stem: stemOf(exact), count: 1 });
  };
  let looked = 0;
  for (const { exact, written, mend } of meaning.length > 0 ? meaning : words) {
    const parts = known(exact)
      ? [exact]
      : partsOf(written)
          .map((part) => part.exact)
          .filter(known);
    for (const part of parts) add(part);
    if (parts.length > 0 || !mend) continue;
    if (!corrected.has(exact) && ++looked > MOST_MENDED) continue;
    const used = corrected.get(exact)?.used ?? nearestWord(view, exact);
    if (used === undefined) continue;
    corrected.set(exact, { word: written, used });
    add(used);
  }
  return { terms: [...terms.values()], corrected: [...corrected.values()] };
}
