import { inGeneralWords, type Local } from './general-words.js';

/** What `inGeneralWords` puts where a name stood. */
const PLACE = /\b(?:the services?|the team|a host|hosts|somebody|a version)\b/i;
/** Said of more than one thing or time: there is something to ask others. */
const GENERAL =
  /\b(?:every|each|all|any|anything|never|always|regularly|before|whenever|when|once a|per|automatic\w*|both|months?|quarters?|years?|weeks?|days?|at least|at most)\b/i;
const DUTY = /\b(?:must|should|needs?|have to|has to|ought to|lack(?:ed|s)?|no|without|nobody|never)\b/i;
/** What others could have too. */
export const MECHANISM =
  /\b(?:mechanism|alarm|alert|monitor|metric|slo|dashboard|runbook|playbook|timeout|time-out|retr(?:y|ies)|back-?off|jitter|limit|quota|throttl\w+|circuit.?breaker|kill.?switch|bulkhead|canar(?:y|ies)|health.?check|test|drill|game.?day|fail-?over|fallback|backup|restor\w+|rollback|roll.?back|flag|gate|guard\w*|validat\w+|review|automation|isolat\w+|partition\w*|shard\w*|redundan\w+|replicas?|single point|budget|escalat\w+|on-?call|probe|schema|lock|pool|cache|cell|load|capacity|polic(?:y|ies)|check)s?\b/i;
/** Done once, to one thing. */
const ERRAND =
  'archive|arrange|ask|book|bump|buy|call|clean|close|contact|decommission|delete|fix|give|grant|hire|invite|merge|migrate|move|order|patch|reboot|redeploy|reinstall|remove|rename|renew|repair|replace|restart|revert|rotate|schedule|sell|swap|talk|tell|thank|update|upgrade';
/** An errand too, unless what is built is something that others could have. */
const BUILD =
  'add|change|create|decrease|disable|enable|get|have|increase|install|introduce|lower|put|raise|reduce|resize|set|tune|turn|use';
const OPENING =
  /^(?:(?:the services?|a host|the team)\s*:\s*)?(?:(?:please|also|next time|for now|todo:?|action:?|then)[,:]?\s+)*(?:(?:we|you|i|somebody|someone|the team)\s+(?:should|must|need(?:s)? to|have to|has to|ought to|will|want to|could)\s+)?/i;
const PASSIVE =
  /\b(?:needs? to|should|must|has to|have to|ought to)\s+be\s+(?:archived|bumped|cleaned|closed|decommissioned|deleted|fixed|given|granted|merged|migrated|moved|patched|rebooted|redeployed|reinstalled|removed|renamed|renewed|repaired|replaced|restarted|reverted|swapped|updated|upgraded)\b/i;
const PRAISE =
  /^(?:(?:many|big|special)\s+)?(?:thanks?|kudos|props|hats off|shout-?outs?|well done|(?:great|good|nice|excellent) (?:team ?)?(?:job|work|response|effort|collaboration|spirit)|congrat\w*)\b/i;
/** Said to one person. */
const TO_SOMEBODY =
  /^(?:please\s+)?(?:ping|ask|tell|talk to|thank|contact|call|give|grant|invite|remind|e?-?mail|message|check with|sync with|speak (?:to|with))\s+somebody\b/i;
/** A blemish of one thing. */
const BLEMISH = /\b(?:typos?|misspell\w*|out of date|outdated|broken link|wrong (?:unit|name|colou?r|title|label))\b/i;
const OF_PLACE =
  /^(?:the\s+(?:[\w-]+\s){1,4}(?:of|for|on|in)\s+)?(?:the services?|the team|a host|hosts|somebody|a version)\b/i;
/** A sentence of no more words names a thing and says nothing of others. */
const SHORT = 12;

/**
 * Whether a lesson is about one thing in one place, however it was marked: an errand for a named service, host, ticket or person, praise, or
 * nothing but names. Others could not answer a question made of it. In doubt it is not: a reviewer rejects faster than they write.
 */
export function isLocal(lesson: string, local: Local): boolean {
  const general = inGeneralWords(lesson, local);
  if (PRAISE.test(general) || TO_SOMEBODY.test(general.replace(OPENING, ''))) return true;
  const words = general.replace(new RegExp(PLACE, 'gi'), ' ').match(/\p{L}{2,}/gu) ?? [];
  if (GENERAL.test(general)) return false;
  if (words.length < 3 && !(DUTY.test(general) && MECHANISM.test(general))) return true;
  const named = PLACE.test(general) || bare(general) !== bare(lesson);
  const order = general.replace(OPENING, '');
  const oneThing = named || /^\w+ (?:the|this|that|two|one|three|more)\b/i.test(order);
  if (oneThing && PASSIVE.test(general)) return true;
  if (oneThing && begins(order, ERRAND)) return true;
  if (named && begins(order, BUILD)) return !MECHANISM.test(order) || /\bto \d/.test(order);
  if (words.length > SHORT || /[.!?;:]\s/.test(general) || DUTY.test(general)) return false;
  return named && (BLEMISH.test(general) || (OF_PLACE.test(general) && !MECHANISM.test(general)));
}

const begins = (order: string, verbs: string) => new RegExp(`^(?:${verbs})\\b`, 'i').test(order);

/** Without markup and white space: what differs then was a name, a time or a ticket. */
const bare = (text: string) => text.replace(/[\s*_`~.,;:!?()[\]]+/g, '').toLowerCase();
