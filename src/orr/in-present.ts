import { readVerb } from './fault-verbs.js';
import { third } from './grammar.js';

const SUBORDINATE = /^(?:that|which|who|while|when|whenever|if|after|before|until|once|where|as)$/i;

/**
 * Past told as it would be again: "while customers saw errors" → "while customers see errors"; the second of two verbs takes its base form. Null
 * where two pasts stand in one another.
 */
export function inPresent(text: string): string | null {
  const words = text.split(' ');
  let isWithin = SUBORDINATE.test(words[0] ?? '');
  const told = words.map((word, i) => {
    const previous = words[i - 1] ?? '';
    if (SUBORDINATE.test(word)) isWithin = true;
    if (/^was$/i.test(word)) return 'is';
    if (/^were$/i.test(word)) return 'are';
    const reading = readVerb(word);
    if (reading === null) return word;
    const next = words[i + 1] ?? '';
    if (/^and$/i.test(previous) && !isWithin) {
      if (reading.form === 'past') return reading.base;
      return reading.form === 'third' && /^(?:a|an|the|all|every|each|our|other)$/i.test(next) ? reading.base : word;
    }
    if (!isWithin || reading.form !== 'past' || SUBORDINATE.test(word)) return word;
    if (/^(?:is|are|was|were|be|been|being|a|an|the|of|with|by|not|to|in|on)$/i.test(previous)) return word;
    const earlier = words
      .slice(0, i)
      .filter((one) => !/^(?:that|which|who|no|longer|never|always|still|already|just|\w+ly)$/i.test(one));
    const noun = earlier.at(-1) ?? '';
    return /^(?:they|we|you)$/i.test(noun) || /[^su]s$/i.test(noun) ? reading.base : third(reading.base);
  });
  const line = told.join(' ');
  return /\b(?:had|did|would|could|went on)\b/i.test(line) ? null : line;
}
