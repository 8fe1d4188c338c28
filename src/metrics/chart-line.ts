import type { Series } from './series.js';

export type Scale = (value: number) => number;
export type Drawn = { path: string; dots: { x: number; y: number }[] };

/** A distance of more than this many steps is a gap: missing is not zero, and no line is drawn over it. */
const GAP_STEPS = 2.5;

/**
 * The line of a series as an SVG path, broken at gaps; points that stand alone become dots. With more points than pixels each column of
 * pixels keeps its first, least, greatest and last value, so no spike is lost.
 */
export function drawLine({ at, values }: Series, step: number | null, x: Scale, y: Scale): Drawn {
  const gap = step === null ? medianDistance(at) * 5 : step * 1000 * GAP_STEPS;
  const drawn: Drawn = { path: '', dots: [] };
  for (let start = 0; start < at.length; ) {
    let end = start + 1;
    while (end < at.length && (at[end] as number) - (at[end - 1] as number) <= gap) end++;
    if (end - start === 1) drawn.dots.push({ x: x(at[start] as number), y: y(values[start] as number) });
    else drawn.path += run(at.subarray(start, end), values.subarray(start, end), x, y);
    start = end;
  }
  return drawn;
}

function run(at: Float64Array, values: Float64Array, x: Scale, y: Scale): string {
  const kept: number[] = [];
  for (let start = 0; start < at.length; ) {
    const column = Math.floor(x(at[start] as number));
    let [end, least, most] = [start + 1, start, start];
    for (; end < at.length && Math.floor(x(at[end] as number)) === column; end++) {
      if ((values[end] as number) < (values[least] as number)) least = end;
      if ((values[end] as number) > (values[most] as number)) most = end;
    }
    kept.push(...new Set([start, Math.min(least, most), Math.max(least, most), end - 1]));
    start = end;
  }
  return kept
    .map((i, n) => `${n === 0 ? 'M' : 'L'}${round(x(at[i] as number))} ${round(y(values[i] as number))}`)
    .join('');
}

/** Tenths of a pixel are enough, and equal on every machine. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function medianDistance(at: Float64Array): number {
  const distances = at.subarray(1).map((time, i) => time - (at[i] as number));
  return distances.sort()[Math.floor(distances.length / 2)] ?? 0;
}
