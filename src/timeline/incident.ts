import type { Episode } from './collapse.js';
import type { ReadEvent } from './read-event.js';

/** The stretch of evidence that is about one incident, in epoch milliseconds; what lies outside is another incident or none. */
export type Incident = { from: number; to: number; others: { from: number; to: number }[] };

/** A quiet hour with every alarm closed, after which an alarm fires anew, parts two incidents of one file. */
const APART_MS = 60 * 60_000;
const AROUND_MS = 15 * 60_000;

type Stretch = { from: number; to: number; open: boolean; alarms: number; weight: number };

/**
 * Finds the incident the evidence is mostly about. Only closed alarm episodes with a quiet hour behind them are split off, and only when
 * something begins anew after it: a long
 * incident without alarms, or one whose alarm never closed, stays whole.
 * @param events without tests and noise, in order; @param episodes of the same.
 */
export function mainIncident(events: readonly ReadEvent[], episodes: readonly Episode[]): Incident {
  const first = events[0]?.at ?? 0;
  const last = events.at(-1)?.at ?? first;
  const fired = episodes.filter((episode) => episode.firing !== null);
  const stretches: Stretch[] = [];
  for (const sign of signs(events, fired)) {
    const current = stretches.at(-1);
    const apart = current !== undefined && sign.from - current.to > APART_MS;
    const isOver = apart && current.alarms > 0 && !current.open;
    // Idle talk after a closed incident belongs to neither.
    if (isOver && !sign.begins) continue;
    if (current === undefined || isOver) {
      stretches.push({ from: sign.from, to: sign.to, open: sign.open, alarms: sign.alarm ? 1 : 0, weight: 0 });
    } else {
      current.to = Math.max(current.to, sign.to);
      current.open ||= sign.open;
      current.alarms += sign.alarm ? 1 : 0;
    }
  }
  if (stretches.length < 2) return { from: first, to: last, others: [] };
  weigh(stretches, events);
  const main = stretches.reduce((best, stretch) => (stretch.weight > best.weight ? stretch : best));
  const others = stretches.filter((stretch) => stretch !== main);
  // What happened between two incidents belongs to the later one: a change comes before the failure it may have made.
  const before = stretches[stretches.indexOf(main) - 1];
  const after = stretches[stretches.indexOf(main) + 1];
  return {
    from: before === undefined ? first : before.to + 1,
    to: after === undefined ? last : Math.min(main.to + APART_MS, after.from - 1),
    others: others.map(({ from, to }) => ({ from, to })),
  };
}

/** `begins`: a sign that can open an incident, an alarm or somebody who tells of a failure. */
type Sign = { from: number; to: number; open: boolean; alarm: boolean; begins: boolean };
const OPENING = ['userReport', 'alertRaised', 'failure', 'engaged', 'change'] as const;

const WORDS: ReadonlySet<string> = new Set(['message', 'note', 'ticket', 'page']);

function signs(events: readonly ReadEvent[], fired: readonly Episode[]): Sign[] {
  const alarms = fired.map((e) => ({
    from: e.from,
    to: e.end ?? e.from,
    open: e.end === null,
    alarm: true,
    begins: true,
  }));
  const words = events
    .filter((event) => (event.byPerson || event.byMonitor || WORDS.has(event.lead.kind)) && event.signal === null)
    .filter((event) => event.reading.size > 0 || event.lead.state !== null)
    .map((event) => ({
      from: event.at,
      to: event.at,
      open: false,
      alarm: false,
      begins: OPENING.some((topic) => event.reading.has(topic)),
    }));
  return [...alarms, ...words].sort((a, b) => a.from - b.from || Number(b.alarm) - Number(a.alarm));
}

/** People talk about the incident that mattered: a person's statement weighs more than a machine's record. */
function weigh(stretches: Stretch[], events: readonly ReadEvent[]): void {
  let i = 0;
  for (const event of events) {
    while (i + 1 < stretches.length && event.at >= (stretches[i + 1]?.from ?? 0) - AROUND_MS) i += 1;
    const stretch = stretches[i];
    if (stretch === undefined || event.at > stretch.to + AROUND_MS || event.at < stretch.from - AROUND_MS) continue;
    stretch.weight += event.byPerson ? 3 : event.signal !== null ? 1 : 0.1;
  }
}
