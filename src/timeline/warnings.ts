import type { StoredEvidenceItem } from '../evidence/item.js';
import type { KeyMoment } from '../kernel/moments.js';
import type { DraftMoment } from './draft.js';
import type { Incident } from './incident.js';
import { orderWarnings } from './key-moments.js';
import type { Sifted } from './sift.js';

const utc = (at: number | Date): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
const items = (count: number): string => (count === 1 ? '1 evidence item' : `${count} evidence items`);

/** What the owner has to know before trusting the draft, one sentence each. */
export function warningsOf(
  evidence: readonly StoredEvidenceItem[],
  sifted: Sifted,
  incident: Incident,
  moments: Record<KeyMoment, DraftMoment>,
): string[] {
  const warnings = hostileWarnings(sifted);
  for (const other of incident.others) {
    warnings.push(
      `The evidence holds another incident, ${utc(other.from)} to ${utc(other.to)}, closed and an hour apart: it is folded, not drafted.`,
    );
  }
  warnings.push(...orderWarnings(moments));
  const assumed = evidence.filter((item) => item.zoneOrigin === 'assumed').length;
  if (assumed > 0)
    warnings.push(`The time zone of ${items(assumed)} is assumed; their order against the others may be wrong.`);
  const ends = evidence.filter((item) => item.end !== null && item.end < item.at).length;
  if (ends > 0)
    warnings.push(
      `${items(ends)} ${ends === 1 ? 'ends' : 'end'} before ${ends === 1 ? 'its' : 'their'} start; the end is left out.`,
    );
  return warnings;
}

/** Names where the text stands, not what it says: a warning must not repeat the instruction. */
function hostileWarnings({ hostile }: Sifted): string[] {
  return [...hostile].map((item) => {
    const who = item.actor === null ? (item.subject ?? item.source) : item.actor.name;
    return `Evidence of ${utc(item.at)} (${item.source}, ${who}) gives instructions to a machine; it is shown as evidence and has no effect. Check who wrote it.`;
  });
}
