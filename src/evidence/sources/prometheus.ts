import { canonicalJson } from '../../kernel/ids.js';
import { draft } from '../draft.js';
import { alarmEvent } from '../event-keys.js';
import {
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  labelsOf,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';

/** Prometheus HTTP API: the alerts under way, and the points of instant and range queries; each is one record. */
export const prometheus: EvidenceSource = {
  id: 'prometheus',
  title: 'Prometheus API',
  recognisedBy: '`data.alerts[]` with `activeAt`; `data.result[]` of resultType vector, matrix or scalar',
  timeField: 'activeAt of an alert; the first member of a point (epoch seconds)',
  unwrap: (value) => {
    const data = isRecord(value.data) ? value.data : value;
    if (Array.isArray(data.alerts) && data.alerts.some((each) => isRecord(each) && isAlert(each))) return data.alerts;
    if (Array.isArray(data.groups) && data.groups.some((each) => isRecord(each) && Array.isArray(each.rules))) {
      return alertsOfRules(data.groups);
    }
    if (isSeries(value)) return pointsOf(value);
    if (!Array.isArray(data.result) || typeof data.resultType !== 'string') return null;
    if (data.resultType === 'scalar') return [{ metric: {}, value: data.result }];
    return data.result.flatMap((series) => (isRecord(series) && isSeries(series) ? pointsOf(series) : [series]));
  },
  marks: ['activeAt', 'metric'],
  recognise: (record) => (isAlert(record) || isPoint(record) ? 0.9 : 0),
  normalise: (record, context) => (isAlert(record) ? readAlert(record, context) : readPoint(record, context)),
};

function isAlert(record: JsonRecord): boolean {
  return record.activeAt !== undefined && isRecord(record.labels);
}

function isPoint(record: JsonRecord): boolean {
  return isRecord(record.metric) && Array.isArray(record.value) && record.value.length === 2;
}

function isSeries(record: JsonRecord): boolean {
  return isRecord(record.metric) && Array.isArray(record.values);
}

function pointsOf({ metric, values }: JsonRecord): JsonRecord[] {
  return (Array.isArray(values) ? values : []).map((value) => ({ metric, value }));
}

/** Alerts inside the answer of /api/v1/rules; null when nothing fires. */
function alertsOfRules(groups: unknown[]): unknown[] | null {
  const alerts = groups
    .filter(isRecord)
    .flatMap(({ rules }) => (Array.isArray(rules) ? rules : []))
    .filter(isRecord)
    .flatMap(({ alerts: each }) => (Array.isArray(each) ? each : []));
  return alerts.length === 0 ? null : alerts;
}

function readAlert(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.activeAt);
  if ('rejected' in when) return when;
  const labels = labelsOf(record.labels);
  const { alertname = 'alert', severity = null, ...dimensions } = labels;
  const notes = labelsOf(record.annotations);
  const word = textOf(record.state) ?? 'firing';
  const said = notes.summary ?? notes.description ?? notes.message;
  // A pending alert has not fired yet: its condition holds, for how long is not over.
  const state = word === 'firing' ? 'firing' : null;
  return draft(
    {
      when,
      kind: 'alarm',
      text: `Alert ${alertname} ${word}${said === undefined ? '' : `: ${said}`}`,
      payload: record,
    },
    {
      state,
      actor: { kind: 'system', id: 'prometheus', name: 'monitoring' },
      subject: alertname,
      dimensions,
      severity,
      delivery: `${canonicalJson(labels)} ${when.at} ${word}`,
      event: alarmEvent(alertname, dimensions, state, when.at),
    },
  );
}

function readPoint(record: JsonRecord, context: SourceContext): Normalised {
  const [time, value] = Array.isArray(record.value) ? record.value : [];
  const when = context.time(time);
  if ('rejected' in when) return when;
  const { __name__: name = 'query', ...dimensions } = labelsOf(record.metric);
  const labels = Object.entries(dimensions).map(([label, each]) => `${label}="${each}"`);
  return draft(
    {
      when,
      kind: 'metric',
      text: `${name}${labels.length === 0 ? '' : `{${labels.join(',')}}`} = ${String(value)}`,
      payload: record,
    },
    {
      actor: { kind: 'system', id: 'prometheus', name: 'Prometheus' },
      subject: name,
      dimensions,
      delivery: `${canonicalJson(record.metric)} ${when.at} ${String(value)}`,
    },
  );
}
