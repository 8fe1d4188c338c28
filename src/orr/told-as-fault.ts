import { type ClauseParts, partsOf } from './clause-parts.js';
import { HAS_PRONOUN, makesSure, PLACED, toDo } from './clause-words.js';
import { readVerb } from './fault-verbs.js';
import { article, finite, isPlural, lower, third, yours } from './grammar.js';
import { inPresent } from './in-present.js';
import { MECHANISM } from './is-local.js';
import { baseOf, isOrdered } from './orders.js';
import { BETTER } from './quoted-lesson.js';

/** Verbs that say that something is well: what they tell is not to be kept from happening. */
const GOOD =
  /^(?:catch|contain|help|pay|prevent|protect|prove|recover|reduce|resolve|respect|reveal|save|shorten|succeed|survive|win)$/;
/** Verbs that say that something is wrong, whatever stands beside them. */
const BAD =
  /^(?:accumulate|amplify|break|bury|cascade|compete|confuse|corrupt|crash|crowd|deadlock|delay|delete|deny|disagree|discard|double|drain|drift|drop|drown|erase|evict|exceed|exhaust|expose|fail|flap|flood|forget|freeze|hang|hide|ignore|jam|kill|lack|leak|lie|lose|mask|mislead|miss|multiply|outgrow|outlast|outlive|overflow|overload|overrun|override|overwhelm|overwrite|poison|refuse|reject|rot|saturate|silence|skew|slow|stall|starve|steal|strand|suffer|surprise|swallow|swamp|trap|trip|vanish|waste|wipe)$/;
/** Inevitable by themselves: "disks fail". */
const ALONE = /^(?:break|crash|die|disappear|drift|expire|fail|grow|happen|run|stop|vanish)$/;
/** What a mechanism does that works. */
const DOES_GOOD = /^(?:block|cut|give|hold|keep|let|limit|make|show|stop|tell|turn)$/;
/** What somebody perceives comes of the fault and is not the fault. */
const PERCEIVED = /^(?:believe|hear|know|learn|notice|say|see|seem|think)$/;
const NOTHING = /^(?:nothing|nobody|no|none|little|few)\b/i;
/** A state that nobody wants. */
const BAD_STATE =
  /^(?:(?:all|both|still|already|often|completely)\s+)*(?:too|out of|behind|absent|blind|broken|busy|dead|different|disabled|down|empty|exhausted|full|hard|hidden|ignored|inconsistent|invisible|larger|late|longer|lost|missing|old|outdated|overloaded|shared|short(?!er)|silent|slow\w*|stale|stuck|un\w+|wrong\w*|offline|in the same|on the same|the only|a single)\b/i;
/** That the sentence speaks of something that went wrong. */
const WENT_WRONG =
  /\b(?:no|not|n't|never|nobody|nothing|none|without|only|too|un\w{4,}|fail\w*|lost|lose\w*|hid\w*|br(?:eaks?|oken?)|down|outages?|slow\w*|late\w?|stale|wrong\w*|poor\w*|bad\w*|dead|stuck|full|missing|missed|misse?s|errors?|forg[eo]t\w*|delay\w*|long(?:er)?|hours?|minutes?|days?|silent\w*|left|single|twice|one|all|every|over\w{4,}|reject\w*|compet\w*|delet\w*|expos\w*|stopp?\w*|took|takes?|doubl\w*)\b/i;
/** What told the reason, or what came of it, is no part of what must not happen. */
const AFTERWARDS =
  /,.*$|\s+(?:because|although|though|since|so that|so|but|which meant|and (?:each|both|nobody|neither|none|we|it|they|somebody|the|so))\s.*$/i;
/** Without the reason, and without another clause that is added by "and". */
function alone(rest: string): string {
  const bare = rest.replace(AFTERWARDS, '').trim();
  const pieces = bare.split(/\sand\s/);
  const other = pieces.findIndex(
    (piece, i) => i > 0 && readVerb(piece.split(' ')[0] ?? '') === null && partsOf(piece) !== null,
  );
  return other === -1 ? bare : pieces.slice(0, other).join(' and ');
}
const NOT_FOR_LONG = /\b(?:for|until|till|before|after|when|while|because|enough|only|in time)\b/i;
const PEOPLE =
  /^(?:(?:somebody|someone|anybody|anyone|everybody|everyone)|(?:an?|one|any|each|every) (?:single )?(?:engineer|operator|developer|person|admin|administrator|user))$/i;
const US = /^(?:we|the team)$/i;
/** What people do that should not be done; what they find or feel is no fault of a mechanism. */
const OUR_FAULT =
  /^(?:accept|assume|change|delete|depend|deploy|drop|forget|guess|ignore|leave|load|lose|merge|miss|open|overwrite|push|release|rely|remove|restart|roll|run|set|share|switch|treat|trust|turn|use)$/;

/** The question of a clause that states a fault or a fact: it asks for what keeps that from happening. Null in doubt. */
export function fault(told: string): string | null {
  if (DUTY_TOLD.test(told)) return null;
  // "A storm from the service exhausts a pool of the service": those are two.
  const clause = told.replace(/\bthe service\b(.*)\bthe service\b/i, 'one service$1another service');
  return fromOthers(clause) ?? tookLong(clause) ?? becauseNever(clause) ?? withoutThen(clause) ?? inThatCase(clause);
}

/** What ought to be is no fault. */
const DUTY_TOLD = /\b(?:should|must|shall|needs? to|have to|has to|ought to|may only)\b/i;
const FROM_OTHERS =
  /\b(?:learn(?:ed|t)|heard|found out|knew|told|noticed)\b.{0,40}\b(?:from|by|through|thanks to)\b.{0,20}\b(?:customers?|users?|support|partners?|the press|social media|twitter)\b|^(?:(?:our|the|some|most|many|a)\s)?(?:customers?|users?|support|partners?)\s(?:noticed|heard|reported|told|saw|complained|called|found|knew|learned)\b.{0,80}\b(?:before|first|earlier)\b/i;
const fromOthers = (clause: string) =>
  FROM_OTHERS.test(clause)
    ? 'Do you have an alarm, or another mechanism, that tells you of a fault before customers do?'
    : null;

/** "It took us an hour to find the owner." */
function tookLong(clause: string): string | null {
  const [, verb = '', what = ''] =
    /^it (?:took|takes)\s(?:[^,]{2,40}\s)?to\s([a-z-]+)\s([^,]{3,120})/i.exec(clause) ?? [];
  if (verb === '' || HAS_PRONOUN.test(what)) return null;
  return toDo(`${verb.toLowerCase()} ${yours(what.replace(AFTERWARDS, ''))} without delay`);
}

/** "The rollback took long because nobody had practised it" asks for the practice. */
function becauseNever(clause: string): string | null {
  const [, told = '', done = ''] =
    /^(.+?),?\s+(?:because|since|as)\s+(?:nobody|no ?-?one|we|none of us)\s+(?:(?:had|has|have)\s+)?(?:(?:not|never|ever)\s+)*([a-z-]+)\s+(?:it|them)(?:\s+\S+){0,3}$/i.exec(
      clause,
    ) ?? [];
  const verb = baseOf(done);
  const subject = partsOf(told)?.subject;
  return verb === null || subject === undefined || HAS_PRONOUN.test(subject)
    ? null
    : toDo(`${verb} ${lower(ours(subject))}`);
}

/** "Without backpressure, a slow consumer fills the broker." */
export function withoutThen(clause: string): string | null {
  const [, means = '', then = ''] = /^without\s+([^,]{2,70}),\s+(.+)$/i.exec(clause) ?? [];
  if (means === '' || PLACED.test(means) || HAS_PRONOUN.test(means)) return null;
  const kept = keptFrom(then);
  const what = article(lower(yours(means)));
  return kept === null
    ? makesSure(`there ${isPlural(means) ? 'are' : 'is'} ${what}`)
    : `Do you have ${what}, or another mechanism, that makes sure that ${kept}?`;
}

/** "No dashboard showed the queue" asks for one that does. */
export function noneDid(clause: string): string | null {
  const then = /^no\s+(?!one\b|longer\b|more\b|matter\b)(.+)$/i.exec(clause)?.[1];
  const parts = then === undefined ? null : partsOf(then);
  if (parts === null || PLACED.test(parts.subject)) return null;
  const { subject, verb } = parts;
  const rest = inPresent(alone(parts.rest));
  if (rest === null || NOT_FOR_LONG.test(rest)) return null;
  const who = article(lower(yours(subject)));
  if ('base' in verb) return makesSure(`${who} ${finite(subject, `${verb.base} ${yours(rest)}`.trim(), false)}`.trim());
  if (verb.auxiliary !== 'be' || verb.isDenied || rest === '') return null;
  return makesSure(`${who} ${isPlural(subject) ? 'are' : 'is'} ${yours(rest)}`);
}

/** "When the primary fails, clients wait forever": the case stands behind. */
function inThatCase(clause: string): string | null {
  const [, when = '', then = clause] =
    /^((?:when|whenever|if|while|once|after|during)\s[^,]{3,80}),\s+(.+)$/i.exec(clause) ?? [];
  if (/^(?:when|whenever|if|while|once|after|during|before|in|on|at)\s/i.test(then)) return null;
  const kept = keptFrom(then);
  if (kept === null) return null;
  if (when === '') return makesSure(kept);
  const present = inPresent(when);
  return present === null ? null : makesSure(`${kept} ${lower(ours(present))}`);
}

/** What must hold so that the clause does not come true. */
function keptFrom(clause: string): string | null {
  const parts = partsOf(clause.replace(/^(?:then|often|sometimes)\s+/i, ''));
  if (parts === null) return null;
  const { subject } = parts;
  if (/^(?:it|this|that|these|those|they|there|he|she|what|which|how|i|only|no|none)\b/i.test(subject)) return null;
  const rest = inPresent(alone(parts.rest));
  if (rest === null) return null;
  return 'auxiliary' in parts.verb
    ? withAuxiliary(parts, parts.verb, ours(rest))
    : withVerb(parts, parts.verb.base, ours(rest));
}

function withAuxiliary(
  { subject }: ClauseParts,
  verb: { auxiliary: string; isDenied: boolean },
  rest: string,
): string | null {
  const who = lower(ours(subject));
  const be = isPlural(subject) ? 'are' : 'is';
  if (rest === '' || /^(?:nobody|no)\b/i.test(subject)) return null;
  const [, been] = /^(?:(?:never|not)\s+)?been\s+(.+)$/i.exec(rest) ?? [];
  const isDone = verb.auxiliary === 'be' || (verb.auxiliary === 'have' && been !== undefined);
  if (verb.isDenied || /^(?:never|not)\s/i.test(rest)) {
    const bare = (been ?? rest).replace(/^(?:never|not)\s+/i, '');
    if (NOT_FOR_LONG.test(bare) || /\b(?:only|without)\b/i.test(subject)) return null;
    if (verb.auxiliary === 'can') return `${who} can ${bare}`;
    if (isDone) return /^(?:\w+ed|\w+n|set|kept|held|built)\b/i.test(bare) ? `${who} ${be} ${bare}` : null;
    return verb.auxiliary === 'do' ? `${who} ${finite(subject, bare, false)}` : null;
  }
  if (verb.auxiliary === 'can') return BETTER.test(rest) || isGood(rest) ? null : prevented(subject, rest);
  if (!isDone) return null;
  const state = been ?? rest;
  const done = readVerb(state.split(' ')[0] ?? '');
  const isBad = BAD_STATE.test(state) || (done?.form === 'past' && BAD.test(done.base));
  if (!isBad) return null;
  return PEOPLE.test(subject) ? `nobody is ${state}` : `${who} ${be} never ${state}`;
}

const isGood = (rest: string) => GOOD.test(rest.split(' ')[0] ?? '');

function withVerb({ subject }: ClauseParts, base: string, rest: string): string | null {
  if (NOTHING.test(rest)) return null;
  if (/^(?:nobody|no ?-?one)$/i.test(subject)) return `somebody ${third(base)} ${rest}`;
  const head = subject.split(/\s(?:that|which|who|without|of|for|on|in|with)\s/i)[0] ?? subject;
  const isMeans =
    MECHANISM.test(head) &&
    !/\b(?:without|only|averages?|mean|that|which|shared|stale|old|broken|failing|manual)\b/i.test(subject);
  if (GOOD.test(base)) return isMeans ? `${lower(ours(subject))} ${finite(subject, `${base} ${rest}`, false)}` : null;
  if (BETTER.test(rest)) return null;
  const lacking = lacks(subject);
  if (lacking !== null) return lacking;
  if (!BAD.test(base) && isMeans && !WENT_WRONG.test(`${subject} ${rest}`))
    return DOES_GOOD.test(base) ? `${lower(ours(subject))} ${finite(subject, `${base} ${rest}`, false)}` : null;
  if (PERCEIVED.test(base)) return null;
  if (ALONE.test(base) && /^(?:\w+ly|often|again|sometimes)?$/i.test(rest)) return null;
  if (US.test(subject)) return OUR_FAULT.test(base) || isOrdered(base) ? `you never ${base} ${rest}` : null;
  return prevented(subject, `${base} ${rest}`);
}

/** "Retries without backoff turn …": all of them have it. */
function lacks(subject: string): string | null {
  const [, who = '', what = ''] =
    /^((?:(?:a|an|any|all|most)\s)?[^,]{2,50}?)\swithout\s([^,]{3,50})$/i.exec(subject) ?? [];
  if (
    who === '' ||
    PLACED.test(who) ||
    /\b(?:that|which|who|being)\b|\b\w+ing\b/i.test(what) ||
    / without /i.test(what)
  )
    return null;
  const means = article(yours(what.replace(/^any\s/i, '')));
  if (isPlural(who)) return `${lower(yours(who))} have ${means}`;
  return /^(?:a|an|any|each|every)\s/i.test(who)
    ? `${yours(who).replace(/^(?:a|an|any|each|every)\s+/i, 'every ')} has ${means}`
    : null;
}

function prevented(subject: string, predicate: string): string | null {
  const what = predicate.trim();
  if (/^all\s|^both\s/i.test(subject)) return null;
  if (US.test(subject)) return `you never ${what}`;
  if (PEOPLE.test(subject)) return `nobody can ${what}`;
  const [, of] = /^(?:any|each|every)\s(.+)$/i.exec(subject) ?? [];
  return of === undefined ? `${lower(ours(subject))} cannot ${what}` : `no ${yours(of)} can ${what}`;
}

/** What happened there must not happen here. */
const ours = (text: string) =>
  yours(text).replace(/\b(?:the|your) (services?|team)\b(?! (?:that|which)\b)/gi, 'your $1');
