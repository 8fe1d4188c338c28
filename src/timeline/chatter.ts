import { type Clause, clausesOf, spokenText } from './clauses.js';
import type { Topic } from './phrases.js';
import type { ReadEvent } from './read-event.js';
import { readPhrases } from './read-phrases.js';
import { wordsIn } from './words-in.js';

const SOCIAL =
  /\b(?:lunch|coffee|breakfast|dinner|birthday|weekend|vacation|holidays?|pto|pizza|beers?|cakes?|football|soccer|stand-?up|retro|commut\w+|weather|kids?|school run|doctor|dentist|lol|haha+|rofl|gif|meme|brb|afk|happy friday|good (?:morning|evening|night|afternoon)|morning (?:all|everyone|folks|team)|welcome (?:to|aboard)|congrats|congratulations|payroll|timesheets?|expenses?|offsite|party|parking|(?:my|your|the) laptop|headphones|microphone|zoom link|wrong channel|espresso|timesheets?|book club|newsletter|survey|hiring|interviews?|office|renovate|dependabot|parking|wi-?fi|all[- ]hands|okrs?|roadmap|newsletters?|vending|catering|set the channel (?:topic|purpose|description)|pinned a message|uploaded a file|renamed the channel|added an integration|new joiner|merged my|typo)\b/i;
const COURTESY =
  /^\W*(?:(?:ok(?:ay)?|k|kk|yes|yep|yeah|no|nope|sure|thanks?(?: you)?|thx|ty|cheers|great|nice|cool|awesome|perfect|good|got it|makes sense|sounds good|lgtm|ack|noted|right|done|same|agreed|indeed|hi|hello|hey|hm+|ah+|oh+|wow|ouch|oops|sorry|np|no problem|yw|you'?re welcome|will do|roger|copy that|\+1|:[\w+-]+:|nice work|great job|good job|well done|good catch|great work|team|all|everyone|folks|guys|both|again|for (?:the )?(?:update|help|info|quick (?:work|fix|response))|<@[^>]*>|@\w+|\p{Emoji_Presentation})[\s,.!:)-]*)+$/iu;
const FOLLOW_UP =
  /\b(?:post-?mortem|retrospective|coe|incident review|follow-?up (?:meeting|ticket|doc)|write-?up|calendar invite)\b.{0,60}\b(?:schedul\w*|tomorrow|monday|tuesday|wednesday|thursday|friday|next week|invite|doc|template|link|start\w*|writ\w*|due)\b/i;
/** A flag, a host or a measured value: the bare minimum of a technical statement. Acronyms and versions stand in any office talk. */
const TECHNICAL =
  /(?<![\p{L}\p{N}])(?:--[a-z][\w-]+|(?!v\d|q[1-4]\b)[a-z]{2,}[a-z-]*\d{2,}[\w.-]*|[a-z]+_[a-z_]+|(?:[a-z\d-]+\.){2,}[a-z]{2,}|\d+(?:\.\d+)?\s?(?:%|ms|rps|qps|[KMGT]i?B?)|[A-Z][a-z\d]+(?:[A-Z][a-z\d]+)+|\d{5,}|[a-z]{1,4}-(?=[A-Z\d]*\d)[A-Z\d]{3,})(?![\p{L}\p{N}])/u;
const SEEN_TOO = /\b(?:anyone|anybody|someone|is it|are you|you) (?:else )?(?:seeing|getting|noticing|having)\b/i;

/** Topics that make a sentence part of the incident whatever its tone, and those that do unless it is about the office. */
export const TELLING = ['mitigated', 'resolved', 'diagnosed', 'engaged', 'userReport', 'alertRaised'] as const;
const SUBSTANCE = [
  'failure',
  'retracted',
  'change',
  'escalation',
  'communication',
  'action',
  'finding',
  'recovered',
] as const;

/** Why a message or note proposes nothing, or null when it says something. @param known words of alarms and other subjects. */
export function chatterReason(event: ReadEvent, known: ReadonlySet<string>): string | null {
  const { kind } = event.lead;
  if (kind !== 'message' || event.signal !== null) return null;
  const text = spokenText(event.text);
  if (text === '' || COURTESY.test(text)) return CONVERSATION;
  const clauses = clausesOf(event.text);
  if (clauses.every((clause) => clause.question)) return SEEN_TOO.test(text) ? null : 'question that states nothing';
  if (FOLLOW_UP.test(text) && !endsBesides(clauses)) return 'follow-up after the incident';
  const says = (topics: readonly Topic[]): boolean => topics.some((topic) => event.reading.has(topic));
  if (says(TELLING)) return null;
  if (SOCIAL.test(text)) return CONVERSATION;
  if (says(SUBSTANCE)) return null;
  if (TECHNICAL.test(text) || wordsIn(event).some((word) => known.has(word))) return null;
  return BESIDE;
}

/** "Incident resolved. Postmortem on Thursday" is the ending first. */
function endsBesides(clauses: readonly Clause[]): boolean {
  return clauses.some(({ text }) => {
    if (FOLLOW_UP.test(text)) return false;
    const said = readPhrases(text);
    return said.has('resolved') || said.has('mitigated');
  });
}

/** Neither small talk nor about anything the incident is known by; who says it, and when, decides. */
export const BESIDE = 'talk that names nothing of the incident';
const CONVERSATION = 'conversation that states nothing about the incident';

/** Whether a text carries a flag, a host, an identifier or a measured value. */
export const isTechnical = (text: string): boolean => TECHNICAL.test(spokenText(text));
