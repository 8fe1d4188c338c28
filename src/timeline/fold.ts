import type { EntryKind } from './draft.js';
import type { Idle } from './idle-talk.js';
import type { Incident } from './incident.js';
import type { ReadEvent } from './read-event.js';
import type { Proposed } from './storms.js';

/** `drafting.md`: a timeline is not a dump. */
const MOST_ENTRIES = 60;
const HOUR_MS = 3_600_000;
const BEFORE_MS = 6 * HOUR_MS;
const AFTER_MS = HOUR_MS;
/** What people say is about the incident near it; records of changes are looked for further back. */
export const TALK_MS = HOUR_MS / 2;

export type FoldContext = {
  incident: Incident;
  begun: number;
  ended: number;
  /** Before this, what people say is about something else. */
  talkFrom: number;
  /** Talk beside the incident, with the reason. */
  idle: ReadonlyMap<ReadEvent, Idle>;
  /** What the channel also says on other occasions. */
  usual: (event: ReadEvent) => boolean;
  cited: ReadonlySet<ReadEvent>;
  /** An alarm that was still open when the incident began, about a place that an alarm of the incident names too. */
  lasting: (event: ReadEvent) => boolean;
};

/** Why an event is not proposed, or null. What carries a key moment or its candidate is always proposed. */
export function foldReason(event: ReadEvent, context: FoldContext): string | null {
  if (context.cited.has(event)) return null;
  const { incident, begun, ended } = context;
  const idle = context.idle.get(event);
  if (idle !== undefined && !(idle.inside && event.at >= begun - idle.leadMs && event.at <= ended)) return idle.reason;
  if (event.at < incident.from || event.at > incident.to) return 'another incident in the same evidence';
  // A hand-made timeline was already chosen line by line.
  if (event.lead.kind === 'note') return null;
  const machine = !event.byPerson && event.lead.kind !== 'status';
  if (event.lead.kind === 'log' && saysNothing(event)) return 'routine log line';
  if (event.lead.kind === 'metric' && event.signal === null) return 'metric point';
  if (machine && event.signal !== null && (event.end ?? event.at) < begun - HOUR_MS && !context.lasting(event))
    return 'alarm over, or about other things, before the incident began';
  if (event.at < begun - BEFORE_MS) return 'long before the incident';
  if (event.at > ended + AFTER_MS) return 'after the incident ended';
  if (event.lead.kind === 'message' && event.signal === null) {
    if (event.at < context.talkFrom) return 'talk before the incident began';
    if (event.at > ended + TALK_MS) return 'talk after the incident ended';
    if (context.usual(event)) return 'said in words of any other hour';
  }
  return null;
}

/** A host's own line about a change of what it runs; "released lock" and "applied patch 17" are routine. */
const CONFIGURED = /\b(?:config\w*|deploy\w*|release[ds]?|rollout|feature flag|version)\b/i;

function saysNothing(event: ReadEvent): boolean {
  return (
    event.completion === null &&
    !['failure', 'action', 'recovered', 'mitigated'].some((topic) => event.reading.has(topic as 'action')) &&
    !(event.reading.has('change') && CONFIGURED.test(event.text))
  );
}

const WORTH: Readonly<Record<EntryKind, number>> = {
  trigger: 95,
  mitigation: 90,
  resolution: 90,
  engagement: 75,
  diagnosis: 70,
  action: 65,
  detection: 60,
  impact: 55,
  communication: 50,
  recovery: 45,
  change: 40,
  note: 20,
};
/** Machines are many and repeat themselves; a later alarm of a storm says less than the first. */
const PERSON_BONUS = 15;
const SEVERE = /^(?:critical|crit|page|p1|p2|sev1|sev2|high|emergency|1)$/i;

/** How much an entry would be missed: what carries a moment first, then people, then machines. */
function worthOf({ event, kinded }: Proposed, context: FoldContext): number {
  if (context.cited.has(event)) return 1000;
  const severe = event.lead.severity !== null && SEVERE.test(event.lead.severity) ? 8 : 0;
  const outside = event.at < context.begun || event.at > context.ended ? 10 : 0;
  return WORTH[kinded.kind] + (event.byPerson ? PERSON_BONUS : 0) + severe - outside;
}

/** The entries to propose, at most `MOST_ENTRIES`; of equal worth the earlier ones. */
export function mostWorth(proposed: readonly Proposed[], context: FoldContext): Set<Proposed> {
  const ranked = proposed.map((one) => ({ one, worth: worthOf(one, context) })).sort((a, b) => b.worth - a.worth);
  return new Set(ranked.slice(0, MOST_ENTRIES).map(({ one }) => one));
}
