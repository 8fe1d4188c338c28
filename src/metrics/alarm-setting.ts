import { z } from 'zod';
import type { Statistic } from './series.js';

export type Comparison = '>' | '>=' | '<' | '<=';

/** CloudWatch's names, and what people write instead; compared without regard to case. */
const COMPARISONS: Record<Comparison, readonly string[]> = {
  '>': ['greaterthanthreshold', 'greaterthan', 'gt', '>'],
  '>=': ['greaterthanorequaltothreshold', 'greaterthanorequalto', 'greaterthanorequal', 'gte', 'ge', '>=', '≥'],
  '<': ['lessthanthreshold', 'lessthan', 'lt', '<'],
  '<=': ['lessthanorequaltothreshold', 'lessthanorequalto', 'lessthanorequal', 'lte', 'le', '<=', '≤'],
};
const STATISTICS: Record<Exclude<Statistic, `p${number}`>, readonly string[]> = {
  Average: ['average', 'avg', 'mean'],
  Sum: ['sum', 'total'],
  Minimum: ['minimum', 'min'],
  Maximum: ['maximum', 'max'],
  SampleCount: ['samplecount', 'count', 'n'],
};
const WEEK = 7 * 86_400;

export function comparisonOf(written: string): Comparison | null {
  return nameOf(COMPARISONS, written);
}

/** A statistic by name, or a percentile such as p99 or p99.9. */
export function statisticOf(written: string): Statistic | null {
  const percentile = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/i.exec(written.trim())?.[1];
  return percentile === undefined ? nameOf(STATISTICS, written) : `p${Number(percentile)}`;
}

function nameOf<K extends string>(table: Record<K, readonly string[]>, written: string): K | null {
  const plain = written.trim().toLowerCase();
  const found = (Object.entries(table) as [K, readonly string[]][]).find(([, names]) => names.includes(plain));
  return found?.[0] ?? null;
}

/** One alarm as it could have been set: `datapoints` of the last `of` periods must breach. The limits are CloudWatch's. */
export const alarmSettingSchema = z
  .strictObject({
    threshold: z.number(),
    comparison: z
      .string()
      .refine(
        (value) => comparisonOf(value) !== null,
        'One of GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold, LessThanOrEqualToThreshold, or >, >=, <, <=.',
      )
      .describe(
        'GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold, LessThanOrEqualToThreshold; or >, >=, <, <=',
      ),
    datapoints: z.number().int().min(1).describe('M: how many of the last periods must breach'),
    of: z.number().int().min(1).describe('N: how many periods are looked at'),
    periodSeconds: z.number().int().min(1).max(86_400),
    statistic: z
      .string()
      .refine(
        (value) => statisticOf(value) !== null,
        'One of Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p99.',
      )
      .describe('Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p99'),
  })
  .check((context) => {
    const { datapoints, of, periodSeconds } = context.value;
    if (datapoints > of)
      context.issues.push({
        code: 'custom',
        path: ['datapoints'],
        input: datapoints,
        message: `At most ${of}: as many as there are periods in "of".`,
      });
    if (of * periodSeconds > WEEK)
      context.issues.push({
        code: 'custom',
        path: ['of'],
        input: of,
        message: 'of × periodSeconds is at most seven days.',
      });
  })
  .meta({ id: 'AlarmSetting' });

export type AlarmSetting = z.infer<typeof alarmSettingSchema>;

export function breaches(value: number, comparison: Comparison, threshold: number): boolean {
  if (comparison === '>') return value > threshold;
  if (comparison === '>=') return value >= threshold;
  return comparison === '<' ? value < threshold : value <= threshold;
}
