import { canonicalJson } from '../../kernel/ids.js';
import { alarmEvent } from '../event-keys.js';
import {
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  labelsOf,
  linkOf,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';

/**
 * Prometheus Alertmanager webhook, version 4. Each alert of a group is one raw record: the group only carries them.
 * A resolved alert is one item at its end; its start may have been told by no delivery, so none is made up from it.
 */
export const alertmanager: EvidenceSource = {
  id: 'alertmanager',
  title: 'Prometheus Alertmanager',
  recognisedBy: 'webhook groups with `alerts[]` that have `labels`, `status` and `startsAt`; each alert is one record',
  timeField: 'startsAt when firing, endsAt when resolved',
  unwrap: (value) => {
    if (!Array.isArray(value.alerts) || !value.alerts.some(isAlert)) return null;
    const { alerts, ...group } = value;
    return value.alerts.map((alert) => (isRecord(alert) ? { ...alert, group } : alert));
  },
  marks: ['startsAt'],
  recognise: (record) => (isAlert(record) ? 0.9 : 0),
  normalise: readAlert,
};

function isAlert(record: unknown): record is JsonRecord {
  return isRecord(record) && isRecord(record.labels) && record.startsAt !== undefined;
}

/** One alert of a group, in the shape Alertmanager and Grafana's unified alerting share. */
export function readAlert(record: JsonRecord, context: SourceContext): Normalised {
  const status = statusOf(record);
  const resolved = status === 'resolved';
  const when = context.time(resolved ? record.endsAt : record.startsAt);
  if ('rejected' in when) return { ...when, rejected: `${resolved ? 'endsAt' : 'startsAt'}: ${when.rejected}` };
  const labels = labelsOf(record.labels);
  const { alertname = 'alert', severity = null, ...dimensions } = labels;
  const place = dimensions.instance ?? dimensions.host ?? dimensions.pod ?? dimensions.job ?? null;
  const state = resolved ? 'ok' : 'firing';
  const identity = textOf(record.fingerprint) ?? canonicalJson(labels);
  return {
    item: {
      when,
      end: null,
      kind: 'alarm',
      state,
      actor: { kind: 'system', id: 'alertmanager', name: 'monitoring' },
      subject: alertname,
      dimensions,
      severity,
      text: sentence(alertname, status, severity, place, record),
      link: linkOf(record.generatorURL),
      // A repeated notification of the same firing has the same start; a resolution is told apart by its end.
      delivery: `${identity} ${String(record.startsAt)} ${status} ${resolved ? String(record.endsAt) : ''}`,
      event: alarmEvent(alertname, dimensions, state, when.at),
      payload: record,
    },
  };
}

/** The alert's own status, not its group's: a firing group holds resolved members. `endsAt` of year 1 means still firing. */
function statusOf(record: JsonRecord): 'firing' | 'resolved' {
  const status = textOf(record.status)?.toLowerCase();
  const ended = typeof record.endsAt === 'string' && !record.endsAt.startsWith('0001-');
  return status === 'resolved' || (status === undefined && ended) ? 'resolved' : 'firing';
}

function sentence(
  name: string,
  status: string,
  severity: string | null,
  place: string | null,
  record: JsonRecord,
): string {
  const notes = labelsOf(record.annotations);
  const said = notes.summary ?? notes.title ?? notes.message ?? notes.description ?? spelledOut(name);
  const where = place === null || said.includes(place) ? '' : ` on ${place}`;
  return `Alert ${name} ${status}: ${said}${where}${severity === null ? '' : ` (severity ${severity})`}`;
}

/** PHPRendering → PHP rendering: people write names as words. */
function spelledOut(name: string): string {
  return name
    .replace(/_/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/ ([A-Z])([a-z])/g, (_all, first: string, next: string) => ` ${first.toLowerCase()}${next}`);
}
