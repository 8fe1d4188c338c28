import type { ReadEvent } from './read-event.js';
import { wordsIn } from './words-in.js';

/** How somebody opens another matter in the channel of an incident: "separate issue: …", "unrelated to this, …". */
const ANNOUNCED =
  /^\W*(?:(?:fyi|btw|also|heads[- ]up|ps|and)\W+)?(?:(?:an?|on an?|this is an?|there(?:'s| is) an?(?:other)?)\s+)?(?:(?:completely|totally|probably) )?(?:separate(?:ly)?|unrelated|different|another)\b(?: (?:to|from|with) this)?(?: (?:note|issue|incident|problem|outage|topic|thing|alert|matter|one))?\s*(?:\([^)]*\)\s*)?[:,–—-]/i;
/** Follow-ups come this long after, at most. */
const FOLLOWED_MS = 4 * 3_600_000;
const LEAST_LETTERS = 3;
/** Words of any trouble name none. */
const ANY_TROUBLE =
  /^(?:separate\w*|unrelated|different|another|issues?|incidents?|problems?|outages?|topic|thing|alerts?|matter|note|down|slow\w*|fail\w*|errors?|broken|stuck|full|since|cannot|unable|works?|again|still|restart\w*|restored|resolved|fixed|this|that|with|from|have|they|them|there|also|some|seem\w*|look\w*|people|users?|customers?|service|server|gone|back|just|disk|memory|team|page|site|the|and|for|are|was|were|its|not|you|can|has|had|but|all|one|two|off|out|now|our|who|why|get|got|see|too|any|yet|new|office|works?|working|will|flaky|anyone)$/i;

/**
 * Talk about another matter that somebody announced as such, and what is said of it afterwards: it shares a word with the announcement
 * that nothing before had used. An alarm may be of the other matter too, as long as nobody had spoken of it before.
 * @param talk messages, in order; @param named words of alarms, changes and tickets
 */
export function asidesOf(talk: readonly ReadEvent[], named: ReadonlySet<string>): Set<ReadEvent> {
  const asides = new Set<ReadEvent>();
  const used = new Set<string>();
  const announced = new Set<string>();
  const open: { until: number; words: Set<string> }[] = [];
  const announces = talk.some((event) => ANNOUNCED.test(event.text));
  if (!announces) return asides;
  for (const event of talk) {
    const words = wordsIn(event).filter((word) => word.length >= LEAST_LETTERS && !ANY_TROUBLE.test(word));
    const ofIncident = words.some((word) => named.has(word) && !announced.has(word));
    if (event.byPerson && ANNOUNCED.test(event.text) && !words.some((word) => named.has(word) && used.has(word))) {
      asides.add(event);
      const own = words.filter((word) => !used.has(word));
      for (const word of own) announced.add(word);
      open.push({ until: event.at + FOLLOWED_MS, words: new Set(own) });
    } else if (
      !ofIncident &&
      open.some(({ until, words: own }) => event.at <= until && words.some((word) => own.has(word)))
    ) {
      asides.add(event);
    } else for (const word of words) used.add(word);
  }
  return asides;
}
