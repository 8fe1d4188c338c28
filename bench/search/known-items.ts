import { createHash } from 'node:crypto';
import { isStopWord, stemOf, wordsOf } from '../../src/search/words.js';
import { Random } from '../timeline/random.js';
import type { Postmortem } from './corpora.js';

/** A query that exactly one document is right for. */
export type KnownItem = { task: Task; query: string; id: string; tuned: boolean };
export type Task = 'K1' | 'K1i' | 'K1t' | 'K2';

const SEED = 5;

/**
 * K1: 30 percent of the words of a document's most distinctive sentence. K1i: five of its words in another form. K1t: K1 with one slip.
 * K2: its one-line summary, against texts without it. Parted by a hash of the document's id: weights were chosen on the tuned half alone.
 */
export function knownItems(documents: readonly Postmortem[]): KnownItem[] {
  const random = new Random(SEED);
  const frequency = documentFrequency(documents);
  const forms = formsOf(frequency.keys());
  return documents.flatMap((document) => {
    const tuned = (createHash('sha256').update(document.id).digest()[0] as number) % 2 === 0;
    const words = distinctiveSentence(document.text, frequency);
    const query = words ? random.shuffled(words).slice(0, Math.max(3, Math.round(words.length * 0.3))) : [];
    const inflected = inflectedWords(document.text, frequency, forms, random);
    const items: [Task, string[]][] = [
      ['K1', query],
      ['K1i', inflected],
      ['K1t', withSlip(query, random)],
      ['K2', document.summary === null ? [] : [document.summary]],
    ];
    return items.flatMap(([task, parts]): KnownItem[] =>
      parts.length === 0 ? [] : [{ task, query: parts.join(' '), id: document.id, tuned }],
    );
  });
}

const distinctWords = (text: string) => [...new Set(wordsOf(text, { parts: false }).map(({ exact }) => exact))];

function documentFrequency(documents: readonly Postmortem[]): Map<string, number> {
  const frequency = new Map<string, number>();
  for (const { text } of documents)
    for (const word of distinctWords(text)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return frequency;
}

/** The sentence of 8 to 40 words whose words are rarest on average; undefined when there is none. */
function distinctiveSentence(text: string, frequency: ReadonlyMap<string, number>): string[] | undefined {
  let best: { words: string[]; rarity: number } | undefined;
  for (const sentence of text.split(/(?<=[.!?])\s+|\n+/)) {
    const words = wordsOf(sentence, { parts: false }).map(({ exact }) => exact);
    if (words.length < 8 || words.length > 40) continue;
    const rarity = words.reduce((sum, word) => sum + 1 / (frequency.get(word) ?? 1), 0) / words.length;
    if (rarity > (best?.rarity ?? 0)) best = { words, rarity };
  }
  return best?.words;
}

/** For each stem the words that share it, as the corpus writes them. */
function formsOf(words: Iterable<string>): Map<string, string[]> {
  const forms = new Map<string, string[]>();
  for (const word of words) {
    if (!/^[a-z]{4,}$/.test(word)) continue;
    const stem = stemOf(word);
    forms.set(stem, [...(forms.get(stem) ?? []), word]);
  }
  return forms;
}

/** Five middling rare words of the text, each in a form that the text does not have. */
function inflectedWords(
  text: string,
  frequency: ReadonlyMap<string, number>,
  forms: ReadonlyMap<string, string[]>,
  random: Random,
): string[] {
  const own = new Set(distinctWords(text));
  const candidates = [...own].flatMap((word) => {
    const other = (forms.get(stemOf(word)) ?? []).filter((form) => !own.has(form));
    const count = frequency.get(word) ?? 0;
    return other.length > 0 && count <= 40 && !isStopWord(word) ? [random.pick(other)] : [];
  });
  const chosen = random.shuffled([...new Set(candidates)]).slice(0, 5);
  return chosen.length === 5 ? chosen : [];
}

/** One letter of one longer word changed, left out, doubled or swapped with the next. */
function withSlip(words: readonly string[], random: Random): string[] {
  const long = words.map((word, at) => ({ word, at })).filter(({ word }) => /^[a-z]{5,}$/.test(word));
  if (long.length === 0) return [];
  const { word, at } = random.pick(long);
  const place = random.between(0, word.length - 2);
  const letter = String.fromCharCode(97 + random.between(0, 25));
  const slips = [
    word.slice(0, place) + letter + word.slice(place + 1),
    word.slice(0, place) + word.slice(place + 1),
    word.slice(0, place) + word[place] + word.slice(place),
    word.slice(0, place) + word[place + 1] + word[place] + word.slice(place + 2),
  ];
  return words.map((each, index) => (index === at ? random.pick(slips) : each));
}
