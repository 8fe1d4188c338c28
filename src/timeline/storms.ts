import { STEP, type Steps } from '../kernel/turns.js';
import type { Kinded } from './entry-kind.js';
import type { ReadEvent } from './read-event.js';
import { withoutNumbers } from './shape.js';

/** One alarm on many hosts, or one line from many hosts, within this time of each other is one entry. */
const CHAIN_MS = 120_000;
/** A failing line that keeps coming back is one story for longer than an alarm that spreads over hosts. */
const FAILING_LINE_MS = 30 * 60_000;
const LEAST_STORM = 4;

export type Proposed = { event: ReadEvent; kinded: Kinded };

/**
 * Joins storms: at least four events of one name and state (or one log line's shape), each within two minutes of the last (thirty for a
 * failing log line), become one entry that keeps every item. Entries that carry a key moment stay as they are. @param proposed in order of time.
 */
export function* joinStorms(proposed: readonly Proposed[], isCited: (event: ReadEvent) => boolean): Steps<Proposed[]> {
  const chains = new Map<string, Proposed[]>();
  const storms: Proposed[][] = [];
  let looked = 0;
  for (const one of proposed) {
    if (++looked % STEP === 0) yield;
    const name = stormName(one.event);
    if (name === null || isCited(one.event)) continue;
    const chain = chains.get(name);
    const reach = one.event.lead.kind === 'log' && one.kinded.kind === 'impact' ? FAILING_LINE_MS : CHAIN_MS;
    if (chain !== undefined && one.event.at - (chain.at(-1)?.event.at ?? 0) <= reach) {
      chain.push(one);
    } else {
      const started = [one];
      chains.set(name, started);
      storms.push(started);
    }
  }
  const absorbed = new Map<Proposed, Proposed>();
  for (const storm of storms)
    if (storm.length >= LEAST_STORM) for (const one of storm.slice(1)) absorbed.set(one, storm[0] ?? one);
  if (absorbed.size === 0) return [...proposed];
  const merged = new Map<Proposed, Proposed>();
  for (const [one, into] of absorbed) {
    if (++looked % STEP === 0) yield;
    const so = merged.get(into) ?? { ...into, event: { ...into.event, items: [...into.event.items] } };
    for (const item of one.event.items) so.event.items.push(item);
    so.event.end = Math.max(so.event.end ?? so.event.at, one.event.end ?? one.event.at);
    merged.set(into, so);
  }
  return proposed.filter((one) => !absorbed.has(one)).map((one) => merged.get(one) ?? one);
}

function stormName(event: ReadEvent): string | null {
  const { lead, signal } = event;
  if (signal !== null) return `${lead.kind} ${signal.state} ${lead.subject ?? withoutNumbers(event.text)}`;
  return lead.kind === 'log' ? `log ${withoutNumbers(event.text)}` : null;
}
