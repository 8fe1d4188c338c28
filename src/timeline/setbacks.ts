import type { ReadEpisode, ReadEvent } from './read-event.js';

/** "Scratch that, errors are back" within this time takes a statement back; later it may be about something else. */
const TAKEN_BACK_MS = 30 * 60_000;
/** An alarm that fires anew counts when it stays open, or when people take it up. */
const LASTING_MS = 10 * 60_000;
const ANSWERED_MS = 30 * 60_000;

/** The trouble is there anew, in words that name no other time. */
const RELAPSE =
  /\b(?:happening|failing|broken|down|firing|erroring|crashing|degraded|stuck|unavailable|timing out|slow|stale|wrong|empty|missing) (?:\w+ ){0,2}again\b|\b(?:errors?|failures?|time-?outs?|5\d\ds|5xx|alarms?|alerts?|problem|issue|outage|symptoms?) (?:(?:is|are|has|have) )?(?:come |came |coming )?back\b(?! (?:to|at|under|below|in|within|on)\b)|\b(?:it|this)(?:'s| is) back\b,? (?:same|again|with|worse|for)\b|\b(?:relapse[ds]?|recurr(?:ed|ing)|re-?opened|spoke too soon)\b/i;
const SUPPOSED =
  /\b(?:if|when|whenever|in case|unless|should|would|could|might|will|[a-z]+'ll|so that|prevent\w*|not|never|n't|until|before|yesterday|last (?:week|month|night|time|year))\b|\?\W*$/i;
const STILL = /\bstill\b/i;
const WORK = ['action', 'failure', 'retracted', 'engaged', 'finding', 'userReport'] as const;
const ENDED = ['recovered', 'mitigated', 'resolved', 'alertCleared'] as const;

export type Setbacks = {
  /** Somebody took it back shortly after. */
  takenBack: (event: ReadEvent) => boolean;
  /** The trouble came back after this time (epoch ms), and so what had ended then had not ended for good. */
  relapsed: (at: number) => boolean;
  /** People told of impact after this time and of no end of it in the same breath. */
  ongoing: (at: number) => boolean;
};

/** What shows that an ending was none. @param events of the incident, in order; @param episodes of its alarms; @param to epoch ms. */
export function setbacksOf(events: readonly ReadEvent[], episodes: readonly ReadEpisode[], to: number): Setbacks {
  const said = events.filter(
    (event) =>
      event.signal === null &&
      event.at <= to &&
      (event.byPerson || event.reading.has('retracted')) &&
      WORK.some((topic) => event.reading.has(topic)),
  );
  const retractions = said.filter((event) => event.reading.has('retracted')).map((event) => event.at);
  const relapses = [
    ...said.filter(({ text }) => RELAPSE.test(text) && !SUPPOSED.test(text)).map((event) => event.at),
    ...firedAnew(episodes, said).filter((at) => at <= to),
  ];
  const lastRelapse = Math.max(...relapses, Number.NEGATIVE_INFINITY);
  const impacts = said
    .filter((event) => event.byPerson && tellsOfImpact(event))
    .map((event) => event.at)
    .concat(relapses);
  const lastImpact = Math.max(...impacts, Number.NEGATIVE_INFINITY);
  return {
    takenBack: (event) => retractions.some((at) => at > event.at && at - event.at <= TAKEN_BACK_MS),
    relapsed: (at) => lastRelapse > at,
    ongoing: (at) => lastImpact > at,
  };
}

function tellsOfImpact({ reading, text }: ReadEvent): boolean {
  if (ENDED.some((topic) => reading.has(topic))) return false;
  return reading.has('userReport') || reading.has('retracted') || (reading.has('failure') && STILL.test(text));
}

/** When alarms that had closed fired once more. */
function firedAnew(episodes: readonly ReadEpisode[], said: readonly ReadEvent[]): number[] {
  const closed = new Set<string>();
  const anew: number[] = [];
  for (const { fingerprint, firing, from, end } of episodes) {
    if (closed.has(fingerprint) && firing?.signal?.basis === 'structured') {
      const lasts = end === null || end - from >= LASTING_MS;
      if (lasts || said.some(({ at, byPerson }) => byPerson && at >= from && at - from <= ANSWERED_MS)) anew.push(from);
    }
    if (end !== null) closed.add(fingerprint);
  }
  return anew;
}
