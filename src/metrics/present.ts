import { z } from 'zod';
import type { StoredMetric } from './store.js';

/** A metric without its points; `points` is how many it has. */
export const metricSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    unit: z.string().nullable(),
    points: z.number().int().describe('how many'),
    source: z.string(),
    from: z.string().nullable().describe('time of the first point'),
    to: z.string().nullable().describe('time of the last point'),
    stepSeconds: z.number().nullable().describe('distance between points, of a regular series'),
    importedAt: z.string(),
  })
  .meta({ id: 'Metric' });

export function presentMetric(metric: StoredMetric): z.output<typeof metricSchema> {
  const { id, label, unit, points, source, from, to, stepSeconds, importedAt } = metric;
  return {
    ...{ id, label, unit, points, source },
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    stepSeconds,
    importedAt: importedAt.toISOString(),
  };
}
