import { plain, stem } from './words.js';

/** Ends of a stretch that a "not" reaches over. */
const BREAKS = /[,.;:!?()]|\s[–—-]\s|\b(?:but|however|although|though|because)\b/i;
/** Cited parts are joined by these; a denial in one says nothing of the next. */
const PARTS = /\n|·/;
const NEGATORS = /^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|.+n't|unable)$/;
/** "failed to start" and "refused to" deny the verb that follows. */
const DENYING_VERBS = /^(?:fail|failed|fails|failing|refused|refuses|declined)$/;
/** Options (`--no-restart`) are names, not denials. */
const OPTION = /(?<!\S)--?[a-z][\w-]*/gi;
/** Words that say nothing themselves: "cannot reach the API" denies no "the" of another sentence. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  (
    'the this that these those its they them you she his her our your their for from with and are was were been being has have had who ' +
    'which what when where over after before all any'
  ).split(' '),
);
const REACH = 4;
const REACH_BACK = 3;

/**
 * Stems that a text denies, stems that it states plainly and how often (a stem may be in both), and stems just before a denial
 * ("webhooks were not").
 */
export type Polarity = { denied: Set<string>; stated: Map<string, number>; nearby: Set<string> };

/** @returns which words stand within reach of a negation ("not yet mitigated" denies `mitigat`). */
export function polarityOf(text: string): Polarity {
  const polarity: Polarity = { denied: new Set(), stated: new Map(), nearby: new Set() };
  const state = (word: string) => polarity.stated.set(stem(word), timesStated(polarity, stem(word)) + 1);
  const stretches = text.split(PARTS).flatMap((part) => plain(part).replace(OPTION, ' ').toLowerCase().split(BREAKS));
  for (const stretch of stretches) {
    const words = stretch.match(/[\p{L}\p{N}]+(?:'t\b)?/gu) ?? [];
    let reach = 0;
    for (const [i, word] of words.entries()) {
      const next = words[i + 1];
      const denies = NEGATORS.test(word) && next !== 'only';
      const refuses = DENYING_VERBS.test(word) && next === 'to';
      if (refuses) state(word);
      if (denies || refuses) {
        for (const before of words.slice(Math.max(0, i - REACH_BACK), i)) polarity.nearby.add(stem(before));
        reach = REACH;
      } else {
        if (reach > 0) polarity.denied.add(stem(word));
        else state(word);
        reach = Math.max(0, reach - 1);
      }
    }
  }
  return polarity;
}

const timesStated = ({ stated }: Polarity, word: string): number => stated.get(word) ?? 0;

const SHORTEST = 3;
const anyOf = (words: Iterable<string>, test: (word: string) => boolean): boolean => {
  for (const word of words)
    if ((word.length >= SHORTEST || word === 'ok') && !EMPTY_WORDS.has(word) && test(word)) return true;
  return false;
};

/**
 * True when the claim denies what its citations only state, or states what they only deny. When both deny something it has to be the
 * same thing: "cannot allocate memory" is "memory could not be allocated". A word that stands more than once is held to how often it is
 * stated: of "CRITICAL: CRITICAL", "not CRITICAL: CRITICAL" denies one.
 */
export function negationFlipped(claim: string, citedText: string): boolean {
  const said = polarityOf(claim);
  const known = polarityOf(citedText);
  if (said.denied.size > 0 && known.denied.size > 0) {
    const around = new Set([...known.denied, ...known.nearby]);
    if (anyOf([...said.denied, ...said.nearby], (word) => around.has(word))) return false;
  }
  return (
    anyOf(said.denied, (word) => timesStated(said, word) < timesStated(known, word) && !known.denied.has(word)) ||
    anyOf(
      said.stated.keys(),
      (word) => timesStated(said, word) > timesStated(known, word) && known.denied.has(word) && !said.denied.has(word),
    )
  );
}
