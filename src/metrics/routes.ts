import { z } from 'zod';
import { instant } from '../coe/fields.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint, STREAM } from '../http/endpoint.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { notFound } from '../kernel/errors.js';
import { backtestRoutes } from './backtest-routes.js';
import { chartRoutes } from './chart-routes.js';
import type { ChartsOfCoe } from './charts-of-coe.js';
import type { ImportMetrics } from './import-metrics.js';
import { metricSchema, presentMetric } from './present.js';
import { partOf } from './series.js';
import type { MetricsStore } from './store.js';

export type MetricsRoutesParts = {
  metrics: MetricsStore;
  charts: ChartsOfCoe;
  store: CoeStore;
  importInto: ImportMetrics;
};

const params = z.object({ coe: z.string().max(100) });
const importResultSchema = z
  .object({
    metrics: z.array(metricSchema),
    duplicates: z.number().int(),
    rejectedCount: z.number().int(),
    rejected: z.array(z.object({ index: z.number().int(), reason: z.string() })),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'MetricImportResult' });

export function metricsRoutes(parts: MetricsRoutesParts): Endpoint[] {
  const { metrics, importInto } = parts;
  return [
    endpoint({
      method: 'post',
      path: '/coes/{coe}/metrics',
      action: 'coe.edit',
      tag: 'Metrics',
      summary: 'Import time series: CloudWatch, Prometheus, Grafana, CSV; up to 50 MB',
      description:
        'Points are added to a metric of the same id and label; equal times are replaced. NaN and infinite values are no points. ' +
        'One bad point never loses the good ones: it is listed with its index and reason.',
      params,
      query: z.strictObject({
        source: z.literal('auto').default('auto').describe('recognised by itself'),
        zone: z.string().max(60).optional().describe('IANA zone or offset of times that state none'),
        filename: z.string().max(500).optional(),
      }),
      body: STREAM,
      bodyTypes: ['application/json', 'application/x-ndjson', 'text/csv', 'text/plain', 'application/octet-stream'],
      responses: { 200: { description: 'The metrics as they are now', schema: importResultSchema } },
      async handle({ coeId, request, query: { zone }, actor, activity }) {
        const result = await importInto(coeId, request, zone, actor);
        Object.assign(activity, { metrics: result.metrics.length, rejected: result.rejectedCount });
        return { status: 200, body: { ...result, metrics: result.metrics.map(presentMetric) } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/metrics',
      action: 'coe.read',
      tag: 'Metrics',
      summary: 'The metrics of a COE',
      params,
      query: z.strictObject(pageQuery),
      responses: { 200: { description: 'A page', schema: pageOf(metricSchema) } },
      async handle({ coeId, query: { limit, cursor } }) {
        const after = readCursor(cursor, ['string'])?.[0];
        const page = cutPage(await metrics.list(coeId, limit + 1, after), limit, ({ id }) => [id]);
        return { status: 200, body: { items: page.items.map(presentMetric), nextCursor: page.nextCursor } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/metrics/{id}',
      action: 'coe.read',
      tag: 'Metrics',
      summary: 'One metric with its points, oldest first',
      params: params.extend({ id: z.string().max(300) }),
      query: z.strictObject({ ...pageQuery, from: instant.optional(), to: instant.optional() }),
      responses: {
        200: {
          description: 'The metric and a page of its points',
          schema: metricSchema.extend(pageOf(z.object({ at: z.string(), value: z.number() })).shape),
        },
      },
      async handle({ coeId, params: { id }, query: { limit, cursor, from, to } }) {
        const found = (await metrics.read(coeId, id)) ?? notFound('metric', id);
        const after = readCursor(cursor, ['number'])?.[0];
        const start = Math.max(
          from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from),
          after === undefined ? Number.NEGATIVE_INFINITY : after + 1,
        );
        const part = partOf(found.series, start, to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(to));
        const rows = Array.from(part.at.subarray(0, limit + 1), (at, i) => ({ at, value: part.values[i] as number }));
        const page = cutPage(rows, limit, ({ at }) => [at]);
        const items = page.items.map(({ at, value }) => ({ at: new Date(at).toISOString(), value }));
        return { status: 200, body: { ...presentMetric(found.metric), items, nextCursor: page.nextCursor } };
      },
    }),
    ...chartRoutes(parts),
    ...backtestRoutes(parts),
  ];
}
