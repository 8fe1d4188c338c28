import { eachInTurns, type Steps } from '../kernel/turns.js';
import { DUPLICATE_MS, take } from './collapse.js';
import type { TimelineEvent } from './event.js';
import { withoutNumbers } from './shape.js';

/** A line said again: identical words close together, or the same line with other numbers in one burst. */
const SAME_LINE_MS = 5 * 60_000;
const SAME_MESSAGE_MS = 60_000;

/** Joins repeated lines of one speaker or one host; the first keeps its time, `end` is the last. @param events in order of time. */
export function* collapseRepeats(events: readonly TimelineEvent[]): Steps<TimelineEvent[]> {
  const bySpeaker = new Map<string, { exact: Recent; masked: Recent }>();
  const kept: TimelineEvent[] = [];
  yield* eachInTurns(events, (event) => {
    const { lead } = event;
    if (event.signal !== null || lead.kind === 'note' || (lead.state !== null && lead.kind !== 'log')) {
      kept.push(event);
      return;
    }
    const who = `${lead.kind}\u0000${lead.source}\u0000${lead.subject ?? ''}\u0000${lead.actor?.id ?? ''}`;
    const said = bySpeaker.get(who) ?? { exact: new Recent(), masked: new Recent() };
    bySpeaker.set(who, said);
    const { exact, masked } = said;
    // People repeat a sentence with other numbers on purpose ("5 pods left", "3 pods left"); only machines stutter.
    const shape = event.byPerson ? null : withoutNumbers(event.text);
    const reach = lead.kind === 'log' ? SAME_LINE_MS : SAME_MESSAGE_MS;
    const sameLine = exact.get(event.text, event.at);
    // Always looked up, since looking up is what lets old ones go.
    const sameShape = shape === null ? undefined : masked.get(shape, event.at);
    const again = near(sameLine, event.at, reach) ?? near(sameShape, event.at, DUPLICATE_MS);
    if (again !== undefined) {
      take(again.event, event);
      again.event.end = Math.max(again.event.end ?? 0, event.at) > again.event.at ? event.at : again.event.end;
      again.at = event.at;
      exact.set(event.text, again);
      if (shape !== null) masked.set(shape, again);
    } else {
      const seen = { event, at: event.at };
      exact.set(event.text, seen);
      if (shape !== null) masked.set(shape, seen);
      kept.push(event);
    }
  });
  return kept;
}

type Seen = { event: TimelineEvent; at: number };

/** What was seen lately, in two generations: a hundred thousand lines are not kept when only the last minutes can match. */
class Recent {
  #young = new Map<string, Seen>();
  #old = new Map<string, Seen>();
  #since = Number.NEGATIVE_INFINITY;

  get(key: string, now: number): Seen | undefined {
    if (now - this.#since > SAME_LINE_MS) {
      this.#old = now - this.#since > 2 * SAME_LINE_MS ? new Map() : this.#young;
      this.#young = new Map();
      this.#since = now;
    }
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: string, seen: Seen): void {
    this.#young.set(key, seen);
  }
}

function near<T extends { at: number }>(seen: T | undefined, at: number, reach: number): T | undefined {
  return seen !== undefined && at - seen.at <= reach ? seen : undefined;
}
