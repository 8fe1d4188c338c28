import { inGeneralWords, type Local } from './general-words.js';

/** Verbs that open an order. A word that is as often a noun ("test", "alarm") counts only when an article or object follows it. */
const ORDERS = new Set(
  (
    'act add adopt agree alarm alert allow apply ask assign audit automate avoid back bake block budget build bound cache cap catch check clean configure consider compare cover create decide diff ' +
    'define degrade deploy design detect disable document drain drill drop enable enforce escalate establish evaluate exercise expose fail fall find fix force ' +
    'gate give guard handle have hold implement improve include increase introduce isolate keep know lead let limit link list lock log maintain make ' +
    'measure mark monitor move name notify page pin plan prefer prepare protect prove provide put raise read reduce refuse rehearse reject release remove renew replace require ' +
    'reserve restore restrict retry review roll rotate run scale send separate set share shed ship show size split stage state stop store switch take tell test ' +
    'throttle time track train treat try tune update upgrade use validate verify version warn watch write'
  ).split(' '),
);
const NOT_A_NOUN =
  /^(?:a|an|the|all|any|anything|each|every|everything|no|our|your|its|their|both|new|how|what|when|whether|that|for|on|to|with|and|of|away|back|before|after)\b/i;
const ADVERB =
  /^(?:always|also|regularly|automatically|please|only|first|then|next time|in future|in the future)[,\s]+/i;
const FORBIDDEN = /^(?:do not|don't|never)\s+(.+)$/i;
/** "For a critical service, diff everything": the order after the case that it is for. */
const IN_CASE = /^((?:when|whenever|for|before|after|if|while|during|on|in|at|with|without)\s[^,]{2,80}),\s+(.+)$/i;

const SHOULD =
  /^(.{2,160}?)\s+(?:should|must|shall|needs? to|have to|has to|ought to)\s+(?:always\s+|also\s+)?(not\s+|never\s+)?(.+)$/i;
const NEEDS = /^(.{2,100}?)\s+(?:(?:still|also|always)\s+)?(?:needs?|requires?)\s+(?!to\b)(.+)$/i;
const WANTED =
  /^(?:we\s+)?(?:need|needs|require|want|lack(?:s|ed)?|miss(?:es|ed)?|are missing|were missing|did not have|didn't have|do not have|don't have|had no|have no)\s+(?:for\s+)?(?!of\b)(.+)$/i;
const ABSENT = /^(?:there (?:was|is|were|are) no|no|lack of|missing|absence of|without)\s+(.+)$/i;
/** What the want of it led to is no part of it. */
const THEN =
  /(?:,|\s+(?:and|which|so))?\s+(?:hid|hides|caused|meant|made|delayed|led to|allowed|let us|prevented|kept)\s.*$/i;
/** A rule stated as if it held already. */
const NORM = /^(?:every|each|all)\s/i;
/** What a clause cut out of its sentence may point at. */
const POINTS_BACK = /\b(?:it|its|itself|them|they|their|this|these|those|that one)\b/i;

/**
 * A readiness question from a lesson: it can be answered with yes or no, asks for a mechanism and holds no name of a service, host or person.
 * An order ("Exercise the rollback …"), a should-sentence or a need becomes the question; anything else is asked as it stands.
 */
export function questionOf(lesson: string, local: Local): string {
  const sentences = sentencesOf(inGeneralWords(lesson, local));
  // What to do is said last; what happened, first.
  for (const sentence of [...sentences].reverse()) {
    const question = askedOf(sentence);
    if (question !== null) return tidy(question);
  }
  const told = sentences.sort((a, b) => b.length - a.length)[0] ?? '';
  return told === ''
    ? 'Is there a mechanism in your service that carries the lesson of this event?'
    : tidy(`Is there a mechanism that covers this lesson for your service: ${lower(told)}?`);
}

/** The last clause that can be asked; one that points back at what stands before it cannot be asked alone. */
function askedOf(sentence: string): string | null {
  const clauses = sentence.split(/;\s+|:\s+|\s[–—]\s/).map((clause) => clause.trim());
  for (let i = clauses.length - 1; i >= 0; i--) {
    const clause = clauses[i] ?? '';
    if (clause.split(' ').length < 3 || (i > 0 && POINTS_BACK.test(clause))) continue;
    const question = asked(clause, i === 0);
    if (question !== null) return question;
  }
  return null;
}

function asked(clause: string, opens: boolean): string | null {
  const bare = clause.replace(ADVERB, '').replace(/^(?:lesson|learning|takeaway)s?\s*:\s*/i, '');
  const forbidden = FORBIDDEN.exec(bare)?.[1];
  if (forbidden !== undefined) return `Do you have a mechanism that makes sure that you never ${yours(forbidden)}?`;
  if (isOrder(bare)) return `Do you have a mechanism to ${lower(yours(bare))}?`;
  const [, inCase = '', order = ''] = IN_CASE.exec(bare) ?? [];
  if (isOrder(order)) return `Do you have a mechanism to ${lower(yours(order))} ${lower(yours(inCase))}?`;
  const should = SHOULD.exec(bare);
  if (should !== null) return fromShould(should[1] ?? '', should[2] !== undefined, should[3] ?? '');
  const absent = ABSENT.exec(bare)?.[1] ?? WANTED.exec(bare)?.[1];
  if (absent !== undefined) return `Do you have ${article(yours(absent.replace(THEN, '')))}?`;
  const needs = NEEDS.exec(bare);
  if (needs !== null && !/\b(?:that|which|who)$/i.test(needs[1] ?? ''))
    return fromNeed(yours(needs[1] ?? ''), yours(needs[2] ?? ''));
  return opens && NORM.test(bare) ? `Do you have a mechanism that makes sure that ${lower(yours(bare))}?` : null;
}

/** "A canary check needs a baseline" asks whether every one has it. */
function fromNeed(subject: string, need: string): string {
  if (isPlural(subject)) return `Do ${lower(subject)} have ${need}?`;
  const every = subject.replace(/^(?:a|an|any|each)\s+/i, 'every ');
  return `Does ${lower(every)} have ${need}?`;
}

/** "We should test X" asks you; "X should be tested" asks whether a mechanism makes sure of it. */
function fromShould(subject: string, denied: boolean, rest: string): string {
  const who = subject.trim().toLowerCase();
  const predicate = yours(rest);
  if (/^(?:we|one|you|teams?|everyone|everybody|somebody|people|engineers|developers|it)$/.test(who))
    return denied
      ? `Do you have a mechanism that makes sure that you never ${predicate}?`
      : `Do you have a mechanism to ${predicate}?`;
  return `Do you have a mechanism that makes sure that ${lower(yours(subject))} ${finite(subject, predicate, denied)}?`;
}

/** "be tested" after a plural is "are tested", after a singular "is tested"; another verb takes its s. */
function finite(subject: string, predicate: string, denied: boolean): string {
  const many = isPlural(subject);
  const never = denied ? 'never ' : '';
  const [verb = '', ...rest] = predicate.split(' ');
  const tail = rest.join(' ');
  if (/^be$/i.test(verb)) return `${many ? 'are' : 'is'} ${never}${tail}`;
  if (/^have$/i.test(verb)) return `${never}${many ? 'have' : 'has'} ${tail}`;
  return many ? `${never}${predicate}` : `${never}${third(verb)} ${tail}`;
}

function third(verb: string): string {
  if (/(?:s|x|z|ch|sh|o)$/i.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/i.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

/** The noun that counts stands before "of", "for", "on" …: "alarms on the queue" are many. */
function isPlural(subject: string): boolean {
  const head =
    subject.replace(/\s*\([^)]*\)/g, '').split(/\s+(?:of|for|on|in|to|from|with|that|which|at|by)\s+/)[0] ?? subject;
  if (/^(?:each|every|a|an|one|this|that)\s/i.test(head)) return false;
  return /\band\b/.test(head) || /[^su]s$/i.test(head.trim()) || /^(?:all|both|many|several)\s/i.test(head);
}

function isOrder(sentence: string): boolean {
  const [first = '', ...rest] = sentence.split(/\s+/);
  const verb = first.toLowerCase().replace(/[^a-z-]/g, '');
  if (!ORDERS.has(verb)) return false;
  const next = rest.join(' ');
  // "Test coverage was poor" is no order; "Test the restore" and "Alarm on what customers see" are.
  const finiteVerbFollows = /^(?:\S+\s){0,3}(?:is|are|was|were|has|had|did|does|could|would)\b/i.test(next);
  return next !== '' && (NOT_A_NOUN.test(next) || !finiteVerbFollows);
}

/** "our alarms, which we own" → "your alarms, which you own". */
function yours(text: string): string {
  return text
    .replace(/\bourselves\b/gi, 'yourselves')
    .replace(/\bours?\b/gi, (word) => (word.toLowerCase() === 'ours' ? 'yours' : 'your'))
    .replace(/\bwe\b/gi, 'you')
    .replace(/\bus\b/g, 'you')
    .replace(/\bmy\b/gi, 'your');
}

function article(noun: string): string {
  const bare = noun.trim();
  if (/^(?:a|an|the|any|some|more|better|enough|your|each|every|all|one|two|no)\b/i.test(bare) || isPlural(bare))
    return bare;
  return `${/^[aeiou]/i.test(bare) ? 'an' : 'a'} ${bare}`;
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) =>
      sentence
        .replace(/^[\s\-*•–—:,;()]+/, '')
        .replace(/[\s.!?;:,]+$/, '')
        .trim(),
    )
    .filter((sentence) => sentence.split(/\s+/).length >= 2);
}

/** A sentence's capital goes; the capitals of a name or acronym stay. */
function lower(text: string): string {
  return /^\p{Lu}(?:\p{Ll}|\s)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

const LONGEST = 900;

function tidy(question: string): string {
  const line = question
    .replace(/\s+/g, ' ')
    .replace(/\s+([,?.])/g, '$1')
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST).replace(/\s+\S*$/, '')} …?`;
}
