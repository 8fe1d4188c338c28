import { draft } from '../draft.js';
import { type EvidenceSource, isRecord, type JsonRecord, textOf } from '../source.js';

/** `kubectl get events -o json`: one item an event; a count folds repetitions between first and last. */
export const kubernetesEvents: EvidenceSource = {
  id: 'kubernetes-events',
  title: 'Kubernetes events',
  recognisedBy: '`kind` Event (or EventList) with `involvedObject` or `regarding`',
  timeField: 'eventTime, else firstTimestamp, else lastTimestamp, else metadata.creationTimestamp',
  unwrap: (value) =>
    Array.isArray(value.items) && value.items.some((each) => isRecord(each) && isEvent(each)) ? value.items : null,
  marks: ['involvedObject', 'regarding'],
  recognise: (record) => (isEvent(record) ? 1 : 0),
  normalise: (record, context) => {
    const metadata = isRecord(record.metadata) ? record.metadata : {};
    const first = record.eventTime ?? record.firstTimestamp ?? record.deprecatedFirstTimestamp;
    const last = record.lastTimestamp ?? record.deprecatedLastTimestamp;
    const when = context.time(first ?? last ?? metadata.creationTimestamp);
    if ('rejected' in when) return when;
    const until = last === null || last === undefined ? null : context.time(last);
    const end = until !== null && 'at' in until && until.at > when.at ? until.at : null;
    const object = objectOf(record);
    const source = isRecord(record.source) ? record.source : {};
    const component = textOf(source.component) ?? textOf(record.reportingComponent) ?? 'kubernetes';
    const count = typeof record.count === 'number' && record.count > 1 ? ` (${record.count} times)` : '';
    const name = `${textOf(object.kind) ?? 'Object'} ${textOf(object.name) ?? ''}`.trim();
    const reason = textOf(record.reason) ?? 'Event';
    return draft(
      {
        when,
        kind: 'log',
        text: `${name}: ${reason}: ${textOf(record.message) ?? textOf(record.note) ?? ''}${count}`,
        payload: withoutFields(record),
      },
      {
        end,
        actor: { kind: 'system', id: component, name: component },
        subject: name,
        dimensions: textOf(object.namespace) === null ? {} : { namespace: String(object.namespace) },
        severity: textOf(record.type)?.toLowerCase() ?? null,
        // The count of one event rises in place: a later export tells of more repetitions.
        delivery: `${String(metadata.uid ?? metadata.name)} ${String(record.count ?? 1)}`,
        event: `kubernetes ${String(metadata.uid ?? metadata.name)}`,
      },
    );
  },
};

function isEvent(record: JsonRecord): boolean {
  return record.reason !== undefined && (isRecord(record.involvedObject) || isRecord(record.regarding));
}

function objectOf(record: JsonRecord): JsonRecord {
  if (isRecord(record.involvedObject)) return record.involvedObject;
  return isRecord(record.regarding) ? record.regarding : {};
}

/** managedFields are bookkeeping, often longer than the event. */
function withoutFields(record: JsonRecord): JsonRecord {
  if (!isRecord(record.metadata) || record.metadata.managedFields === undefined) return record;
  const { managedFields: _fields, ...metadata } = record.metadata;
  return { ...record, metadata };
}
