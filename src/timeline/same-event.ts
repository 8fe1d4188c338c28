import type { StoredEvidenceItem } from '../evidence/item.js';
import { eachInTurns, type Steps } from '../kernel/turns.js';
import { isByPerson, type TimelineEvent } from './event.js';
import { signalOf } from './signal.js';

/** Equal event keys further apart than this are a source's mistake (an incident's id used for each of its steps), not one event. */
const SAME_KEY_LAG_MS = 300_000;

/** One event per item, in order; items with equal event keys are one event. @param items in the order of `orderItems`. */
export function* joinEqualKeys(items: readonly StoredEvidenceItem[]): Steps<TimelineEvent[]> {
  // Two generations: of a hundred thousand keys only those of the last minutes can be met again.
  let young = new Map<string, TimelineEvent>();
  let old = new Map<string, TimelineEvent>();
  let since = Number.NEGATIVE_INFINITY;
  const events: TimelineEvent[] = [];
  yield* eachInTurns(items, (item) => {
    const now = item.at.getTime();
    if (now - since > SAME_KEY_LAG_MS) {
      old = young;
      young = new Map();
      since = now;
    }
    const earlier = young.get(item.eventKey) ?? old.get(item.eventKey);
    if (earlier !== undefined && isSameByKey(earlier, item)) {
      addItem(earlier, item);
      young.set(item.eventKey, earlier);
      return;
    }
    const event = eventOf(item);
    young.set(item.eventKey, event);
    events.push(event);
  });
  return events;
}

function eventOf(item: StoredEvidenceItem): TimelineEvent {
  return {
    lead: item,
    items: [item],
    at: item.at.getTime(),
    end: item.end === null || item.end < item.at ? null : item.end.getTime(),
    text: item.text,
    signal: signalOf(item),
    byPerson: isByPerson(item),
  };
}

function isSameByKey(event: TimelineEvent, item: StoredEvidenceItem): boolean {
  if (item.at.getTime() - event.at > SAME_KEY_LAG_MS) return false;
  const [a, b] = [event.lead.state, item.state];
  return a === b || a === null || b === null;
}

/** Adds an item that tells of the same event. A structured record takes the lead from words, of two equal records the
 * earlier does; the richer wording is kept as the text. */
export function addItem(event: TimelineEvent, item: StoredEvidenceItem): void {
  event.items.push(item);
  const signal = signalOf(item);
  const sharper = signal?.basis === 'structured' && event.signal?.basis !== 'structured';
  const earlier = signal?.basis === event.signal?.basis && signal !== null && item.at.getTime() < event.at;
  if (sharper || earlier) {
    event.lead = item;
    event.at = item.at.getTime();
    event.signal = signal;
    event.byPerson = false;
  }
  event.text = richerText(event, item);
}

/** The longer of two wordings up to a sentence or two; a wall of text (an alarm's whole reason) never wins over a line. */
const LONGEST_TEXT = 280;
function richerText(event: TimelineEvent, item: StoredEvidenceItem): string {
  return item.text.length > event.text.length && item.text.length <= LONGEST_TEXT ? item.text : event.text;
}
