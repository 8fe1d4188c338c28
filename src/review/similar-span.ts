type Word = { word: string; start: number; end: number };

/** A text of more words is not searched for likeness, only for the words as they were. */
const MOST_WORDS = 60_000;
const FEWEST = 3;

/**
 * The span of a text that shares most words with a quote, counted as a multiset over windows a little longer than the quote, trimmed to words of the
 * quote. Linear in the words of the text. @param least share of the quote's words, 0 to 1
 */
export function similarSpan(raw: string, quote: string, least: number): { start: number; end: number } | null {
  const wanted = wordsOf(quote);
  const words = wordsOf(raw);
  if (wanted.length < FEWEST || words.length > MOST_WORDS) return null;
  // A few words may have been put between the quoted ones.
  const size = wanted.length + Math.ceil(wanted.length / 4);
  const need = new Map<string, number>();
  for (const { word } of wanted) need.set(word, (need.get(word) ?? 0) + 1);
  const left = new Map(need);
  let shared = 0;
  let best = { shared: 0, first: 0 };
  words.forEach(({ word }, index) => {
    const entering = left.get(word);
    if (entering !== undefined) {
      if (entering > 0) shared++;
      left.set(word, entering - 1);
    }
    const leaving = words[index - size]?.word;
    const had = leaving === undefined ? undefined : left.get(leaving);
    if (leaving !== undefined && had !== undefined) {
      if (had >= 0) shared--;
      left.set(leaving, had + 1);
    }
    if (shared > best.shared) best = { shared, first: Math.max(0, index - size + 1) };
  });
  if (best.shared / wanted.length < least) return null;
  const window = words.slice(best.first, best.first + size);
  const first = window.findIndex(({ word }) => need.has(word));
  const last = window.findLastIndex(({ word }) => need.has(word));
  return { start: (window[first] as Word).start, end: (window[last] as Word).end };
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({
    word: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
