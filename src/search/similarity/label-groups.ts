import type { ComparedCoe } from './compared-coe.js';
import type { Library } from './library.js';
import { tellingWords } from './vocabulary.js';

const LABEL_WORDS = 4;

/**
 * What sets each group apart, by class TF-IDF: words that at least two of its members hold (and a third of a large one), weighed by rarity, as the
 * members write them. Only the members given speak: a word that stands in hidden COEs alone is never shown.
 */
export function labelGroups(library: Library<ComparedCoe>, groups: readonly (readonly string[])[]): string[][] {
  return groups.map((group) => {
    const sums = new Map<number, { weight: number; holders: number }>();
    for (const id of group) {
      const entry = library.entry(id);
      entry?.vector.terms.forEach((term, at) => {
        const sum = sums.get(term) ?? { weight: 0, holders: 0 };
        sum.weight += entry.vector.weights[at] as number;
        sum.holders++;
        sums.set(term, sum);
      });
    }
    const least = Math.max(2, Math.ceil(group.length / 3));
    const best = [...sums]
      .filter(([, { holders }]) => holders >= Math.min(least, group.length))
      .sort(([a, one], [b, two]) => two.weight * library.weightOf(b) - one.weight * library.weightOf(a) || a - b)
      .slice(0, LABEL_WORDS)
      .map(([term]) => term);
    return best.map((term) => asWritten(library, group, term));
  });
}

/** As the first of them writes it for which the word is telling. */
function asWritten(library: Library<ComparedCoe>, group: readonly string[], term: number): string {
  const wanted = library.words.stem(term);
  for (const id of group) {
    const entry = library.entry(id);
    if (!entry?.vector.terms.includes(term)) continue;
    for (const { text } of entry.document.fields)
      for (const { stem, from, to } of tellingWords(text))
        if (stem === wanted) return text.slice(from, to).toLowerCase();
  }
  return wanted;
}
