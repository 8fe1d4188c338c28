import { readVerb, type VerbReading } from './fault-verbs.js';
import { isPlural } from './grammar.js';

/** A clause in its parts: who, the verb, and what follows it. */
export type ClauseParts = {
  subject: string;
  /** An auxiliary stands alone, its verb being in `rest`; a full verb is given by its reading. */
  verb: { auxiliary: 'can' | 'be' | 'have' | 'do'; isDenied: boolean } | VerbReading;
  rest: string;
};

const AUXILIARY: readonly [RegExp, 'can' | 'be' | 'have' | 'do'][] = [
  [/^(?:can|could|may|might|will|would|cannot|can't|couldn't)$/i, 'can'],
  [/^(?:is|are|was|were|isn't|aren't|wasn't|weren't)$/i, 'be'],
  [/^(?:has|have|had|hasn't|haven't|hadn't)$/i, 'have'],
  [/^(?:does|do|did|doesn't|don't|didn't)$/i, 'do'],
];
/** What follows these is a noun, an adjective or an infinitive, never the verb of the clause. */
const NO_VERB_AFTER =
  /^(?:a|an|the|each|every|any|all|both|no|one|two|our|your|its|their|this|these|those|of|for|on|in|at|to|from|with|without|by|per|between|behind|and|or|than|as|before|after|too|very|during|under|over|through|into)$/i;
const PREPOSITION = /^(?:of|for|on|in|at|from|with|without|by|per|between|behind|and|or|during|under|over|through)$/i;
const DETERMINER = /^(?:a|an|the|each|every|any|one|our|your|its|their|this|another|some)$/i;
const RELATIVE = /^(?:that|which|who|whose)$/i;
/** "a queue nobody watches": a relative clause without its pronoun. */
const WITHIN = /^(?:we|you|they|it|nobody|somebody)$/i;
const ENDS = /^(?:because|although|though|while|when|whenever|if|unless|until|since|so|but|where|not|never)$/i;
/** A subject of more words is read wrong more often than right. */
const LONGEST_SUBJECT = 12;

/**
 * Subject, verb and rest of a clause in plain order. The verb is the first word that can be one beside this subject: it agrees in number, stands in
 * no relative clause and is neither a noun nor a participle there. Null in doubt.
 */
export function partsOf(clause: string): ClauseParts | null {
  const words = clause.split(' ');
  let relative: 'no' | 'open' | 'auxiliary' = 'no';
  for (let i = 1; i < words.length && i <= LONGEST_SUBJECT; i++) {
    const word = words[i] ?? '';
    const before = words.slice(0, i);
    const previous = before[i - 1] ?? '';
    if (/[,;:]$/.test(previous)) return null;
    if (relative === 'no' && (RELATIVE.test(word) || WITHIN.test(word)) && !/^of$/i.test(words[i + 1] ?? '')) {
      const next = words[i + 1] ?? '';
      // "dashboards that average over regions": the verb of a relative clause stands at once behind its pronoun, known or not.
      const isSubject = RELATIVE.test(word) && !WITHIN.test(next) && !DETERMINER.test(next) && !isAuxiliary(next);
      const isNoun = /[^su]s$/i.test(next) && isPlural(before.join(' '));
      if (isSubject && !isNoun) i++;
      else relative = 'open';
      continue;
    }
    if (relative === 'no' && ENDS.test(word)) return null;
    const auxiliary = AUXILIARY.find(([pattern]) => pattern.test(word))?.[1];
    if (relative !== 'no') {
      if (relative === 'auxiliary' && /^(?:not|never|only|be|been)$/i.test(word)) continue;
      const isVerb = readVerb(word) !== null || /(?:[^s]s|ed)$/i.test(word);
      if (relative === 'open' && auxiliary !== undefined) relative = 'auxiliary';
      else if (relative === 'auxiliary' || (isVerb && !NO_VERB_AFTER.test(previous))) relative = 'no';
      continue;
    }
    if (auxiliary !== undefined) return withAuxiliary(words, i, auxiliary);
    const verb = readVerb(word);
    if (verb === null || !canBeVerb(word, verb, before, words.slice(i + 1))) continue;
    return {
      subject: before.join(' ').replace(/\s(?:all|both|each|often|always|still|also|usually|then)$/i, ''),
      verb,
      rest: words.slice(i + 1).join(' '),
    };
  }
  return null;
}

const isAuxiliary = (word: string) => AUXILIARY.some(([pattern]) => pattern.test(word));

function withAuxiliary(words: readonly string[], at: number, auxiliary: 'can' | 'be' | 'have' | 'do'): ClauseParts {
  const contracted = /n(?:o|'|’)t$/i.test(words[at] ?? '');
  const isDenied = contracted || /^(?:not|never)$/i.test(words[at + 1] ?? '');
  const from = at + (isDenied && !contracted ? 2 : 1);
  return {
    subject: words.slice(0, at).join(' '),
    verb: { auxiliary, isDenied },
    rest: words.slice(from).join(' '),
  };
}

function canBeVerb(
  verb: string,
  { form, isNounToo }: VerbReading,
  before: readonly string[],
  after: readonly string[],
): boolean {
  const previous = before.at(-1) ?? '';
  // "Jobs on a host all start": "all" floats behind its noun.
  const floats = /^(?:all|both|each)$/i.test(previous) && before.length > 1 && !NO_VERB_AFTER.test(before.at(-2) ?? '');
  if (NO_VERB_AFTER.test(previous) && !floats) return false;
  // "A badly tuned timeout": there is no noun yet.
  if (before.every((word) => DETERMINER.test(word) || /ly$/i.test(word))) return false;
  const many = isPlural(before.join(' '));
  if (form === 'past' && /^(?:let|made|helped)$/i.test(verb)) return true;
  if (form === 'past') return !/^by$/i.test(after[0] ?? '') && !presentFollows(many, after);
  if (many !== (form === 'base')) return false;
  // "Memory leaks go", "a dead letter queue block": of two in a row the second is the verb.
  const next = readVerb(after[0] ?? '');
  const isOpen = many
    ? before.some((word, i) => PREPOSITION.test(word) && /^an?$/i.test(before[i + 1] ?? ''))
    : !before.some((word) => DETERMINER.test(word));
  if (isOpen && next?.form === 'base' && (many ? isNounToo : !next.isNounToo)) return false;
  if (!isNounToo) return true;
  // "… let one slow report page": a noun that "one" begins.
  if (many) return !/\s(?:a|an|one|another)(?:\s[^\s]+){0,2}$/i.test(before.join(' '));
  const last = before.findLastIndex((word) => PREPOSITION.test(word));
  return before.slice(last + 1).some((word) => DETERMINER.test(word));
}

/** "Traffic shifted to the second region overloads it": what looks like the past is a participle. */
function presentFollows(many: boolean, after: readonly string[]): boolean {
  for (const [i, word] of after.entries()) {
    if (
      ENDS.test(word) ||
      RELATIVE.test(word) ||
      WITHIN.test(word) ||
      /^(?:and|before|after|than)$/i.test(word) ||
      /[,;:]$/.test(word)
    )
      return false;
    const reading = readVerb(word);
    const isNoun = i === 0 || NO_VERB_AFTER.test(after[i - 1] ?? '');
    if (reading === null || reading.isNounToo || isNoun) continue;
    if (reading.form === (many ? 'base' : 'third')) return true;
  }
  return false;
}

/** A verb with its object, or two nouns in the plural with only a verb between: no name of a thing, although no verb of it is known. */
export function tellsSomething(clause: string): boolean {
  if (partsOf(clause) !== null) return true;
  const words = clause.split(' ');
  const isOne = /^an?$/i.test(words[0] ?? '');
  let isPluralBefore = false;
  let relativeAt = words.length;
  for (const [i, word] of words.entries()) {
    if (RELATIVE.test(word)) relativeAt = i;
    const previous = words[i - 1] ?? '';
    if (
      i > 1 &&
      i !== relativeAt + 1 &&
      i !== relativeAt + 2 &&
      DETERMINER.test(word) &&
      !NO_VERB_AFTER.test(previous) &&
      !/(?:ing|ed|[,:])$/i.test(previous)
    )
      return true;
    if (PREPOSITION.test(word) || /^(?:to|against|across|before|after|than|as|into)$/i.test(word))
      isPluralBefore = false;
    else if (i < relativeAt && /[^su']s$/i.test(word)) {
      const next = words[i + 1] ?? 'of';
      if (isPluralBefore) return true;
      if (isOne && i > 1 && !NO_VERB_AFTER.test(previous) && !NO_VERB_AFTER.test(next) && !RELATIVE.test(next))
        return true;
      isPluralBefore = true;
    }
  }
  return false;
}
