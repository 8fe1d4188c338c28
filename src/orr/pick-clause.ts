import { askClause } from './ask-clause.js';
import { DETERMINED, DUTY, HAS_PRONOUN, PLACED, POINTS_BACK } from './clause-words.js';
import { isPlural, lower } from './grammar.js';
import { isOrder } from './orders.js';
import { fault } from './told-as-fault.js';

/** What begins a sentence without a part in it. */
export const LEAD =
  /^(?:(?:in (?:hindsight|retrospect|short|general|future|the future)|next time|going forward|lessons?(?: learn(?:ed|t))?|learnings?|takeaways?|note|remember|again|clearly|so|and|but|therefore|hence|thus|however|moreover|also|generally|as a rule|we (?:learned|learnt|found|realised|realized|now know|saw)(?: again)?(?: that)?(?! (?:out|of|about|from|it)\b)|(?:the team|somebody|the service) (?:learned|learnt|found|realised|realized)(?: that)?|it (?:is|was) (?:clear|important|essential|vital|critical)(?: that| to)?|what (?:would have )?(?:helped|worked|was missing)(?: us)?(?: most)?(?: is| was)?)\b[\s,:–—-]*)+/i;
const HEADING = /^(?:(?:the|a|an|our|your)\s+)?[\p{L}\p{N}/'-]+(?:\s[\p{L}\p{N}/'-]+){0,3}$/u;
/** Where a sentence falls into clauses; "when …, we need …" stays whole. */
const BETWEEN =
  /;\s+|:\s+(?![^()]*\))|\s(?:[–—]|-{1,2})\s|,\s+(?:and\s+)?(?:so|hence|therefore|thus)\s+|,\s+(?=(?:so |and |but |hence |therefore |thus )?(?:we|you|teams?)\s+(?:should|must|need|lack|want|have to|had no|have no|did not have|ought))/;
const CASE = /^(?:when|whenever|if|while|once)\s/i;
const ASIDE =
  /\s*\((?:[^()]*\b(?:here|e\.g|i\.e|for example|such as|the service|a host|hosts|somebody|the team|one region|a version)\b[^()]*|(?:see|cf|ref)\b[^()]*|[^()]{40,})\)/gi;

/** The question of the last clause that can be asked; one that points back at what stands before it cannot be asked alone. */
export function pickClause(sentence: string, before: string | undefined): string | null {
  const clauses = clausesOf(
    sentence
      .replace(/\s(?:=|is|are)\s+(?:an?\s+)?(?:absolute\s+)?must[- ]haves?\b/i, ' is required')
      .replace(ASIDE, ''),
  );
  // A clause that speaks for itself is asked before one whose pronoun has to be filled in.
  for (const alone of [true, false])
    for (let i = clauses.length - 1; i >= 0; i--) {
      const clause = (clauses[i] ?? '').replace(LEAD, '');
      const earlier = i > 0 ? clauses[i - 1] : before;
      if (clause.split(' ').length < 3 || (alone && earlier !== undefined && leansBack(clause))) continue;
      const whole = alone || !POINTS_BACK.test(clause.replace(DUTY, '')) ? clause : resolved(clause, earlier);
      const question = whole === null ? null : askClause(whole);
      if (question !== null) return withHeading(question, i > 0 ? clauses[i - 1] : undefined);
    }
  return null;
}

/** The question of the first clause that tells a fault; one that points back tells it of something unsaid. */
export function faultOf(sentence: string): string | null {
  for (const clause of clausesOf(sentence.replace(ASIDE, ''))) {
    const bare = clause.replace(LEAD, '');
    const question =
      POINTS_BACK.test(bare) && !DETERMINED.test(bare) && !/^it t(?:ook|akes)\s/i.test(bare) ? null : fault(bare);
    if (question !== null) return question;
  }
  return null;
}

function clausesOf(sentence: string): string[] {
  const clauses: string[] = [];
  let isCase = false;
  for (const clause of sentence.split(BETWEEN)) {
    if (isCase) clauses.push(`${clauses.pop()}, ${clause.trim()}`);
    else clauses.push(clause.trim());
    isCase = CASE.test(clause.trim().replace(LEAD, '')) && !clause.includes(',');
  }
  return clauses;
}

/** An order with a pronoun anywhere, or a sentence that begins with one, may mean something of before. */
function leansBack(clause: string): boolean {
  if (POINTS_BACK.test(clause.replace(DUTY, '')) && !DETERMINED.test(clause)) return true;
  return isOrder(clause) && HAS_PRONOUN.test(clause);
}

/** "TLS certificates: automate renewal" asks for the renewal of those. */
function withHeading(question: string, heading: string | undefined): string {
  const about = heading !== undefined && HEADING.test(heading) && !PLACED.test(heading) && !LEAD.test(`${heading}:`);
  return about && /^Do you have a mechanism to/.test(question)
    ? `${question.slice(0, -1)}, for ${lower(heading)}?`
    : question;
}

/** "Global pushes are dangerous. Stage them" orders to stage global pushes. Null when nobody can tell what is meant. */
function resolved(clause: string, before: string | undefined): string | null {
  const [, order = '', pronoun = ''] =
    /^(\S+(?:\s(?:on|for|to|back|up|down|out|off))?)\s+(it|them|these|those|this)\b/i.exec(clause.replace(DUTY, '')) ??
    [];
  if (order === '' || !isOrder(clause.replace(DUTY, ''))) return DETERMINED.test(clause) ? clause : null;
  const subject =
    /^((?:[\p{L}'-]+\s){0,3}?[\p{L}'-]+)\s+(?:is|are|was|were|can|cannot|must|should|do|does|have|has|need|needs|fail|fails)\s/iu.exec(
      before ?? '',
    )?.[1];
  if (
    subject === undefined ||
    PLACED.test(subject) ||
    HAS_PRONOUN.test(subject) ||
    /^(?:there|nobody|we|you|no)\b/i.test(subject)
  )
    return null;
  if (isPlural(subject) !== /^(?:them|these|those)$/i.test(pronoun)) return null;
  return clause.replace(/\b(?:it|them|these|those|this)\b/i, lower(subject));
}
