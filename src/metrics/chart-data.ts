import type { Series } from './series.js';

/** All that a chart shows. Times are UTC milliseconds. */
export type Chart = {
  /** Makes the ids of title and description unique on a page with several charts. */
  id: string;
  title: string;
  unit: string | null;
  series: Series;
  stepSeconds: number | null;
  /** What is drawn of the series. */
  from: number;
  to: number;
  /** The time of impact, shaded. An end not known yet is null. */
  impact: { from: number; to: number | null } | null;
  moments: readonly { at: number; name: string }[];
  deploys: readonly { at: number; text: string }[];
  alarmThreshold: number | null;
  investigationThreshold: number | null;
};

/** More changes than this are only counted. */
export const MOST_DEPLOYS = 8;
