import { wordsOf } from '../claims/words.js';
import { STEP, type Steps } from '../kernel/turns.js';
import { asidesOf } from './aside.js';
import { BESIDE, chatterReason, isTechnical, TELLING } from './chatter.js';
import type { ReadEvent } from './read-event.js';
import { repeatedTalk } from './repeated-talk.js';
import { wordsIn } from './words-in.js';

/** Words of this length and more can name a thing; shorter ones stand everywhere. */
const LEAST_LETTERS = 4;
/** A word of telling statements that stands as often in other talk names nothing. */
const LEAST_SHARE = 0.34;
/** "On it" needs no subject; a longer statement that merely hints has to name what it is about. */
const SHORT_WORDS = 6;

/**
 * Why a statement counts for nothing when moments are looked for, and whether it is still proposed if it fell into the incident or, in a
 * channel of the incident, `leadMs` milliseconds before it.
 */
export type Idle = { reason: string; inside: boolean; leadMs: number };

/**
 * Talk that is beside the incident; found before anything else is read from the chat, since a channel's small talk is full of things
 * that are slow, broken, fixed and deployed. A statement counts when it tells of the response in so many words; one that only sounds
 * technical counts when it names what alarms, changes, tickets or telling statements also name, when it carries a technical token, or
 * when it comes from somebody who takes part in the response. That second test is for channels that are mostly small talk and for
 * evidence that has more than talk; a channel of one incident keeps whatever sounds like one.
 */
export function* idleTalk(events: readonly ReadEvent[]): Steps<Map<ReadEvent, Idle>> {
  const idle = new Map<ReadEvent, Idle>();
  const named = namesOf(events);
  yield;
  const talk = events.filter((event) => event.lead.kind === 'message' && event.signal === null);
  yield;
  const repeated = yield* repeatedTalk(talk.filter((event) => event.byPerson));
  const asides = asidesOf(talk, named);
  yield;
  const heard: ReadEvent[] = [];
  let looked = 0;
  for (const event of talk) {
    if (++looked % STEP === 0) yield;
    if (asides.has(event)) {
      idle.set(event, { reason: ANOTHER_MATTER, inside: false, leadMs: 0 });
      continue;
    }
    const again = repeated.has(event) && !touches(event, named);
    const reason = again ? SAID_ALL_DAY : chatterReason(event, named);
    if (reason !== null) idle.set(event, { reason, inside: false, leadMs: 0 });
    else heard.push(event);
  }
  // What only names nothing does not make a small channel one of small talk.
  const small = talk.length < LEAST_TALK ? [...idle.values()].filter(({ reason }) => reason !== BESIDE) : [...idle];
  const ofIncident = small.length < talk.length * MOSTLY;
  const responders = respondersOf(heard, named, ofIncident);
  yield;
  const answers = (event: ReadEvent): boolean => responders.has(speakerOf(event)) && !PLANS.test(event.text);
  for (const [event, one] of idle)
    if (one.reason === BESIDE) {
      one.inside = answers(event) && !PRIVATE.test(event.text) && wordsIn(event).length >= LEAST_WORDS;
      one.leadMs = ofIncident ? LEAD_MS : 0;
    }
  if (named.size === 0 || ofIncident || talk.length < LEAST_TALK) return idle;
  yield;
  const vocabulary = new Set([...named, ...tellingWords(heard, talk)]);
  for (const event of heard) {
    if (++looked % STEP === 0) yield;
    if (!event.byPerson || isPlain(event) || answers(event)) continue;
    if (touches(event, vocabulary) || isTechnical(event.text)) continue;
    idle.set(event, {
      reason: BESIDE,
      inside: !PLANS.test(event.text) && SERIOUS.some((topic) => event.reading.has(topic)),
      leadMs: 0,
    });
  }
  return idle;
}

/** What anybody may say who notices an incident. */
const SERIOUS = ['failure', 'retracted', 'escalation', 'communication'] as const;
const LEAST_WORDS = 3;
/** What responders say just before anybody names the incident leads to it. */
const LEAD_MS = 10 * 60_000;
/** From here on a channel is judged by what most of it is. */
const LEAST_TALK = 20;
const MOSTLY = 0.5;
const ANOTHER_MATTER = 'about another matter, announced as such';
const SAID_ALL_DAY = 'said again and again, whatever happens';
/** Errands and appointments: people who answer an incident have them too. */
const PLANS =
  /\b(?:next (?:week|sprint|month|quarter)|tomorrow|(?<!\bsince\b[^.,;]{0,40})(?:on|by|until|till) (?:monday|tuesday|wednesday|thursday|friday)|locally|my (?:\w+ )?(?:pr|branch|build|machine|laptop|desk|calendar|ticket|blog|team))\b/i;

/** What the speaker was, has or needs besides. */
const PRIVATE = /\b(?:I (?:was|need|have to|had|can't|cannot|could|missed|lost|like|love)|my|please)\b/i;

/** Tells of the response outright, or briefly: what is said in a hint has to be about something. */
export function isPlain(event: ReadEvent): boolean {
  const strengths = TELLING.map((topic) => event.reading.get(topic)?.strength ?? 0);
  const most = Math.max(...strengths);
  return most >= 2 || (most === 1 && wordsIn(event).length <= SHORT_WORDS);
}

const speakerOf = ({ lead }: ReadEvent): string => lead.actor?.id ?? lead.actor?.name ?? '';

/**
 * Who said that they look, found, mended or closed, or spoke of what is named more than once. In a channel that is mostly about the
 * incident, also who said one thing of substance.
 */
function respondersOf(talk: readonly ReadEvent[], named: ReadonlySet<string>, ofIncident: boolean): Set<string> {
  const responders = new Set<string>();
  const mentioned = new Set<string>();
  for (const event of talk) {
    if (!event.byPerson) continue;
    const speaker = speakerOf(event);
    if (RESPONDING.some((topic) => event.reading.has(topic))) responders.add(speaker);
    else if (ofIncident) responders.add(speaker);
    else if (touches(event, named)) (mentioned.has(speaker) ? responders : mentioned).add(speaker);
  }
  return responders;
}
const RESPONDING = ['engaged', 'diagnosed', 'mitigated', 'resolved'] as const;

/** Words that name what the incident is about: alarms, deployed things, tickets, their labels. */
export function namesOf(events: readonly ReadEvent[]): Set<string> {
  const named = new Set<string>();
  // A hundred hosts write a hundred thousand lines.
  const subjects = new Set<string>();
  for (const { lead } of events)
    if (lead.subject !== null && lead.kind !== 'message' && lead.kind !== 'note') subjects.add(lead.subject);
  for (const subject of subjects) {
    for (const word of wordsOf(subject)) if (word.length >= LEAST_LETTERS && !COMMON.has(word)) named.add(word);
  }
  return named;
}

/** Words that telling statements use more than other talk does. */
function tellingWords(heard: readonly ReadEvent[], talk: readonly ReadEvent[]): string[] {
  const telling = new Map<string, number>();
  for (const event of heard) if (isPlain(event)) for (const word of namesIn(event)) add(telling, word);
  const all = new Map<string, number>();
  for (const event of talk) for (const word of namesIn(event)) if (telling.has(word)) add(all, word);
  return [...telling].flatMap(([word, count]) => (count / (all.get(word) ?? count) >= LEAST_SHARE ? [word] : []));
}

/** Words long enough to name a thing, each once. */
export function namesIn(event: ReadEvent): Set<string> {
  const names = new Set<string>();
  for (const word of wordsIn(event)) if (word.length >= LEAST_LETTERS && !COMMON.has(word)) names.add(word);
  return names;
}
const add = (counts: Map<string, number>, word: string): void => void counts.set(word, (counts.get(word) ?? 0) + 1);
export const touches = (event: ReadEvent, vocabulary: ReadonlySet<string>): boolean =>
  wordsIn(event).some((word) => vocabulary.has(word) && !COMMON.has(word));

/** Words that stand in alarm names and in any talk alike. */
const COMMON: ReadonlySet<string> = new Set(
  (
    'this that these those there then than with from into have been were will would could should what when where which while about after ' +
    'before again just also only some more most over under here they them their your mine need needs does done make made take took back ' +
    'good well very much many still going getting today now time team work working works look looking looks like please thanks everyone ' +
    'service services high alert alarm test people site sites page main build prod production docs host data'
  ).split(' '),
);
