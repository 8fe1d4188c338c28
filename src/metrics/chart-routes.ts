import { z } from 'zod';
import type { CoeContent } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { AppError, notFound } from '../kernel/errors.js';
import { chartSvg } from './chart.js';
import type { ChartsOfCoe } from './charts-of-coe.js';
import type { ChartWish } from './coe-chart.js';

export function chartRoutes({ charts, store }: { charts: ChartsOfCoe; store: CoeStore }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/charts/{id}.svg',
      action: 'coe.read',
      tag: 'Metrics',
      summary: 'A chart of the COE as SVG; or, by the id of a metric, a chart of it without thresholds',
      params: z.object({ coe: z.string().max(100), id: z.string().max(300) }),
      responses: { 200: { description: 'The picture', contentType: 'image/svg+xml' } },
      async handle({ coeId, params: { id } }) {
        const { content } = await store.byId(coeId);
        const { metricId, wish } = wishOf(content, id);
        const chart = await charts.one(coeId, content, metricId, wish);
        const svg = chartSvg(chart ?? notFound(wish === null ? 'chart or metric' : 'metric', metricId));
        return { status: 200, raw: { contentType: 'image/svg+xml; charset=utf-8', data: svg } };
      },
    }),
  ];
}

/** @throws AppError notFound for a chart that names no metric yet */
function wishOf(content: CoeContent, id: string): { metricId: string; wish: ChartWish | null } {
  const chart = content.charts.find((one) => one.id === id);
  if (chart === undefined) return { metricId: id, wish: null };
  if (chart.metricId === null || chart.metricId === '')
    throw new AppError('notFound', `The chart "${chart.title}" names no metric yet: set its metricId.`);
  return { metricId: chart.metricId, wish: chart };
}
