import type { CoeContent } from '../coe/schema.js';
import { findGaps } from './gaps.js';

/**
 * The silences in the timeline as people have corrected it, from the start of impact (or the first entry) to the resolution (or the
 * last entry). Hidden entries do not count as news. Times are RFC 3339 UTC.
 */
export function gapsOfCoe(content: Pick<CoeContent, 'timeline' | 'keyMoments'>): {
  from: string;
  to: string;
  seconds: number;
}[] {
  const entries = content.timeline
    .filter((entry) => !entry.hidden)
    .map(({ at, end, precision }) => ({ at: new Date(at), end: end === null ? null : new Date(end), precision }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const first = entries[0];
  const last = entries.at(-1);
  if (!first || !last) return [];
  const from = Date.parse(content.keyMoments.impactStart?.at ?? first.at.toISOString());
  const to = Date.parse(content.keyMoments.resolved?.at ?? last.at.toISOString());
  return findGaps(entries, from, to).map((gap) => ({
    from: gap.from.toISOString(),
    to: gap.to.toISOString(),
    seconds: gap.seconds,
  }));
}
