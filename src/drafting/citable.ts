import type { CoeStore } from '../coe/store.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import type { EvidenceStore } from '../evidence/store.js';
import { citedMetric } from '../metrics/cited-metric.js';
import type { MetricsStore } from '../metrics/store.js';
import { citedStatements } from './stated-fact.js';

export type CitableParts = {
  evidence: Pick<EvidenceStore, 'byIds'>;
  metrics: Pick<MetricsStore, 'list'>;
  store: Pick<CoeStore, 'byId'>;
};
export type Citable = (coeId: string, ids: readonly string[]) => Promise<StoredEvidenceItem[]>;

/** A COE has this many metrics at most. */
const ALL_METRICS = 100_000;

/**
 * What citations of a COE point to (docs/adr): imported evidence; its metrics; and facts that a person stated. Ids that are none of
 * these are left out. Evidence comes first, in the order of time.
 */
export function citable({ evidence, metrics, store }: CitableParts): Citable {
  return async (coeId, ids) => {
    const items = await evidence.byIds(coeId, ids);
    const left = new Set(ids);
    for (const { id } of items) left.delete(id);
    if (left.size === 0) return items;
    const coe = await store.byId(coeId);
    const others = [...citedStatements(coe), ...(await metrics.list(coeId, ALL_METRICS)).map(citedMetric)];
    return [...items, ...others.filter(({ id }) => left.has(id))];
  };
}
