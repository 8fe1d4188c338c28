import type { Steps } from './turns.js';

/** Members sorted or merged between two places to pause. */
const STEP = 1024;

/**
 * The items in order, with places to pause: a sort of a hundred thousand holds everything else up for a tenth of a second. Stretches are
 * sorted by the engine, then merged; stable like `Array.prototype.sort`.
 */
export function* sortInTurns<T>(items: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  if (items.length <= STEP) return [...items].sort(compare);
  const runs: T[][] = [];
  for (let from = 0; from < items.length; from += STEP) {
    runs.push(items.slice(from, from + STEP).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [left = [], right] = [runs[i], runs[i + 1]];
      merged.push(right === undefined ? left : yield* merge(left, right, compare));
    }
    runs.splice(0, runs.length, ...merged);
  }
  return runs[0] ?? [];
}

function* merge<T>(left: readonly T[], right: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const apart = compare(left[left.length - 1] as T, right[0] as T) <= 0;
  if (apart) return [...left, ...right];
  const merged: T[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    merged.push(compare(left[l] as T, right[r] as T) <= 0 ? (left[l++] as T) : (right[r++] as T));
    if (merged.length % STEP === 0) yield;
  }
  while (l < left.length) merged.push(left[l++] as T);
  while (r < right.length) merged.push(right[r++] as T);
  return merged;
}
