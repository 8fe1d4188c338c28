import { tellsSomething } from './clause-parts.js';
import { HAS_PRONOUN, makesSure, NORM, PLACED, toDo } from './clause-words.js';
import { article, finite, isPlural, lower, third, yours } from './grammar.js';
import { MECHANISM } from './is-local.js';
import { baseOf, isOrdered } from './orders.js';

const NEEDS = /^(.{2,100}?)\s+(?:(?:still|also|always)\s+)?(?:needs?|requires?|deserves?)\s+(?!to\b)(.+)$/i;
/** Told of the place of the event, so that others need it too. */
const NEEDED = /^((?:the services?|a host|hosts))\s+(?:needed|required|lacked)\s+(?!to\b)(.+)$/i;
const WANTED =
  /^(?:we\s+)?(?:need|needs|require|want|lack(?:s|ed)?|miss(?:es|ed)?|are missing|were missing|did not have|didn't have|should have had|could have used|do not have|don't have|had no|have no)\s+(?:for\s+)?(?!of\b)(.+)$/i;
const ABSENT = /^(?:there (?:was|is|were|are) no|no(?! one\b)|lack of|missing|absence of|without)\s+(.+)$/i;
const HAD_NO =
  /^((?:(?:our|the|a|an|each|every|some|most)\s+)?[^,]{2,60}?)\s+(?:had|has|have|lacked|lacks?)\s+(?:no|neither)\s+(.+)$/i;
/** "Cron jobs without a dead man's switch fail silently." */
const WITHOUT =
  /^((?:(?:a|an|any|all|most)\s+)?[^,]{2,60}?)\s+without\s+(.{3,80}?)\s+(?:fails?|failed|are|is|were|was|can|cannot|will|do|does|breaks?|broke|hides?|hid|causes?|caused|makes?|made|leads?|led|turns?|gets?|goes|go|stays?|keeps?|lets?)\s/i;
/** "Only one engineer knew the restore procedure." */
const FEW =
  /^only\s+(?:one|a single|two|somebody|a few)(?:\s+(?:engineers?|persons?|people|developers?|colleagues?|operators?|of us))?\s+(knew|knows|could|can|had|has)\s+(.+)$/i;
/** "No automated test covered leap years." */
const UNCOVERED =
  /^no\s+(.{3,50}?)\s+(covered|checked|watched|monitored|tested|exercised|warned|guarded|validated)\s+(.+)$/i;
/** A thing with no verb beside it: "Circuit breakers on calls to dependencies". */
const VERB =
  /\b(?:is|are|was|were|be|been|has|have|had|did|do|does|can|cannot|could|would|will|must|may|might|took|went|ran|came|got|hid|hides?|broke|lost|kept|took|choose|always|never|otherwise|[a-z]{2,}ed)\b/i;
/** What nobody did. */
const NEVER_DONE =
  /^(?:no ?-?one|nobody|none of us|we|the team)\s+(?:had|have|has|did|was|were)?\s*(?:not|never|ever|n't)?\s*(?:ever\s+)?([a-z-]+)\s+(.+)$/i;
const NOT_DONE =
  /^(?:we|the team|the service)\s+(?:did not|didn't|never|do not|don't)\s+(?:ever\s+)?([a-z-]+)\s+(.+)$/i;
const AVOIDED_BY =
  /\b(?:would|could|might) have (?:been )?(?:prevented|avoided|caught|stopped|shortened|limited|found|detected|noticed)(?: [^,]{0,60}?)? (?:by|with|through) ([^,]{3,100})$/i;
const CAUGHT_IT =
  /^(an?\s[^,]{3,80}?|[^,\s]+(?:\s[^,\s]+){1,6}?)\s+(?:would|could|might) have (?:prevented|avoided|caught|stopped|shortened|limited|found|detected|shown|told|saved|warned|kept|spared|protected|contained|isolated|reduced|halved|helped|made)\b/i;
/** "… had its clients used exponential backoff." */
const HAD = /\bwould(?:n't| not)? have\b.*?\s(?:had|if)\s+((?:\w+\s){1,3}?)(?:had\s+)?(\w+(?:ed|t|un))\s+(.+)$/i;
/** What the want of it led to is no part of it. */
const THEN =
  /(?:,|\s+(?:and|which|so|because|since|until))?\s+(?:hid|hides|caused|meant|made|delayed|led to|allowed|let us|prevented|kept|because|since|until)\s.*$/i;
const AND_THEN = /,?\s+(?:and|so|but|which|therefore)\s+(.+)$/i;

export function fewKnew(clause: string): string | null {
  const [, verb, what = ''] = FEW.exec(clause) ?? [];
  if (verb === undefined) return null;
  const many = /^kn/i.test(verb) ? 'knows' : /^ha/i.test(verb) ? 'has' : 'can';
  return makesSure(`more than one person ${many} ${lower(yours(what))}`);
}

/** "Nobody had tested the restore" asks for a mechanism to test it. */
export function neverDone(clause: string): string | null {
  const [, plain, object = ''] = NOT_DONE.exec(clause) ?? [];
  if (plain !== undefined && isOrdered(plain)) return toDo(`${plain.toLowerCase()} ${yours(object)}`);
  if (!/^(?:no ?-?one|nobody|none)\b|\b(?:never|not|n't)\b/i.test(clause.slice(0, 40))) return null;
  const done = NEVER_DONE.exec(clause);
  const verb = baseOf(done?.[1] ?? '');
  return verb === null
    ? null
    : toDo(`${verb} ${yours((done?.[2] ?? '').replace(/,?\s+(?:so|and so|which)\s.*$/i, ''))}`);
}

/** "Rate limits would have stopped it" asks for those. */
export function wouldHaveHelped(clause: string): string | null {
  const means = CAUGHT_IT.exec(clause)?.[1] ?? 'somebody';
  const saved = AVOIDED_BY.exec(clause)?.[1] ?? (PLACED.test(means) ? undefined : means);
  return saved === undefined || HAS_PRONOUN.test(saved) ? null : thereIs(saved);
}

/** "… would have been harmless had clients used backoff" asks whether clients use it. */
export function hadThey(clause: string): string | null {
  const [, who = '', done = '', what = ''] = HAD.exec(clause) ?? [];
  const verb = baseOf(done);
  const subject = who.trim().replace(/^(?:its|their)\s+(?=\w)/i, '');
  if (verb === null || PLACED.test(subject) || /^(?:somebody|it|they|its|this|that)$/i.test(subject)) return null;
  if (/^(?:we|you|one|anybody|anyone)$/i.test(subject)) return toDo(`${verb} ${yours(what)}`);
  return makesSure(`${lower(yours(subject))} ${finite(subject, `${verb} ${yours(what)}`, false)}`);
}

export function uncovered(clause: string): string | null {
  const [, what, done = '', object = ''] = UNCOVERED.exec(clause) ?? [];
  if (what === undefined) return null;
  return makesSure(`${article(lower(yours(what)))} ${third(baseOf(done) ?? 'cover')} ${yours(object)}`);
}

export function absent(clause: string): string | null {
  const what = ABSENT.exec(clause)?.[1] ?? WANTED.exec(clause)?.[1];
  return what === undefined ? null : thereIs(withoutEffect(what));
}

export function without(clause: string): string | null {
  const [, subject, what = ''] = WITHOUT.exec(clause) ?? [];
  return subject === undefined ? null : everyHas(yours(subject), yours(what));
}

export function hadNo(clause: string): string | null {
  const [, subject, what = ''] = HAD_NO.exec(clause) ?? [];
  if (subject === undefined || /^(?:we|you|i|they|it|nobody|the team)$/i.test(subject)) return null;
  return everyHas(yours(subject), article(yours(withoutEffect(what))));
}

export function needs(clause: string): string | null {
  const needed = NEEDED.exec(clause);
  const [, subject, what = ''] = NEEDS.exec(clause) ?? (MECHANISM.test(needed?.[2] ?? '') ? needed : null) ?? [];
  if (subject === undefined || /\b(?:that|which|who|it|this|we)$/i.test(subject)) return null;
  return everyHas(yours(subject), yours(what));
}

/** An article or a plural, a mechanism by name, and nothing that happens. */
export function thing(clause: string): string | null {
  const isThing =
    (/^an?\s/i.test(clause) || isPlural(clause)) &&
    clause.split(' ').length <= 14 &&
    !VERB.test(clause) &&
    MECHANISM.test(clause) &&
    !NORM.test(clause) &&
    !tellsSomething(clause);
  return isThing ? thereIs(clause) : null;
}

/** "an alarm, and nobody knew for hours": what came of it is cut off; "alarms, and dashboards" are two things that are missing. */
function withoutEffect(what: string): string {
  const bare = what.replace(THEN, '').replace(/,?\s(?:the|we|it|this|they|nobody|our)\s.*\bwould\b.*$/i, '');
  const rest = AND_THEN.exec(bare);
  return rest !== null && VERB.test(rest[1] ?? '') ? bare.slice(0, rest.index) : bare;
}

function thereIs(noun: string): string {
  const many = isPlural(noun.replace(/^(?:any|some|more|better|enough)\s/i, ''));
  return makesSure(`there ${many ? 'are' : 'is'} ${article(lower(yours(noun.trim())))}`);
}

/** "A canary check needs a baseline": every one has it. */
function everyHas(subject: string, what: string): string {
  if (isPlural(subject)) return makesSure(`${lower(subject)} have ${what}`);
  return makesSure(`${lower(subject.replace(/^(?:a|an|any|each)\s+/i, 'every '))} has ${what}`);
}
