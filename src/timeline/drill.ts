import { splitCamel } from '../claims/words.js';
import type { TimelineEvent } from './event.js';

const NOT_A_DRILL =
  /\b(?:not|isn't|no) (?:a |just a |only a )?(?:drill|test|exercise)\b|\bdrill(?:ed|ing)?[- ]?down\b/i;
const DRILL =
  /\b(?:(?:fire|incident|dr|disaster[- ]recovery|failover|pager|paging|chaos|security|tabletop|on-?call) (?:drill|exercise|test)|drill|game ?day|chaos (?:experiment|monkey|engineering)|(?:this|it|that|alert|alarm|page|incident)(?:'s| is| was) (?:just |only )?(?:a |an )?(?:planned |scheduled )?(?:test|drill|exercise)\b(?! (?:for|that|case|suite|of|fail))|\b(?:just|only) a (?:test|drill|exercise)\b|(?:test|testing|dummy|synthetic|fake) (?:alerts?|alarms?|pages?|notifications?|incidents?|messages?)|testing purposes|(?:please )?ignore,? (?:this is )?(?:a )?test(?:ing)?|test,? please ignore|simulated (?:outage|failure|incident))\b|^\W*\[?test(?:ing)?\]?\s*[:\-–—|\]]/i;
const DRILL_NAME = /(?:^|[^a-z])(?:test|drill|gameday|dummy|synthetic ?test)(?:$|[^a-z])/i;
const STARTS =
  /\b(?:start(?:s|ed|ing)?|begin(?:s|ning)?|began|kick(?:ing|ed)? off|running|going to|about to|now|planned|scheduled)\b/i;
const ENDS = /\b(?:over|done|complete[ds]?|finished|end(?:s|ed)?|concluded|wrapped up)\b/i;
/** How long an announced drill is believed to last when nobody says that it ended. */
const DRILL_MS = 30 * 60_000;

/** True when a text says that it is about a test or a drill. "Load test failed" and "the canary test" are not drills. */
export const saysDrill = (text: string): boolean => DRILL.test(text) && !NOT_A_DRILL.test(text);

/** True when an alarm is called one ("DrillCheckout5xx"). */
export const isDrillAlarm = ({ signal, lead }: TimelineEvent): boolean =>
  signal !== null && DRILL_NAME.test(splitCamel(lead.subject ?? ''));

/** Stretches between the announcement of a drill and its end, in epoch milliseconds. @param drills events of drills, in order. */
export function drillWindows(drills: readonly TimelineEvent[]): { from: number; to: number }[] {
  const windows: { from: number; to: number }[] = [];
  for (const event of drills) {
    if (event.signal !== null) continue;
    const open = windows.at(-1);
    if (ENDS.test(event.text)) {
      if (open !== undefined && event.at - open.from <= 4 * DRILL_MS) open.to = event.at;
    } else if (STARTS.test(event.text)) {
      windows.push({ from: event.at, to: event.at + DRILL_MS });
    }
  }
  return windows;
}
