import { isStopWord, stemOf, wordsOf } from '../words.js';

/** Numbers of terms, given as they are met; a number never changes its term. */
export type Vocabulary = {
  /** @returns the number of a stem, a new one when it is met for the first time */
  add(stem: string): number;
  find(stem: string): number | undefined;
  stem(term: number): string;
  size(): number;
};

export function vocabulary(): Vocabulary {
  const numbers = new Map<string, number>();
  const stems: string[] = [];
  return {
    add(stem) {
      let number = numbers.get(stem);
      if (number === undefined) {
        number = stems.length;
        numbers.set(stem, number);
        stems.push(stem);
      }
      return number;
    },
    find: (stem) => numbers.get(stem),
    stem: (term) => stems[term] ?? '',
    size: () => stems.length,
  };
}

const LETTER = /[\p{L}\p{N}]/u;

/** Words that make two texts alike: no stop words, no bare numbers, dates, single letters or emoji. Stem and how it was written. */
export function* tellingWords(text: string): Generator<{ stem: string; exact: string; from: number; to: number }> {
  for (const { exact, from, to } of wordsOf(text, { parts: true }))
    if (
      exact.length > 1 &&
      LETTER.test(exact) &&
      !isStopWord(exact) &&
      !/^\d+(?:st|nd|rd|th|am|pm|utc|ms|s|m|h)?$/.test(exact)
    )
      yield { stem: stemOf(exact), exact, from, to };
}
