import { HAS_PRONOUN, makesSure, NORM, PLACED, toDo } from './clause-words.js';
import { finite, isPlural, lower, yours } from './grammar.js';
import { isOrder } from './orders.js';

const FORBIDDEN = /^(?:do not|don't|never)\s+(.+)$/i;
/** "No change without a rollback plan." */
const UNLESS = /^no\s+(.{2,60}?)\s+without\s+(.+)$/i;
/** "For a critical service, diff everything": the order after the case that it is for. */
const IN_CASE = /^((?:when|whenever|for|before|after|if|while|during|on|in|at|with|without)\s[^,]{2,80}),\s+(.+)$/i;
/** "When a provider is down we should …": the case without a comma behind it. */
const CASE_FIRST =
  /^((?:when|whenever|if|while|once|before|after)\s[^,]{3,80}?),?\s+((?:we|you|teams)\s+(?:should|must|shall|need|needs|want|have to|has to|ought to)\s.+)$/i;
/** It happened once, and is no case for others. */
const HAPPENED =
  /\b(?:was|were|had|did|went|took|came|broke|fell|got|left|lost|ran|knew|saw)\b|(?<!\b(?:is|are|be|being|been|gets?|not)\s)\b[a-z]{2,}[a-df-z]ed\b/i;
/** "It taught us to freeze deploys": whatever verb stands there is ordered. */
const TAUGHT =
  /\b(?:taught|reminded|showed|told|tells|teaches|reminds)\s+(?:us|me|you|everyone|everybody|the team)\s+(?:again\s+)?to\s+(not\s+|never\s+)?(?:always\s+)?(.+)$/i;
const SHOULD =
  /^(.{2,160}?)\s+(?:should|must|shall|needs? to|have to|has to|ought to|had better|may(?=\s+only\b))\s+(?:always\s+|also\s+)?(not\s+|never\s+)?(.+)$/i;
const REQUIRED =
  /^(.{2,120}?)\s+(?:is|are)\s+(?:always\s+)?(?:required|needed|necessary|mandatory|essential|a must)\b\s*(.*)$/i;
/** "A first update is due within 15 minutes." */
const DUE = /^(.{3,100}?)\s+(?:is|are)\s+due\s+(.+)$/i;
/** "Messages that nobody can read belong in a dead letter queue." */
const BELONGS = /^(.{3,100}?)\s+belongs?\s+((?:in|on|into|onto|to|behind|with|under|next to|beside)\s.+)$/i;
/** "… would have been avoided by request coalescing, which should be the default". */
const BY_WHICH =
  /\b(?:by|with|through|of|on|for|using)\s+([^,]{3,60}),\s+which\s+(?:should|must|needs to|has to|ought to)\s+(.+)$/i;
const YOURSELF = /^(?:we|one|you|teams?|everyone|everybody|somebody|someone|people|engineers|developers|it|the team)$/;

/** "Never push to all cells": what must not be done. */
export function forbidden(clause: string): string | null {
  const what = FORBIDDEN.exec(clause)?.[1];
  return what === undefined ? null : makesSure(`you never ${yours(what)}`);
}

export function unless(clause: string): string | null {
  const [, what, without = ''] = UNLESS.exec(clause) ?? [];
  return what === undefined ? null : makesSure(`every ${what} has ${yours(without)}`);
}

export function matters(clause: string): string | null {
  const what = /^(.{3,60}?) matters?(?: a lot| too)?$/i.exec(clause)?.[1];
  return what === undefined ? null : `Do you have a mechanism that enforces ${lower(yours(what))}?`;
}

export function byWhich(clause: string): string | null {
  const [, means, duty = ''] = BY_WHICH.exec(clause) ?? [];
  return means === undefined ? null : makesSure(`${lower(yours(means))} ${finite(means, yours(duty), false)}`);
}

export function order(clause: string): string | null {
  return isOrder(clause) ? toDo(lower(yours(clause.replace(/,\s+(?:do not|don't)\s+/i, ' and not ')))) : null;
}

/** An order or a duty that is for a case: the case stands behind it in the question. @param ask what asks the rest of the clause */
export function inCase(clause: string, ask: (rest: string) => string | null): string | null {
  const [, when, what = ''] = CASE_FIRST.exec(clause) ?? IN_CASE.exec(clause) ?? [];
  if (when === undefined) return null;
  if (HAPPENED.test(when)) return isOrder(what) ? order(what) : null;
  const question = isOrder(what) || /^(?:we|you|teams)\s/i.test(what) ? ask(what) : null;
  if (question === null) return null;
  // "… a way to bypass it if a vendor fails": who is meant stands first where a pronoun follows.
  const late = lower(yours(when));
  return HAS_PRONOUN.test(question) && question.startsWith('Do you have a mechanism that makes sure that ')
    ? question.replace('makes sure that ', `makes sure that, ${late}, `)
    : `${question.slice(0, -1)} ${late}?`;
}

export function taught(clause: string): string | null {
  const [, not, what] = TAUGHT.exec(clause) ?? [];
  if (what === undefined || HAS_PRONOUN.test(what.split(' ').slice(0, 3).join(' '))) return null;
  return not === undefined ? toDo(yours(what)) : makesSure(`you never ${yours(what)}`);
}

/** "We should test X" asks you; "X should be tested" asks whether a mechanism makes sure of it. */
export function should(clause: string): string | null {
  const [, subject, not, rest = ''] = SHOULD.exec(clause) ?? [];
  if (subject === undefined) return null;
  const predicate = yours(rest);
  if (YOURSELF.test(subject.trim().toLowerCase())) {
    if (not !== undefined) return makesSure(`you never ${predicate}`);
    return toDo(predicate.replace(/^be able to\s+/i, ''));
  }
  return makesSure(`${lower(yours(subject))} ${finite(subject, predicate, not !== undefined)}`);
}

/** "Probes are required for all endpoints" asks whether they are in place there; "Approval is required to deploy", whether it is required. */
export function required(clause: string): string | null {
  const [, subject, rest = ''] = REQUIRED.exec(clause) ?? [];
  if (subject === undefined || /^(?:it|this|that|these)$/i.test(subject)) return null;
  const be = isPlural(subject) ? 'are' : 'is';
  const inPlace = rest === '' || /^(?:for|on|in|at|by|before|after|when|with|across)\b/i.test(rest);
  return makesSure(
    `${lower(yours(subject))} ${be} ${inPlace ? 'in place' : 'required'}${rest === '' ? '' : ` ${yours(rest)}`}`,
  );
}

export function belongs(clause: string): string | null {
  const [, what, where = ''] = BELONGS.exec(clause) ?? [];
  if (what === undefined || PLACED.test(what) || HAS_PRONOUN.test(what)) return null;
  return makesSure(`${lower(yours(what))} ${isPlural(what) ? 'go' : 'goes'} ${yours(where).replace(/^in\b/i, 'into')}`);
}

export function due(clause: string): string | null {
  const [, what, when = ''] = DUE.exec(clause) ?? [];
  if (what === undefined || PLACED.test(what) || HAS_PRONOUN.test(what)) return null;
  return makesSure(`${lower(yours(what))} ${isPlural(what) ? 'are' : 'is'} done ${yours(when)}`);
}

export const norm = (clause: string): string | null => (NORM.test(clause) ? makesSure(lower(yours(clause))) : null);
