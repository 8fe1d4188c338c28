import { squeeze, wordsOf } from '../claims/words.js';
import { eachInTurns, type Steps } from '../kernel/turns.js';
import type { TimelineEvent } from './event.js';
import { addItem } from './same-event.js';
import { stateInWords } from './signal.js';

/** Two channels tell of one event within this time of each other. */
const CHANNEL_LAG_MS = 120_000;

/**
 * Joins to an alarm what only repeats it: a bot's message or a page's opening that names the alarm, says the same state and comes within
 * two minutes, and the same alarm through another source. Every item is kept.
 * @param events in order of time.
 */
export function* joinEchoes(events: readonly TimelineEvent[]): Steps<TimelineEvent[]> {
  const alarms = new AlarmIndex();
  yield* eachInTurns(events, (event) => {
    if (event.lead.kind === 'alarm' && event.signal !== null) alarms.add(event);
  });
  if (alarms.size === 0) return [...events];
  const joined = new Set<TimelineEvent>();
  yield* eachInTurns(events, (event) => {
    const alarm = isEcho(event) ? alarms.near(event, joined) : undefined;
    if (alarm === undefined) return;
    for (const item of event.items) addItem(alarm, item);
    joined.add(event);
  });
  return events.filter((event) => !joined.has(event)).sort((a, b) => a.at - b.at);
}

function isEcho(event: TimelineEvent): boolean {
  const { kind } = event.lead;
  if (event.byPerson) return false;
  return kind === 'message' || kind === 'alarm' || (kind === 'page' && event.signal?.state === 'firing');
}

/** Alarm events by the longest word of their name, so that a message meets only the alarms it could be about. */
class AlarmIndex {
  size = 0;
  readonly #sources = new Set<string>();
  readonly #byWord = new Map<string, TimelineEvent[]>();
  readonly #wordOf = new Map<string, string>();

  add(alarm: TimelineEvent): void {
    const name = alarm.lead.subject ?? '';
    const word = this.#wordOf.get(name) ?? longestWord(name);
    this.#wordOf.set(name, word);
    if (word === '') return;
    const known = this.#byWord.get(word);
    if (known === undefined) this.#byWord.set(word, [alarm]);
    else known.push(alarm);
    this.#sources.add(alarm.lead.source);
    this.size += 1;
  }

  /** The alarm nearest in time that `event` repeats; the earlier one of two equally near. */
  near(event: TimelineEvent, joined: ReadonlySet<TimelineEvent>): TimelineEvent | undefined {
    const isAlarm = event.lead.kind === 'alarm';
    if (isAlarm && this.#sources.size === 1) return undefined;
    const words = new Set(wordsOf(isAlarm ? (event.lead.subject ?? '') : wording(event)));
    let best: TimelineEvent | undefined;
    for (const word of words) {
      const alarms = this.#byWord.get(word);
      if (alarms === undefined) continue;
      for (let i = firstAfter(alarms, event.at - CHANNEL_LAG_MS); i < alarms.length; i++) {
        const alarm = alarms[i];
        if (alarm === undefined || alarm.at > event.at + CHANNEL_LAG_MS) break;
        if (alarm === event || joined.has(alarm) || !repeats(event, alarm)) continue;
        if (best === undefined || Math.abs(alarm.at - event.at) < Math.abs(best.at - event.at)) best = alarm;
      }
    }
    return best;
  }
}

function firstAfter(alarms: readonly TimelineEvent[], at: number): number {
  let low = 0;
  let high = alarms.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((alarms[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const wording = (event: TimelineEvent): string => `${event.lead.subject ?? ''} ${event.text}`;

function longestWord(name: string): string {
  return wordsOf(name).reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

function repeats(event: TimelineEvent, alarm: TimelineEvent): boolean {
  if (event.lead.kind === 'alarm') return isSameAlarm(event, alarm);
  const state = event.signal?.state ?? stateInWords(event.text);
  if (state !== alarm.signal?.state) return false;
  return containsName(wording(event), alarm.lead.subject ?? '') && namesTheSamePlace(event.text, alarm);
}

function containsName(text: string, name: string): boolean {
  const words = new Set(wordsOf(text));
  return wordsOf(name).every((word) => words.has(word)) || squeeze(text).includes(squeeze(name));
}

/** One alarm through two sources: equal name and state, and no label on which the two disagree. */
function isSameAlarm(event: TimelineEvent, alarm: TimelineEvent): boolean {
  if (event.lead.source === alarm.lead.source || event.signal?.state !== alarm.signal?.state) return false;
  const [name, other] = [event.lead.subject ?? '', alarm.lead.subject ?? ''];
  // A bot's line in a chat holds the name among other words; an identifier that merely begins alike is another alarm.
  if (squeeze(name) !== squeeze(other))
    return /\s/.test(name) && !/\s/.test(other) && containsName(name, other) && namesTheSamePlace(event.text, alarm);
  const theirs = alarm.lead.dimensions;
  return Object.entries(event.lead.dimensions).every(
    ([key, value]) => theirs[key] === undefined || theirs[key] === value,
  );
}

/** Labels that only repeat the alarm's name or rank say nothing about the place. */
const NOT_A_PLACE = /^(?:alertname|severity|priority|receiver|job|env|environment|region|account|team|state)$/i;
const HOST_LIKE = /(?<![\p{L}\p{N}])[a-z][a-z-]*\d[\w.-]*/giu;

/** A message that names a host must name one of the alarm's; one that names none may be any of them. */
function namesTheSamePlace(text: string, alarm: TimelineEvent): boolean {
  const places = Object.entries(alarm.lead.dimensions).flatMap(([key, value]) =>
    NOT_A_PLACE.test(key) ? [] : [squeeze(value)],
  );
  if (places.length === 0) return true;
  const squeezed = squeeze(text);
  if (places.some((place) => place.length > 1 && squeezed.includes(place))) return true;
  const name = squeeze(alarm.lead.subject ?? '');
  return !(text.match(HOST_LIKE) ?? []).some((host) => !name.includes(squeeze(host)));
}
