import type { StoredEvidenceItem } from '../evidence/item.js';
import { sha256 } from '../kernel/ids.js';
import type { StoredMetric } from './store.js';
import { duration } from './words.js';

/** The id by which claims cite a metric: made of its id, so that two databases name it alike. */
export function metricCitation(metricId: string): string {
  return `ev_m${sha256(`metric ${metricId}`).slice(0, 20)}`;
}

/** Whether an id cites a metric: what is said of it may be computed from its points, and stands in no words. */
export function citesMetric(id: string): boolean {
  return /^ev_m[0-9a-f]{20}$/.test(id);
}

/** A metric as what a citation of it points to. Its points stay where they are; the words say which and how many. */
export function citedMetric(metric: StoredMetric): StoredEvidenceItem {
  const { id, coeId, label, unit, source, points, from, to, stepSeconds, importedAt } = metric;
  const named = label === id ? [] : [id];
  const about = [...named, ...(unit === null ? [] : [unit])].join(', ');
  const range = from === null || to === null ? '' : ` from ${minuteOf(from)} to ${minuteOf(to)} UTC`;
  const step = stepSeconds === null ? '' : `, one every ${duration(stepSeconds)}`;
  const count = `${points.toLocaleString('en')} ${points === 1 ? 'point' : 'points'}`;
  return {
    ...{ id: metricCitation(id), coeId, importId: '', importedAt, source, index: 0 },
    ...{ at: from ?? importedAt, end: to, precision: 'minute', zoneOrigin: 'stated' },
    ...{ kind: 'metric', state: null, actor: null, subject: label, dimensions: {}, severity: null },
    text: `Metric ${label}${about === '' ? '' : ` (${about})`}: ${count}${range}${step}.`,
    payload: { metricId: id, label, unit, points, from, to, stepSeconds },
    link: null,
    deliveryKey: `metric:${id}`,
    eventKey: `metric:${id}`,
  };
}

const minuteOf = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');
