import type { Readable } from 'node:stream';
import type { StoredCoe } from '../coe/model.js';
import { redactText } from '../evidence/redact-rules.js';
import { findSecrets } from '../evidence/secrets.js';
import { openZone } from '../evidence/zone.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { metricIdOf } from './metric-id.js';
import { placePoints } from './place-points.js';
import { readBody } from './read-body.js';
import { readMetrics } from './read-metrics.js';
import type { MetricsStore, StoredMetric } from './store.js';

const LONGEST_LABEL = 300;
const MOST_METRICS = 500;

export type MetricImport = {
  metrics: StoredMetric[];
  duplicates: number;
  rejectedCount: number;
  rejected: { index: number; reason: string }[];
  warnings: string[];
};

export type ImportMetricsParts = {
  metrics: MetricsStore;
  clock: Clock;
  /** @throws AppError notFound */
  coeOf(coeId: string): Promise<Pick<StoredCoe, 'number' | 'status' | 'content'>>;
  recordAudit(event: AuditEvent, id: string): Promise<void>;
  /** Brings the COE's charts up to date with the points they draw. */
  bindCharts(coeId: string, actor: Actor): Promise<unknown>;
};
export type ImportMetrics = ReturnType<typeof importMetrics>;

/**
 * Imports one file of time series into one COE and records who did. Everything is read before the first metric is written, so a file
 * that is refused leaves nothing behind; to import a file twice changes nothing.
 */
export function importMetrics({ metrics, clock, coeOf, recordAudit, bindCharts }: ImportMetricsParts) {
  /** @throws AppError conflict, malformed, tooLarge, validation */
  return async (coeId: string, body: Readable, zone: string | undefined, actor: Actor): Promise<MetricImport> => {
    checkOpen(await coeOf(coeId));
    const declared = zone === undefined ? null : openZone(zone);
    const found = await readMetrics(await readBody(body));
    if (found.series.length > MOST_METRICS)
      throw new AppError(
        'validation',
        `The file has ${found.series.length} series; at most ${MOST_METRICS} are taken at once.`,
      );
    const placed = await placePoints(found, declared);
    const at = clock.now();
    const stored = new Map<string, StoredMetric>();
    const labels = new Map<string, string>();
    for (const { raw, series } of placed.series) {
      const label = distinct(await clean(raw.label), raw.label, labels);
      const sourceId = raw.sourceId === null ? null : await clean(raw.sourceId);
      const unit = raw.unit === null ? null : (await clean(raw.unit)).slice(0, 40);
      const id = metricIdOf(sourceId, label);
      const metric = await metrics.add(coeId, { id, label, unit, source: found.source }, series, at);
      stored.set(metric.id, metric);
    }
    const { duplicates, rejectedCount, rejected } = placed;
    const importId = newId('imp');
    const points = [...stored.values()].map((metric) => [metric.id, metric.points]);
    await recordAudit(
      {
        type: 'metrics.imported',
        at: at.toISOString(),
        actor: { id: actor.id, name: actor.name },
        coeId,
        details: { importId, source: found.source, metrics: Object.fromEntries(points), duplicates, rejectedCount },
      },
      importId,
    );
    await bindCharts(coeId, actor);
    return { metrics: [...stored.values()], duplicates, rejectedCount, rejected, warnings: found.warnings };
  };
}

/** @throws AppError conflict when archived; when published with charts, which would then draw something else */
function checkOpen({ number, status, content }: Pick<StoredCoe, 'number' | 'status' | 'content'>): void {
  if (status === 'archived') throw new AppError('conflict', 'This COE is archived: metrics can no longer be added.');
  if (status === 'published' && content.charts.some(({ metricId }) => metricId !== null))
    throw new AppError(
      'conflict',
      `${number} is published and draws charts: points added now would change what was approved. ` +
        `Take it back first: POST /api/v1/coes/${number}/transitions {"to":"draft"}.`,
    );
}

/** Two hosts whose addresses were taken out must not become one: the second one's label gets a number. */
function distinct(cleaned: string, raw: string, labels: Map<string, string>): string {
  let label = cleaned;
  for (let n = 2; (labels.get(label) ?? raw) !== raw; n++) label = `${cleaned} (${n})`;
  labels.set(label, raw);
  return label;
}

/** Labels carry host names, addresses and, by mistake, keys: the rules of evidence hold for them. */
async function clean(text: string): Promise<string> {
  let result = text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_LABEL);
  for (const { from, to } of (await findSecrets(result)).sort((a, b) => b.from - a.from))
    result = `${result.slice(0, from)}[secret]${result.slice(to)}`;
  return redactText(result, {});
}
