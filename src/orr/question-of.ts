import { inGeneralWords, type Local } from './general-words.js';
import { MECHANISM } from './is-local.js';

/** Verbs that open an order. A word that is as often a noun ("test", "alarm") counts only when an article or object follows it. */
const ORDERS = new Set(
  (
    'act add adopt appoint agree alarm alert allow apply ask assign audit automate avoid back bake block budget build bound cache cap catch check choose clean configure consider compare cover create decide diff ' +
    'define degrade deploy design detect disable document drain drill drop enable enforce escalate establish evaluate exercise expose fail fall find fix force ' +
    'gate give guard handle have hold implement improve include increase introduce isolate keep kill know lead let limit link list lock log maintain make ' +
    'measure mark monitor move name notify page pin plan practice practise prefer prepare protect prove provide put raise read reduce refuse rehearse reject release remove renew replace require ' +
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
  /^(.{2,160}?)\s+(?:should|must|shall|needs? to|have to|has to|ought to|had better)\s+(?:always\s+|also\s+)?(not\s+|never\s+)?(.+)$/i;
const NEEDS = /^(.{2,100}?)\s+(?:(?:still|also|always)\s+)?(?:needs?|requires?|deserves?)\s+(?!to\b)(.+)$/i;
const REQUIRED =
  /^(.{2,120}?)\s+(?:is|are)\s+(?:always\s+)?(?:required|needed|necessary|mandatory|essential|a must)\b\s*(.*)$/i;
const WANTED =
  /^(?:we\s+)?(?:need|needs|require|want|lack(?:s|ed)?|miss(?:es|ed)?|are missing|were missing|did not have|didn't have|should have had|could have used|do not have|don't have|had no|have no)\s+(?:for\s+)?(?!of\b)(.+)$/i;
const ABSENT = /^(?:there (?:was|is|were|are) no|no(?! one\b)|lack of|missing|absence of|without)\s+(.+)$/i;
const HAD_NO =
  /^((?:(?:our|the|a|an|each|every|some|most)\s+)?[^,]{2,60}?)\s+(?:had|has|have|lacked|lacks?)\s+(?:no|neither)\s+(.+)$/i;
/** "Cron jobs without a dead man's switch fail silently." */
const WITHOUT =
  /^((?:(?:a|an|any|all|most)\s+)?[^,]{2,60}?)\s+without\s+(.{3,80}?)\s+(?:fails?|failed|are|is|were|was|can|cannot|will|do|does|breaks?|broke|hides?|hid|causes?|caused|makes?|made|leads?|led|turns?|gets?|goes|go)\s/i;
/** "No change without a rollback plan." */
const UNLESS = /^no\s+(.{2,60}?)\s+without\s+(.+)$/i;
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
/** "… would have been avoided by request coalescing, which should be the default". */
const BY_WHICH =
  /\b(?:by|with|through|of|on|for|using)\s+([^,]{3,60}),\s+which\s+(?:should|must|needs to|has to|ought to)\s+(.+)$/i;
const AVOIDED_BY =
  /\b(?:would|could|might) have (?:been )?(?:prevented|avoided|caught|stopped|shortened|limited|found|detected|noticed)(?: [^,]{0,60}?)? (?:by|with|through) ([^,]{3,100})$/i;
const CAUGHT_IT =
  /^(an?\s[^,]{3,80}?|[^,\s]+(?:\s[^,\s]+){1,6}?)\s+(?:would|could) have (?:prevented|avoided|caught|stopped|shortened|limited|found|detected|shown|told|saved|warned)\b/i;
/** "… had its clients used exponential backoff." */
const HAD = /\bwould(?:n't| not)? have\b.*?\s(?:had|if)\s+((?:\w+\s){1,3}?)(?:had\s+)?(\w+(?:ed|t|un))\s+(.+)$/i;
/** What the want of it led to is no part of it. */
const THEN =
  /(?:,|\s+(?:and|which|so|because|since|until))?\s+(?:hid|hides|caused|meant|made|delayed|led to|allowed|let us|prevented|kept|because|since|until)\s.*$/i;
/** A rule stated as if it held already. */
const NORM = /^(?:every|each|all)\s/i;
const PRONOUN = '(?:it|its|itself|them|they|their|this|these|those|that one)';
/** What a clause cut out of its sentence may point at: its subject, or the object of its order. */
const POINTS_BACK = new RegExp(`^(?:\\S+\\s+){0,2}${PRONOUN}\\b`, 'i');
const DUTY = /^(?:we|you|teams?|one)\s+(?:should|must|need to|have to|ought to)\s+(?:always\s+|also\s+)?/i;
const DETERMINED = /^(?:every|each|any|all|a|an|no|both)\s/i;
/** What begins a sentence without a part in it. */
const LEAD =
  /^(?:(?:in (?:hindsight|retrospect|short|general|future|the future)|next time|going forward|lessons?(?: learn(?:ed|t))?|learnings?|takeaways?|note|remember|again|clearly|so|and|but|therefore|hence|thus|however|moreover|also|generally|as a rule|we (?:learned|learnt|found|realised|realized|now know|saw)(?: again)?(?: that)?|(?:the team|somebody|the service) (?:learned|learnt|found|realised|realized)(?: that)?|it (?:is|was) (?:clear|important|essential|vital|critical)(?: that| to)?|what (?:would have )?(?:helped|worked|was missing)(?: us)?(?: most)?(?: is| was)?)\b[\s,:–—-]*)+/i;

/**
 * A readiness question from a lesson: it can be answered with yes or no, asks for a mechanism and holds no name of a service, host or person.
 * An order ("Exercise the rollback …"), a should-sentence or a need becomes the question; anything else is asked as it stands.
 */
export function questionOf(lesson: string, local: Local): string {
  const general = inGeneralWords(lesson, local);
  // All in capitals is weight, not names.
  const sentences = sentencesOf(/\p{Ll}/u.test(general) ? general : general.toLowerCase());
  // What to do is said last; what happened, first.
  for (let i = sentences.length - 1; i >= 0; i--) {
    const question = askedOf(sentences[i] ?? '', sentences[i - 1]);
    if (question !== null) return tidy(question);
  }
  const told =
    [...sentences].sort((a, b) => Number(PLACED.test(a)) - Number(PLACED.test(b)) || b.length - a.length)[0] ?? '';
  return told === ''
    ? 'Is there a mechanism in your service that carries the lesson of this event?'
    : tidy(`Is there a mechanism that covers this lesson for your service: ${lower(told.replace(LEAD, ''))}?`);
}

/** A sentence about the place of the event tells what happened, not what to do. */
const PLACED = /\b(?:the services?|the team|a host|hosts|somebody|a version)\b/i;
const HEADING = /^(?:(?:the|a|an|our|your)\s+)?[\p{L}\p{N}/'-]+(?:\s[\p{L}\p{N}/'-]+){0,3}$/u;

/** The last clause that can be asked; one that points back at what stands before it cannot be asked alone. */
function askedOf(sentence: string, before: string | undefined): string | null {
  const bare = sentence
    .replace(/\s(?:=|is|are)\s+(?:an?\s+)?(?:absolute\s+)?must[- ]haves?\b/i, ' is required')
    .replace(
      /\s*\((?:[^()]*\b(?:here|e\.g|i\.e|for example|such as|the service|a host|hosts|somebody|the team|one region|a version)\b[^()]*|(?:see|cf|ref)\b[^()]*|[^()]{40,})\)/gi,
      '',
    );
  const clauses = bare
    .split(
      /;\s+|:\s+(?![^()]*\))|\s(?:[–—]|-{1,2})\s|,\s+(?:and\s+)?(?:so|hence|therefore|thus)\s+|,\s+(?=(?:so |and |but |hence |therefore |thus )?(?:we|you|teams?)\s+(?:should|must|need|lack|want|have to|had no|have no|did not have|ought))/,
    )
    .map((clause) => clause.trim());
  // A clause that speaks for itself is asked before one whose pronoun has to be filled in.
  for (const alone of [true, false])
    for (let i = clauses.length - 1; i >= 0; i--) {
      const clause = (clauses[i] ?? '').replace(LEAD, '');
      const earlier = i > 0 ? clauses[i - 1] : before;
      if (clause.split(' ').length < 3 || (alone && earlier !== undefined && leansBack(clause))) continue;
      const whole = alone || !POINTS_BACK.test(clause.replace(DUTY, '')) ? clause : resolved(clause, earlier);
      const question = whole === null ? null : asked(whole);
      if (question !== null) return withHeading(question, i > 0 ? clauses[i - 1] : undefined);
    }
  return null;
}

/** An order with a pronoun anywhere, or a sentence that begins with one, may mean something of before. */
function leansBack(clause: string): boolean {
  if (POINTS_BACK.test(clause.replace(DUTY, '')) && !DETERMINED.test(clause)) return true;
  return isOrder(clause) && new RegExp(`\\b${PRONOUN}\\b`, 'i').test(clause);
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
    new RegExp(`\\b${PRONOUN}\\b|^(?:there|nobody|we|you|no)\\b`, 'i').test(subject)
  )
    return null;
  if (isPlural(subject) !== /^(?:them|these|those)$/i.test(pronoun)) return null;
  return clause.replace(/\b(?:it|them|these|those|this)\b/i, lower(subject));
}

const MAKES_SURE = 'Do you have a mechanism that makes sure that';

function asked(clause: string): string | null {
  const bare = clause.replace(ADVERB, '');
  const forbidden = FORBIDDEN.exec(bare)?.[1];
  if (forbidden !== undefined) return `${MAKES_SURE} you never ${yours(forbidden)}?`;
  const unless = UNLESS.exec(bare);
  if (unless !== null) return `${MAKES_SURE} ${fromNeed(`every ${unless[1] ?? ''}`, yours(unless[2] ?? ''))}?`;
  const few = FEW.exec(clause);
  if (few !== null)
    return `${MAKES_SURE} more than one person ${/^(?:knew|knows)$/i.test(few[1] ?? '') ? 'knows' : /^(?:had|has)$/i.test(few[1] ?? '') ? 'has' : 'can'} ${lower(yours(few[2] ?? ''))}?`;
  const matters = /^(.{3,60}?) matters?(?: a lot| too)?$/i.exec(bare)?.[1];
  if (matters !== undefined) return `Do you have a mechanism that enforces ${lower(yours(matters))}?`;
  const by = BY_WHICH.exec(bare);
  if (by !== null)
    return `${MAKES_SURE} ${lower(yours(by[1] ?? ''))} ${finite(by[1] ?? '', yours(by[2] ?? ''), false)}?`;
  if (isOrder(bare))
    return `Do you have a mechanism to ${lower(yours(bare.replace(/,\s+(?:do not|don't)\s+/i, ' and not ')))}?`;
  const [, inCase = '', order = ''] = IN_CASE.exec(bare) ?? [];
  if (isOrder(order)) return `Do you have a mechanism to ${lower(yours(order))} ${lower(yours(inCase))}?`;
  const never = fromNeverDone(bare);
  if (never !== null) return never;
  const saved =
    AVOIDED_BY.exec(bare)?.[1] ??
    (PLACED.test(CAUGHT_IT.exec(bare)?.[1] ?? 'somebody') ? undefined : CAUGHT_IT.exec(bare)?.[1]);
  if (saved !== undefined && !new RegExp(`\\b${PRONOUN}\\b`, 'i').test(saved)) return thereIs(saved);
  const had = fromHad(bare);
  if (had !== null) return had;
  const should = SHOULD.exec(bare);
  if (should !== null) return fromShould(should[1] ?? '', should[2] !== undefined, should[3] ?? '');
  const uncovered = UNCOVERED.exec(bare);
  if (uncovered !== null)
    return `${MAKES_SURE} ${article(lower(yours(uncovered[1] ?? '')))} ${third(baseOf(uncovered[2] ?? '') ?? 'cover')} ${yours(uncovered[3] ?? '')}?`;
  const absent = ABSENT.exec(bare)?.[1] ?? WANTED.exec(bare)?.[1];
  if (absent !== undefined) return thereIs(absent.replace(THEN, ''));
  const without = WITHOUT.exec(bare);
  if (without !== null) return `${MAKES_SURE} ${fromNeed(yours(without[1] ?? ''), yours(without[2] ?? ''))}?`;
  const hadNo = HAD_NO.exec(bare);
  if (hadNo !== null && !/^(?:we|you|i|they|it|nobody|the team)$/i.test(hadNo[1] ?? ''))
    return `${MAKES_SURE} ${fromNeed(yours(hadNo[1] ?? ''), article(yours((hadNo[2] ?? '').replace(THEN, ''))))}?`;
  const needs = NEEDS.exec(bare);
  if (needs !== null && !/\b(?:that|which|who|it|this|we)$/i.test(needs[1] ?? ''))
    return `${MAKES_SURE} ${fromNeed(yours(needs[1] ?? ''), yours(needs[2] ?? ''))}?`;
  const required = REQUIRED.exec(bare);
  if (required !== null && !/^(?:it|this|that|these)$/i.test(required[1] ?? ''))
    return fromRequired(required[1] ?? '', required[2] ?? '');
  if (isThing(bare)) return thereIs(bare);
  return NORM.test(bare) ? `${MAKES_SURE} ${lower(yours(bare))}?` : null;
}

/** An article or a plural, a mechanism by name, and nothing that happens. */
const isThing = (clause: string) =>
  (/^an?\s/i.test(clause) || isPlural(clause)) &&
  clause.split(' ').length <= 14 &&
  !VERB.test(clause) &&
  MECHANISM.test(clause) &&
  !NORM.test(clause);

function thereIs(noun: string): string {
  const what = article(lower(yours(noun.trim())));
  return `${MAKES_SURE} there ${isPlural(noun.replace(/^(?:any|some|more|better|enough)\s/i, '')) ? 'are' : 'is'} ${what}?`;
}

/** "Probes are required for all endpoints" asks whether they are in place there; "Approval is required to deploy", whether it is required. */
function fromRequired(subject: string, rest: string): string {
  const be = isPlural(subject) ? 'are' : 'is';
  const state =
    rest === '' || /^(?:for|on|in|at|by|before|after|when|with|across)\b/i.test(rest) ? 'in place' : 'required';
  return `${MAKES_SURE} ${lower(yours(subject))} ${be} ${state}${rest === '' ? '' : ` ${yours(rest)}`}?`;
}

/** "Nobody had tested the restore" asks for a mechanism to test it. */
function fromNeverDone(bare: string): string | null {
  const plain = NOT_DONE.exec(bare);
  if (plain !== null && ORDERS.has((plain[1] ?? '').toLowerCase()))
    return `Do you have a mechanism to ${(plain[1] ?? '').toLowerCase()} ${yours(plain[2] ?? '')}?`;
  if (!/^(?:no ?-?one|nobody|none)\b|\b(?:never|not|n't)\b/i.test(bare.slice(0, 40))) return null;
  const done = NEVER_DONE.exec(bare);
  const verb = baseOf(done?.[1] ?? '');
  return verb === null
    ? null
    : `Do you have a mechanism to ${verb} ${yours((done?.[2] ?? '').replace(/,?\s+(?:so|and so|which)\s.*$/i, ''))}?`;
}

/** "… would have been harmless had clients used backoff" asks whether clients use it. */
function fromHad(bare: string): string | null {
  const [, who = '', done = '', what = ''] = HAD.exec(bare) ?? [];
  const verb = baseOf(done);
  const subject = who.trim().replace(/^(?:its|their)\s+(?=\w)/i, '');
  if (verb === null || PLACED.test(subject) || /^(?:somebody|it|they|its|this|that)$/i.test(subject)) return null;
  if (/^(?:we|you|one|anybody|anyone)$/i.test(subject)) return `Do you have a mechanism to ${verb} ${yours(what)}?`;
  return `${MAKES_SURE} ${lower(yours(subject))} ${finite(subject, `${verb} ${yours(what)}`, false)}?`;
}

/** The verb of a participle, of those that are ordered; null for others. */
function baseOf(done: string): string | null {
  const low = done.toLowerCase();
  const irregular: Record<string, string> = {
    built: 'build',
    kept: 'keep',
    held: 'hold',
    run: 'run',
    set: 'set',
    known: 'know',
    written: 'write',
    found: 'find',
    sent: 'send',
    read: 'read',
    drilled: 'drill',
    put: 'put',
    practised: 'practise',
    practiced: 'practice',
  };
  if (irregular[low] !== undefined) return irregular[low] ?? null;
  const stems = [
    low.replace(/ed$/, ''),
    low.replace(/d$/, ''),
    low.replace(/(.)\1ed$/, '$1'),
    low.replace(/ied$/, 'y'),
  ];
  return low.endsWith('ed') ? (stems.find((stem) => stem !== low && ORDERS.has(stem)) ?? null) : null;
}

/** "A canary check needs a baseline": every one has it. */
function fromNeed(subject: string, need: string): string {
  if (isPlural(subject)) return `${lower(subject)} have ${need}`;
  return `${lower(subject.replace(/^(?:a|an|any|each)\s+/i, 'every '))} has ${need}`;
}

/** "We should test X" asks you; "X should be tested" asks whether a mechanism makes sure of it. */
function fromShould(subject: string, denied: boolean, rest: string): string {
  const who = subject.trim().toLowerCase();
  const predicate = yours(rest);
  if (/^(?:we|one|you|teams?|everyone|everybody|somebody|someone|people|engineers|developers|it|the team)$/.test(who))
    return denied ? `${MAKES_SURE} you never ${predicate}?` : `Do you have a mechanism to ${predicate}?`;
  return `${MAKES_SURE} ${lower(yours(subject))} ${finite(subject, predicate, denied)}?`;
}

/** "be tested" after a plural is "are tested", after a singular "is tested"; another verb takes its s. */
function finite(subject: string, predicate: string, denied: boolean): string {
  const many = isPlural(subject);
  const never = denied ? 'never ' : '';
  const [verb = '', ...rest] = predicate.split(' ');
  // "must own an alert and page": the second verb of two takes the form of the first where it follows at once.
  const tail = rest.join(' ').replace(/\b(and|or) be (?=\w)/g, (_, word: string) => `${word} ${many ? 'are' : 'is'} `);
  if (/^be$/i.test(verb)) return `${many ? 'are' : 'is'} ${never}${tail}`;
  if (/^have$/i.test(verb)) return `${never}${many ? 'have' : 'has'} ${tail}`;
  return `${never}${many ? verb : third(verb)} ${tail}`;
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
  if (/^(?:[\p{L}-]+\s){0,3}[\p{L}-]+[^su]s\s[\p{L}-]+ing\b/iu.test(head)) return true;
  return /\band\b/.test(head) || /[^su]s$/i.test(head.trim()) || /^(?:all|both|many|several)\s/i.test(head);
}

function isOrder(sentence: string): boolean {
  const [first = '', ...rest] = sentence.split(/\s+/);
  const verb = first.toLowerCase().replace(/[^a-z-]/g, '');
  if (!ORDERS.has(verb)) return false;
  const next = rest.join(' ');
  // "Test coverage was poor" is no order; "Test the restore" and "Alarm on what customers see" are.
  const finiteVerbFollows =
    /^(?:\S+\s){0,3}(?:is|are|was|were|has|had|did|does|could|would|can|cannot|must|should|will|may|might|needs?|ha(?:s|ve) to|matters?|fail(?:s|ed)?|took|takes|broke|breaks|went|goes|came|comes|hid|hides|works?|worked|helps?|helped|got|made|caused?|causes|mean[st]?)\b/i.test(
      next,
    );
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

/** What takes no article: monitoring, detection, redundancy, jitter. */
const UNCOUNTED = /(?:ing|tion|ment|ness|ity|cy|age|ance|ence|ship|ware|access|back-?off|traffic|jitter)$/i;

function article(noun: string): string {
  const bare = noun.trim();
  if (/^(?:a|an|the|any|some|more|better|enough|your|each|every|all|one|two|no)\b/i.test(bare) || isPlural(bare))
    return bare;
  const head = bare.split(/\s+(?:of|for|on|in|to|from|with|that|which|at|by)\s+/)[0] ?? bare;
  if (UNCOUNTED.test(head.trim())) return bare;
  return `${/^[aeiou]/i.test(bare) ? 'an' : 'a'} ${bare}`;
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])(?<!\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl)\.)\s+|\n+/i)
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
