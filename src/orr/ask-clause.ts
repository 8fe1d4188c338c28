import {
  belongs,
  byWhich,
  due,
  forbidden,
  inCase,
  matters,
  norm,
  order,
  required,
  should,
  taught,
  unless,
} from './told-as-duty.js';
import { noneDid, withoutThen } from './told-as-fault.js';
import {
  absent,
  fewKnew,
  hadNo,
  hadThey,
  needs,
  neverDone,
  thing,
  uncovered,
  without,
  wouldHaveHelped,
} from './told-as-want.js';

type Form = (clause: string) => string | null;
const ADVERB =
  /^(?:always|also|regularly|automatically|please|only|first|then|next time|in future|in the future)[,\s]+/i;

/** How people tell a lesson, as a duty or as a want; the first form that fits asks. */
const FORMS: readonly Form[] = [
  ...[forbidden, unless, fewKnew, matters, byWhich, order, (clause: string) => inCase(clause, askClause)],
  ...[
    neverDone,
    wouldHaveHelped,
    hadThey,
    taught,
    should,
    uncovered,
    withoutThen,
    noneDid,
    absent,
    without,
    hadNo,
    needs,
    required,
    belongs,
    due,
  ],
  ...[thing, norm],
];

/** The question that one clause asks, for something to do or for something that holds; null when it tells something else. */
export function askClause(clause: string): string | null {
  // "Only one engineer knew …" begins with no adverb.
  const bare = /^only\s+(?:one|a single|two|somebody|a few)\b/i.test(clause) ? clause : clause.replace(ADVERB, '');
  for (const form of FORMS) {
    const question = form(bare);
    if (question !== null) return question;
  }
  return null;
}
