import { isStopWord } from '../search/words.js';
import { inGeneralWords, type Local } from './general-words.js';
import { isOrder, isOrdered } from './orders.js';

/** What `inGeneralWords` puts where a name stood. */
const PLACE = /\b(?:the services?|the team|a host|hosts|somebody|a version)\b/i;
/** Said of more than one thing or time: there is something to ask others. */
const GENERAL =
  /\b(?:every|each|all(?!-)|any|anything|never|always|regularly|before|whenever|when|once a|per|automatic\w*|both|(?<!\b(?:next|this|last)\s)(?:months?|quarters?|years?|weeks?|days?)|at least|at most)\b/i;
const DUTY = /\b(?:must|should|needs?|have to|has to|ought to|lack(?:ed|s)?|no(?! longer)|without|nobody|never)\b/i;
/** What others could have too. */
export const MECHANISM =
  /\b(?:mechanism|alarm|alert|monitor|metric|slo|dashboard|runbook|playbook|timeout|time-out|retr(?:y|ies)|back-?off|jitter|limit|quota|throttl\w+|circuit.?breaker|kill.?switch|bulkhead|canar(?:y|ies)|health.?check|test|drill|game.?day|fail-?over|fallback|backup|restor\w+|rollback|roll.?back|flag|gate|guard\w*|validat\w+|review|automation|isolat\w+|partition\w*|shard\w*|redundan\w+|replicas?|single point|budget|escalat\w+|on-?call(?!\s+(?:phone|number|laptop))|probe|schema|lock|pool|cache|cell|load|capacity|polic(?:y|ies)|check)s?\b/i;
/** Done once, to one thing. */
const ERRAND =
  'archive|arrange|ask|book|bump|buy|call|cancel|clean|close|contact|decommission|delete|finish|fix|give|grant|hire|invite|merge|migrate|move|order|patch|pay|reboot|rebuild|redeploy|reimage|reinstall|remove|rename|renew|repair|replace|restart|resubmit|revert|rotate|schedule|sell|sign|swap|talk|tell|thank|update|upgrade';
/** An errand too, unless what is built is something that others could have. */
const BUILD =
  'add|change|create|decrease|disable|enable|get|have|increase|install|introduce|lower|put|raise|reduce|resize|set|tune|turn|use';
const OPENING =
  /^(?:(?:the services?|a host|the team)\s*:\s*)?(?:(?:please|also|next time|for now|todo:?|action:?|then)[,:]?\s+)*(?:(?:we|you|i|somebody|someone|the team|the service)\s+(?:should|must|need(?:s)? to|have to|has to|ought to|will|want to|could)\s+)?/i;
const TO_BE_DONE = String.raw`\b(?:needs? to|should|must|has to|have to|ought to)\s+be\s+`;
const PASSIVE = new RegExp(
  `${TO_BE_DONE}(?:archived|bumped|cancelled|cleaned|closed|decommissioned|deleted|finished|fixed|given|granted|merged|migrated|moved|patched|rebooted|rebuilt|redeployed|reimaged|reinstalled|removed|renamed|renewed|repaired|replaced|restarted|reverted|signed|swapped|updated|upgraded)\\b`,
  'i',
);
/** Whatever is to be done, to one thing and once. */
const PLACE_TO_BE_DONE = new RegExp(
  `^(?:the services?|a host|hosts)\\s+.{0,40}?${TO_BE_DONE}[\\w-]+(?:ed|en|wn|lt|nt)\\b(?:\\s\\S+){0,4}$`,
  'i',
);
const PRAISE =
  /^(?:(?:many|big|special)\s+)?(?:thanks?|kudos|props|hats off|shout-?outs?|well done|(?:great|good|nice|excellent) (?:team ?)?(?:job|work|response|effort|collaboration|spirit)|congrat\w*)\b|\b(?:did|was) an? (?:very |really )?(?:great|good|fantastic|excellent|amazing|awesome|outstanding|superb|brilliant) (?:job|work)\b/i;
/** Said to one person, or to the one who is meant by a name. */
const TO_SOMEBODY =
  /^(?:please\s+)?(?:ping|ask|tell|talk to|thank|contact|call|give|grant|invite|remind|e?-?mail|message|check with|sync with|speak (?:to|with))\s+(?:the\s+)?(?:somebody|the services?)\b/i;
/** A blemish of one thing, or what it still does. */
const BLEMISH =
  /\b(?:typos?|misspell\w*|out of date|outdated|stale|broken link|wrong \p{L}+|still (?:has|have|mentions?|points?|uses?|says?|shows?|links?|refers?|runs?|lists?|reads?|calls?|sends?|is|are))\b/iu;
const OF_PLACE =
  /^(?:the\s+(?:[\w-]+\s){1,4}(?:of|for|on|in)\s+)?(?:the services?|the team|a host|hosts|somebody|a version)\b/i;
/** How one thing stands, or stood: "a host is back in the pool". */
const STATE =
  /^(?:the services?|a host|hosts|somebody)\s+(?:(?:is|are|was|were|will be|has been|have been)\s+(?!(?:a|the|our)\s)(?!.*\b(?:only|single|too|alone)\b)|(?:has|have|had)\s\d)/i;
/** "a host needs a new fan", "rack 12 needs a second feed": what one thing lacks. */
const LACKS =
  /^(?:(?:the services?|a host|hosts)(?:['’]s)?(?:\s[\w-]+){0,3}|(?:the\s+)?\p{L}+\s\d+(?:\s\p{L}+){0,2})\s+(?:still\s+)?(?:needs?|lacks?|wants?)\s+(?!to\b)/iu;
/** What somebody takes from it is for others too. */
const TAUGHT = /\b(?:taught|reminded|showed|told|learn(?:ed|t))\b/i;
/** Where one thing stands in a tracker. */
const STANDING =
  /^(?:is|are|was|were|has been|have been)?\s*(?:(?:not|still|now|already)\s+)*(?:done|open|closed|finished|merged|fixed|in progress|pending)?$/i;
/** A sentence of no more words names a thing and says nothing of others. */
const SHORT = 12;
/** What one person is to do; who writes "somebody" means anybody. */
const ONE_PERSON = /^somebody\s+(?:should|must|needs? to|has to|ought to|will)\b/i;
/** So few tell of one event. */
const FEW = 7;
/** No event but how things are: what can be done, and who alone can do it. */
const LASTING = /\b(?:can|cannot|can't|the only)\b/i;
const HAPPENED = /\b(?:is|was|were|has|had|got|gets|went|left|came|\p{L}{2,}ed)\b/iu;

/**
 * Whether a lesson is about one thing in one place, however it was marked: an errand for a named service, host, ticket or person, praise, or
 * nothing but names. Others could not answer a question made of it. In doubt it is not: a reviewer rejects faster than they write.
 */
export function isLocal(lesson: string, local: Local): boolean {
  const general = inGeneralWords(lesson, local);
  if (PRAISE.test(general) || TO_SOMEBODY.test(general.replace(OPENING, ''))) return true;
  const words = general.replace(new RegExp(PLACE, 'gi'), ' ').match(/\p{L}{2,}/gu) ?? [];
  if (words.length <= FEW && ONE_PERSON.test(general) && !/\bsomebody\b/i.test(lesson) && !MECHANISM.test(general))
    return true;
  if (GENERAL.test(general)) return false;
  const telling = words.filter((word) => !isStopWord(word.toLowerCase()));
  if ((words.length < 3 || telling.length < 2) && !(DUTY.test(general) && MECHANISM.test(general))) return true;
  const named = PLACE.test(general) || bare(general) !== bare(lesson);
  const order = general.replace(OPENING, '');
  if (named && clausesOf(general).every((clause) => STANDING.test(clause.replace(PLACE, '').trim()))) return true;
  if (isErrand(general, named)) return true;
  if (named && (LACKS.test(general) || PLACE_TO_BE_DONE.test(general.replace(/[.!]$/, ''))) && !MECHANISM.test(general))
    return true;
  if (words.length > SHORT) return false;
  if (
    words.length <= FEW &&
    HAPPENED.test(general) &&
    !LASTING.test(general) &&
    !DUTY.test(general) &&
    !MECHANISM.test(general)
  )
    return !TAUGHT.test(general) && !isOrder(order);
  // "The contract expires; somebody should renew it": the clause that says what to do is an errand for what was named.
  const clauses = clausesOf(general);
  const duties = clauses.filter((clause) => DUTY.test(clause) || OPENING.exec(clause)?.[0] !== '');
  if (
    clauses.length > 1 &&
    duties.length > 0 &&
    duties.every((clause) => isErrand(clause, PLACE.test(clause) || IT.test(clause)))
  )
    return true;
  if (clauses.length > 1 || DUTY.test(general) || TAUGHT.test(general)) return false;
  return (
    named &&
    (STATE.test(general) ||
      BLEMISH.test(general) ||
      (OF_PLACE.test(general) && !MECHANISM.test(general) && !LASTING.test(general)))
  );
}

/** A mechanism that others could have; "the pool" is that of the place. */
const A_MECHANISM = new RegExp(`(?<!\\b(?:the|this|that|its)\\s)${MECHANISM.source}`, 'i');
/** Something done to one thing, whatever the verb: "return the borrowed switch". */
const TO_ONE_THING = /^\p{L}+(?:-\p{L}+)?\s(?:back\s)?(?:the|a host|hosts|somebody)\b/iu;
const IT = /\b(?:it|them|this|that)\b/i;
const clausesOf = (text: string) => text.split(/[.!?;:,]\s+|[.!?;]$/).filter((clause) => clause.trim() !== '');

/** Something to do once, to one thing. @param named whether something was called by name */
function isErrand(general: string, named: boolean): boolean {
  const order = general.replace(OPENING, '');
  const oneThing = named || /^\w+ (?:the|this|that|two|one|three|more)\b/i.test(order);
  if (oneThing && (PASSIVE.test(general) || begins(order, ERRAND))) return true;
  if (!named) return false;
  if (begins(order, BUILD)) return !A_MECHANISM.test(order) || /\bto \d/.test(order);
  const [verb = ''] = order.split(' ');
  if (isOrdered(verb)) return PLACE.test(order) && order.split(' ').length <= FEW && !MECHANISM.test(order);
  return TO_ONE_THING.test(order) && !isStopWord(verb.toLowerCase()) && !MECHANISM.test(order);
}

const begins = (order: string, verbs: string) => new RegExp(`^(?:${verbs})\\b`, 'i').test(order);

/** Without markup and white space: what differs then was a name, a time or a ticket. */
const bare = (text: string) => text.replace(/[\s*_`~.,;:!?()[\]]+/g, '').toLowerCase();
