import { findGaps } from '../../src/timeline/gaps.js';
import { Random } from './random.js';

const MINUTE = 60_000;

/** Gap arithmetic against a slow count minute by minute. @returns how many of the made timelines came out equal */
export function scoreGaps(seeds: readonly number[]): { right: number; made: number } {
  const right = seeds.filter((seed) => {
    const random = new Random(seed);
    const length = random.between(20, 600);
    const entries = Array.from({ length: random.between(2, 25) }, () => {
      const at = random.between(-30, length + 30);
      return { at, end: random.chance(0.2) ? at + random.between(1, 60) : null };
    }).sort((a, b) => a.at - b.at);
    const drafted = entries.map(({ at, end }) => ({
      at: new Date(at * MINUTE),
      end: end === null ? null : new Date(end * MINUTE),
      precision: 'minute' as const,
    }));
    const found = findGaps(drafted, 0, length * MINUTE).map(({ from, to }) => [+from / MINUTE, +to / MINUTE]);
    return JSON.stringify(found) === JSON.stringify(countedGaps(entries, length));
  });
  return { right: right.length, made: seeds.length };
}

/** Marks every minute that something covers, then reads the unmarked stretches between two entries. */
function countedGaps(entries: readonly { at: number; end: number | null }[], length: number): number[][] {
  const inside = entries.filter(({ at }) => at >= 0 && at <= length);
  const covered = new Set<number>();
  for (const { at, end } of inside) for (let m = at; m <= Math.min(end ?? at, length); m++) covered.add(m);
  const starts = new Set(inside.map(({ at }) => at));
  const gaps: number[][] = [];
  let since: number | null = null;
  for (let minute = 0; minute <= length; minute++) {
    if (!covered.has(minute)) continue;
    if (since !== null && starts.has(minute) && minute - since > Math.max(15, 0.2 * length)) gaps.push([since, minute]);
    since = minute;
  }
  return gaps;
}
