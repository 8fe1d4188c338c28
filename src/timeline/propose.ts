import type { KeyMoment } from '../kernel/moments.js';
import type { DraftEntry, EntryKind } from './draft.js';
import { compareItems } from './order.js';
import type { ReadEvent } from './read-event.js';
import type { Proposed } from './storms.js';

/** Within one instant: what led to it, what it did, who saw it, what was done, how it ended. */
const KIND_ORDER: readonly EntryKind[] = [
  'change',
  'trigger',
  'impact',
  'detection',
  'engagement',
  'diagnosis',
  'action',
  'mitigation',
  'recovery',
  'resolution',
  'communication',
  'note',
];

/** Sorted by instant, then by the order above, then as evidence is ordered. */
export function inOrder(proposed: readonly Proposed[]): Proposed[] {
  return [...proposed].sort(
    (a, b) =>
      a.event.at - b.event.at ||
      KIND_ORDER.indexOf(a.kinded.kind) - KIND_ORDER.indexOf(b.kinded.kind) ||
      compareItems(a.event.lead, b.event.lead),
  );
}

/** The entry of one event; its text is the evidence's own, never reworded. */
export function entryOf({ event, kinded }: Proposed, keyMoment: KeyMoment | null): DraftEntry {
  const end = event.completion?.at ?? event.end;
  return {
    at: new Date(event.at),
    end: end === null ? null : new Date(end),
    precision: event.lead.precision,
    text: event.text,
    kind: kinded.kind,
    actor: actorOf(event),
    keyMoment,
    count: event.items.length,
    evidenceIds: event.items.map((item) => item.id),
    rule: kinded.rule,
  };
}

function actorOf(event: ReadEvent): string | null {
  const { actor, kind, subject } = event.lead;
  if (actor !== null) return actor.name;
  if (kind === 'alarm' || kind === 'metric') return 'monitoring';
  return kind === 'log' ? subject : null;
}
