import { draft } from '../draft.js';
import { parseLossless } from '../lossless.js';
import {
  type ActorDraft,
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  linkOf,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';

/** An entry written this long after the moment it tells of says so. */
const LATER_MS = 3_600_000;

/** AWS Systems Manager Incident Manager: timeline events, incident records and related items of the command line. */
export const awsIncidentManager: EvidenceSource = {
  id: 'aws-incident-manager',
  title: 'AWS Incident Manager',
  recognisedBy: '`eventSummaries[]` or `event` with `incidentRecordArn`; `incidentRecord`; `relatedItems[]`',
  timeField: 'eventTime of a timeline event; creationTime of an incident record; related items carry none',
  unwrap: (value) => {
    for (const list of [value.eventSummaries, value.incidentRecordSummaries, value.relatedItems]) {
      if (Array.isArray(list) && list.some((each) => isRecord(each) && isOwn(each))) return list;
    }
    if (isRecord(value.event) && isEntry(value.event)) return [value.event];
    return isRecord(value.incidentRecord) && isIncident(value.incidentRecord) ? [value.incidentRecord] : null;
  },
  marks: ['incidentRecordArn', 'creationTime', 'identifier'],
  recognise: (record) => (isOwn(record) ? 1 : 0),
  normalise: (record, context) => {
    if (isEntry(record)) return readEntry(record, context);
    return isIncident(record)
      ? readIncident(record, context)
      : { rejected: 'a related item of an incident carries no time; its timeline events do' };
  },
};

function isOwn(record: JsonRecord): boolean {
  return isEntry(record) || isIncident(record) || isRelated(record);
}

function isEntry(record: JsonRecord): boolean {
  return record.incidentRecordArn !== undefined && record.eventTime !== undefined;
}

function isIncident(record: JsonRecord): boolean {
  return (
    record.creationTime !== undefined && typeof record.arn === 'string' && record.arn.includes(':incident-record/')
  );
}

function isRelated(record: JsonRecord): boolean {
  return isRecord(record.identifier) && isRecord(record.identifier.value) && typeof record.identifier.type === 'string';
}

function readEntry(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.eventTime);
  if ('rejected' in when) return when;
  const type = textOf(record.eventType) ?? 'Event';
  const said = dataOf(record.eventData);
  const updated = context.time(record.eventUpdatedTime);
  const later = 'at' in updated && updated.at - when.at > LATER_MS;
  const custom = type === 'Custom Event';
  const written = later ? ` (entered ${new Date(updated.at).toISOString().slice(0, 16)}Z)` : '';
  return draft(
    {
      when,
      // What people enter is a note of the incident; updates of the record are the tool's own bookkeeping.
      kind: custom ? 'note' : 'log',
      text: `${custom && said !== null ? said : `${type}${said === null ? '' : `: ${said}`}`}${written}`,
      payload: record,
    },
    {
      actor: { kind: 'system', id: 'aws-incident-manager', name: 'Incident Manager' },
      subject: incidentName(record.incidentRecordArn),
      delivery: `${String(record.eventId)} ${String(record.eventTime)} ${String(record.eventUpdatedTime)} ${said ?? ''}`,
      event: record.eventId === undefined ? null : `incident-manager ${String(record.eventId)}`,
    },
  );
}

/** The data are JSON in a string: a text, or an object whose texts tell. */
function dataOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === null) return null;
  let inner: unknown = text;
  try {
    inner = parseLossless(text);
  } catch {
    return text;
  }
  if (!isRecord(inner)) return textOf(inner);
  const words = Object.entries(inner).flatMap(([name, each]) =>
    textOf(each) === null ? [] : [`${name} ${textOf(each)}`],
  );
  return words.join(', ') || null;
}

function readIncident(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.creationTime);
  if ('rejected' in when) return when;
  const resolved = textOf(record.resolvedTime) === null ? null : context.time(record.resolvedTime);
  const impact = textOf(record.impact);
  const title = textOf(record.title) ?? incidentName(record.arn) ?? 'incident';
  return draft(
    {
      when,
      kind: 'page',
      text: `Incident opened: ${title}${textOf(record.summary) === null ? '' : ` — ${textOf(record.summary)}`}`,
      payload: record,
    },
    {
      end: resolved !== null && 'at' in resolved && resolved.at >= when.at ? resolved.at : null,
      state: 'open',
      actor: creatorOf(record),
      subject: title,
      // 1 is the worst of five.
      severity: impact === null ? null : `impact ${impact}`,
      link: linkOf(record.url),
      delivery: `${String(record.arn)} ${String(record.status)} ${String(record.lastModifiedTime)}`,
      event: `incident-manager ${String(record.arn)} opened`,
    },
  );
}

/** An incident is opened by a person's call, or by an alarm or rule. */
function creatorOf(record: JsonRecord): ActorDraft {
  const source = isRecord(record.incidentRecordSource) ? record.incidentRecordSource : {};
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(String(source.invokedBy ?? source.createdBy ?? ''))?.[1];
  return user === undefined
    ? { kind: 'system', id: 'aws-incident-manager', name: 'Incident Manager' }
    : { kind: 'person', id: null, name: user };
}

/** arn:…:incident-record/Response-Plan/6ebc… → Response-Plan. */
function incidentName(arn: unknown): string | null {
  return /:incident-record\/([^/]+)/.exec(String(arn))?.[1] ?? null;
}
