import type { DraftEntry, TimelineGap } from './draft.js';

/** `drafting.md`, Key moments: silence longer than max(15 min, 20% of the incident). */
const LEAST_GAP_MS = 15 * 60_000;
const SHARE_OF_INCIDENT = 0.2;

/**
 * Silences between consecutive entries of the incident. An entry that lasts (`end`) is no silence; entries known only by their day
 * bound nothing. @param from, to the incident, epoch ms. @returns gaps in order, whole seconds.
 */
export function findGaps(
  entries: readonly Pick<DraftEntry, 'at' | 'end' | 'precision'>[],
  from: number,
  to: number,
): TimelineGap[] {
  const least = Math.max(LEAST_GAP_MS, SHARE_OF_INCIDENT * (to - from));
  const gaps: TimelineGap[] = [];
  let quietSince: number | null = null;
  const inside = entries.filter(
    (entry) => entry.precision !== 'day' && entry.at.getTime() >= from && entry.at.getTime() <= to,
  );
  for (const entry of inside) {
    const at = entry.at.getTime();
    if (quietSince !== null && at - quietSince > least) {
      gaps.push({ from: new Date(quietSince), to: new Date(at), seconds: Math.round((at - quietSince) / 1000) });
    }
    quietSince = Math.max(quietSince ?? 0, at, Math.min(entry.end?.getTime() ?? 0, to));
  }
  return gaps;
}
