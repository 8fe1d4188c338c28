import type { CoeContent } from '../coe/schema.js';
import type { EvidenceStore } from '../evidence/store.js';
import type { Chart } from './chart-data.js';
import { type ChartWish, chartOf } from './coe-chart.js';
import type { MetricsStore } from './store.js';

type Drawable = Pick<CoeContent, 'charts' | 'keyMoments' | 'timeline'>;

export type ChartsOfCoe = {
  /** Those that name a metric which is there, in the order of the document. */
  all(coeId: string, content: Drawable): Promise<Chart[]>;
  /** One chart of a metric; null when the COE has no such metric. Without a wish it has the metric's label and no thresholds. */
  one(coeId: string, content: Drawable, metricId: string, wish: ChartWish | null): Promise<Chart | null>;
};

/** Charts with what the COE, its evidence and its metrics know. */
export function chartsOfCoe(metrics: MetricsStore, evidence: Pick<EvidenceStore, 'byIds'>): ChartsOfCoe {
  async function changesOf(coeId: string, { timeline }: Drawable): Promise<Set<string>> {
    const cited = timeline.filter(({ hidden }) => !hidden).flatMap(({ evidenceIds }) => evidenceIds);
    const found = await evidence.byIds(coeId, [...new Set(cited)]);
    return new Set(found.filter(({ kind }) => kind === 'deploy' || kind === 'change').map(({ id }) => id));
  }
  return {
    async all(coeId, content) {
      const wishes = content.charts.filter(({ metricId }) => metricId !== null && metricId !== '');
      if (wishes.length === 0) return [];
      const changes = await changesOf(coeId, content);
      const charts: Chart[] = [];
      for (const wish of wishes) {
        const found = await metrics.read(coeId, wish.metricId ?? '');
        if (found !== null) charts.push(chartOf(content, wish, found.metric, found.series, changes));
      }
      return charts;
    },
    async one(coeId, content, metricId, wish) {
      const found = await metrics.read(coeId, metricId);
      if (found === null) return null;
      const { metric, series } = found;
      const plain = { id: metricId, title: metric.label, alarmThreshold: null, investigationThreshold: null };
      return chartOf(content, wish ?? plain, metric, series, await changesOf(coeId, content));
    },
  };
}
