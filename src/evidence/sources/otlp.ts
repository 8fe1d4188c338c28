import { type EvidenceSource, isRecord, type JsonRecord } from '../source.js';
import { readLog, readPoint, readSpan } from './otlp-records.js';

/** Each signal's lists from the outside in: resources, scopes, records. */
const SIGNALS = [
  { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords', as: 'otlpLog' },
  { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans', as: 'otlpSpan' },
  { resources: 'resourceMetrics', scopes: 'scopeMetrics', records: 'metrics', as: 'otlpPoint' },
] as const;
const POINTS = ['sum', 'gauge', 'histogram', 'exponentialHistogram', 'summary'] as const;

/** OpenTelemetry protocol as JSON: log records and events, spans, and the points of metrics; each is one record. */
export const otlp: EvidenceSource = {
  id: 'otlp',
  title: 'OpenTelemetry (OTLP/JSON)',
  recognisedBy: '`resourceLogs[]`, `resourceSpans[]` or `resourceMetrics[]`',
  timeField: 'timeUnixNano, else observedTimeUnixNano (nanoseconds as text); startTimeUnixNano of a span',
  unwrap: (value) => {
    for (const signal of SIGNALS) {
      const resources = value[signal.resources];
      if (Array.isArray(resources)) return resources;
      const scopes = value[signal.scopes];
      if (Array.isArray(scopes)) return scopes.filter(isRecord).flatMap((scope) => recordsOf(scope, value, signal));
    }
    return null;
  },
  marks: ['otlpLog', 'otlpSpan', 'otlpPoint'],
  recognise: (record) =>
    record.otlpLog !== undefined || record.otlpSpan !== undefined || record.otlpPoint !== undefined ? 1 : 0,
  normalise: (record, context) => {
    if (isRecord(record.otlpLog)) return readLog(record, record.otlpLog, context);
    if (isRecord(record.otlpSpan)) return readSpan(record, record.otlpSpan, context);
    return isRecord(record.otlpPoint)
      ? readPoint(record, record.otlpPoint, context)
      : { rejected: 'the record is no log, span or metric point' };
  },
};

function recordsOf(scope: JsonRecord, { resource }: JsonRecord, signal: (typeof SIGNALS)[number]): JsonRecord[] {
  const about = { scope: scope.scope ?? null, resource: resource ?? null };
  const records = scope[signal.records];
  const inner = Array.isArray(records) ? records : [];
  if (signal.as !== 'otlpPoint') return inner.map((each) => ({ [signal.as]: each, ...about }));
  return inner.filter(isRecord).flatMap((metric) =>
    POINTS.flatMap((type) => {
      const data = metric[type];
      if (!isRecord(data) || !Array.isArray(data.dataPoints)) return [];
      const { name = null, unit = null } = metric;
      return data.dataPoints.map((otlpPoint) => ({ otlpPoint, metric: { name, unit, type }, ...about }));
    }),
  );
}
