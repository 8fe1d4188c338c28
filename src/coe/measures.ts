import type { KeyMoment } from '../kernel/moments.js';
import type { CoeContent } from './schema.js';

/** The measures of `product.md`; each is `end − start` in seconds. */
export const MEASURES = {
  timeToDetect: ['detected', 'impactStart'],
  timeToEngage: ['engaged', 'detected'],
  timeToDiagnose: ['diagnosed', 'engaged'],
  timeToMitigate: ['mitigated', 'impactStart'],
  timeToResolve: ['resolved', 'impactStart'],
} as const satisfies Record<string, readonly [KeyMoment, KeyMoment]>;

export type MeasureName = keyof typeof MEASURES;
export type Measure = { seconds: number | null; formula: string; problem: string | null };

/**
 * Computed, never typed. A moment that is missing, only a candidate, not applicable or out of order gives `seconds: null`
 * and the problem in words, so that nobody averages it; impactStart is never defaulted to detected.
 */
export function measuresOf(keyMoments: CoeContent['keyMoments']): Record<MeasureName, Measure> {
  const entries = Object.entries(MEASURES).map(([name, [end, start]]) => [name, measure(keyMoments, end, start)]);
  return Object.fromEntries(entries) as Record<MeasureName, Measure>;
}

function measure(keyMoments: CoeContent['keyMoments'], end: KeyMoment, start: KeyMoment): Measure {
  const formula = `${end} − ${start}`;
  const problem = problemOf(keyMoments, end) ?? problemOf(keyMoments, start);
  if (problem) return { seconds: null, formula, problem };
  const seconds = (instantOf(keyMoments, end) - instantOf(keyMoments, start)) / 1000;
  if (seconds < 0) return { seconds: null, formula, problem: `${end} is before ${start}` };
  return { seconds, formula, problem: null };
}

function problemOf(keyMoments: CoeContent['keyMoments'], moment: KeyMoment): string | null {
  const value = keyMoments[moment];
  if (value?.state === 'notApplicable') return `${moment} is not applicable`;
  if (!value || value.at === null) return `${moment} is missing`;
  return value.state === 'candidate' ? `${moment} is only a candidate` : null;
}

function instantOf(keyMoments: CoeContent['keyMoments'], moment: KeyMoment): number {
  return Date.parse(keyMoments[moment]?.at as string);
}
