import { isTechnology } from './known-words.js';

/** What stands behind a noun and is no part of it. */
const BEHIND =
  /\s+(?:of|for|on|in|to|from|with|that|which|at|by|between|across|against|under|over|during|per|before|after|behind|without|through|outside|inside|into|when|\w+er\s+than|nobody|we|you|they)\s+/;
/** "restores done by hand", "jobs running twice": many, whatever the last word. */
const PLURAL_AND_PARTICIPLE =
  /^(?:[\p{L}-]+\s){0,3}[\p{L}-]+[^su]s\s(?:[\p{L}-]+(?:ing|ed)|sent|done|kept|run|written|taken|given|made|built|held)\b/iu;
/** One, though it ends in s. */
const SINGULAR = /(?:[aeyi]sis|axis|redis|chassis)$/i;

/** The noun that counts stands before "of", "for", "on" …: "alarms on the queue" are many. */
export function isPlural(subject: string): boolean {
  const head = subject.replace(/\s*\([^)]*\)/g, '').split(BEHIND)[0] ?? subject;
  if (/^(?:each|every|a|an|one|this|that)\s/i.test(head)) return false;
  if (/^(?:we|you|they)$/i.test(head.trim()) || PLURAL_AND_PARTICIPLE.test(head)) return true;
  const word = head.trim();
  return (
    /\band\b/.test(head) ||
    (/[^su]s$/i.test(word) && !SINGULAR.test(word)) ||
    /^(?:all|both|many|several)\s/i.test(head)
  );
}

/** "be tested" after a plural is "are tested", after a singular "is tested"; another verb takes its s. */
export function finite(subject: string, predicate: string, denied: boolean): string {
  const many = isPlural(subject);
  const [, adverb = '', verbFirst = predicate] =
    /^((?:only|always|also|still|first|at least)\s+)(.+)$/i.exec(predicate) ?? [];
  const never = `${denied ? 'never ' : ''}${adverb}`;
  const [verb = '', ...rest] = verbFirst.split(' ');
  // "must own an alert and page": the second verb of two takes the form of the first where it follows at once.
  const tail = rest.join(' ').replace(/\b(and|or) be (?=\w)/g, (_, word: string) => `${word} ${many ? 'are' : 'is'} `);
  if (/^be$/i.test(verb)) return `${many ? 'are' : 'is'} ${never}${tail}`;
  if (/^have$/i.test(verb)) return `${never}${many ? 'have' : 'has'} ${tail}`;
  return `${never}${many ? verb : third(verb)} ${tail}`;
}

/** "cover" → "covers", "carry" → "carries". */
export function third(verb: string): string {
  if (/(?:s|x|z|ch|sh|o)$/i.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/i.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

/** "our alarms, which we own" → "your alarms, which you own". */
export function yours(text: string): string {
  return text
    .replace(/\bourselves\b/gi, 'yourselves')
    .replace(/\bours?\b/gi, (word) => (word.toLowerCase() === 'ours' ? 'yours' : 'your'))
    .replace(/\bwe\b/gi, 'you')
    .replace(/\bus\b/g, 'you')
    .replace(/\bmy\b/gi, 'your');
}

/** What takes no article: monitoring, detection, redundancy, jitter. */
const UNCOUNTED =
  /(?:ing|tion|ment|ness|ity|cy|age|ance|ence|ship|ware|access|back-?off|back-?pressure|traffic|jitter)$/i;

const COUNTED =
  /(?:environment|deployment|document|segment|experiment|agreement|statement|partition|function|connection|option|exception|transaction|notification|condition|policy|dependency|page|stage|message|image|package|sequence|instance|setting|meeting|warning)$/i;

/** The noun with "a" or "an" where it takes one. */
export function article(noun: string): string {
  const bare = noun.trim();
  if (/^(?:a|an|the|any|some|more|better|enough|your|each|every|all|one|two|no)\b/i.test(bare) || isPlural(bare))
    return bare;
  const head = bare.split(BEHIND)[0] ?? bare;
  if (UNCOUNTED.test(head.trim()) && !COUNTED.test(head.trim())) return bare;
  return `${/^[aeiou]/i.test(bare) ? 'an' : 'a'} ${bare}`;
}

/** A sentence's capital goes; the capitals of a name or acronym stay. */
export function lower(text: string): string {
  if (isTechnology(/^\p{L}+/u.exec(text)?.[0] ?? '')) return text;
  return /^\p{Lu}(?:\p{Ll}|\s)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
