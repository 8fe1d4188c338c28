import { STEP, type Steps } from '../kernel/turns.js';
import { isTechnical } from './chatter.js';
import { isPlain, namesIn, namesOf, touches } from './idle-talk.js';
import type { ReadEvent } from './read-event.js';

/** Less talk outside the incident shows nothing about how people of a channel usually talk. */
const LEAST_OUTSIDE = 20;
const LEAST_TIMES = 2;
const MOSTLY = 0.6;

/**
 * Tells a statement that a channel could hear on any day from one about the incident: most of its words also stand in what was said
 * before and after. What tells of the response in so many words, names an alarmed or changed thing, or is technical, is never usual.
 * @param from, to when the incident was talked of, epoch ms.
 */
export function* usualWords(
  events: readonly ReadEvent[],
  from: number,
  to: number,
): Steps<(event: ReadEvent) => boolean> {
  const outside = new Map<string, number>();
  let statements = 0;
  let looked = 0;
  for (const event of events) {
    if (++looked % STEP === 0) yield;
    if (!isTalk(event) || (event.at >= from && event.at <= to)) continue;
    statements += 1;
    for (const word of namesIn(event)) outside.set(word, (outside.get(word) ?? 0) + 1);
  }
  if (statements < LEAST_OUTSIDE) return () => false;
  yield;
  const named = namesOf(events);
  return (event) => {
    if (!isTalk(event) || isPlain(event) || touches(event, named) || isTechnical(event.text)) return false;
    const words = [...namesIn(event)];
    const usual = words.filter((word) => (outside.get(word) ?? 0) >= LEAST_TIMES).length;
    return words.length > 0 && usual / words.length >= MOSTLY;
  };
}

const isTalk = (event: ReadEvent): boolean => event.lead.kind === 'message' && event.signal === null && event.byPerson;
