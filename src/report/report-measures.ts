import type { MeasureName } from '../coe/measures.js';
import { writeSeconds } from './instants.js';
import type { ReportCoe } from './report-input.js';

export type MeasureRow = { name: string; value: string; formula: string };

export const MEASURE_NAMES = {
  timeToDetect: 'Time to detect',
  timeToEngage: 'Time to engage',
  timeToDiagnose: 'Time to diagnose',
  timeToMitigate: 'Time to mitigate',
  timeToResolve: 'Time to resolve',
} as const satisfies Record<MeasureName, string>;

/** The computed measures with the formula beside each number; what cannot be known says why. */
export function measureRows(coe: Pick<ReportCoe, 'measures'>): MeasureRow[] {
  return (Object.keys(MEASURE_NAMES) as MeasureName[]).map((measure) => {
    const { seconds, formula, problem } = coe.measures[measure];
    const value =
      seconds === null ? `not known: ${problem ?? 'a moment is missing'}` : `${writeSeconds(seconds)} (${seconds} s)`;
    return { name: MEASURE_NAMES[measure], value, formula };
  });
}
