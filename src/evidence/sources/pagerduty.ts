import { draft } from '../draft.js';
import type { EvidenceItem } from '../item.js';
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

/** What happened to an incident, by the last word of `incident.acknowledged` and the first of `acknowledge_log_entry`. */
const STATES: Record<string, EvidenceItem['state']> = {
  trigger: 'open',
  triggered: 'open',
  reopened: 'open',
  acknowledge: 'acknowledged',
  acknowledged: 'acknowledged',
  resolve: 'resolved',
  resolved: 'resolved',
};

/** PagerDuty: v3 and v2 webhooks, log entries, incidents, alerts, notes and change events of the REST API. */
export const pagerduty: EvidenceSource = {
  id: 'pagerduty',
  title: 'PagerDuty',
  recognisedBy:
    'v3 `event.occurred_at` and `event_type`; `log_entries[]` of type …_log_entry; `incident`, `alerts`, `notes`, `change_events` of the REST API',
  timeField: 'occurred_at of the event; created_at of a log entry, note or alert; timestamp of a change event',
  unwrap: (value) => {
    if (isRecord(value.event) && value.event.event_type !== undefined) return [value.event];
    if (isRecord(value.incident) && isIncident(value.incident)) return [value.incident];
    for (const list of [
      value.log_entries,
      value.change_events,
      value.incidents,
      value.alerts,
      value.notes,
      value.messages,
    ]) {
      if (Array.isArray(list) && list.some((each) => isRecord(each) && recognise(each) > 0)) return list;
    }
    return null;
  },
  marks: ['occurred_at', 'type', 'content'],
  recognise,
  normalise: (record, context) => {
    if (record.occurred_at !== undefined) return readWebhook(record, context);
    if (typeof record.type === 'string' && record.type.endsWith('_log_entry')) return readLogEntry(record, context);
    if (record.type === 'change_event') return readChange(record, context);
    if (record.created_on !== undefined) return readLegacy(record, context);
    return record.content === undefined ? readIncident(record, context) : readNote(record, context);
  },
};

function recognise(record: JsonRecord): number {
  if (typeof record.event_type === 'string' && record.occurred_at !== undefined) return 1;
  const { type } = record;
  if (typeof type === 'string') {
    if (/^[a-z_]+_log_entry$/.test(type) || (type === 'change_event' && record.integration !== undefined)) return 1;
    if (/^incident\./.test(type) && record.created_on !== undefined) return 1;
    if ((type === 'incident' || type === 'alert') && isIncident(record)) return 0.9;
  }
  return record.content !== undefined && isRecord(record.user) && record.channel !== undefined ? 0.7 : 0;
}

function isIncident(record: JsonRecord): boolean {
  return record.created_at !== undefined && record.status !== undefined && isRecord(record.service);
}

function readWebhook(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.occurred_at);
  if ('rejected' in when) return when;
  const type = String(record.event_type);
  const data = isRecord(record.data) ? record.data : {};
  // The data show the incident as it was sent, which may be newer than the event: the state is the event's.
  const state = STATES[type.slice(type.lastIndexOf('.') + 1)] ?? null;
  const title = textOf(data.title) ?? textOf(data.summary) ?? textOf(data.content) ?? textOf(data.id) ?? '';
  return draft(
    { when, kind: 'page', text: `PagerDuty ${spaced(type)}: ${title}`, payload: record },
    {
      state,
      actor: agentOf(record.agent),
      subject: serviceOf(data) ?? title,
      severity: priorityOf(data),
      link: linkOf(data.html_url),
      delivery: textOf(record.id),
      event: state === null ? null : `pagerduty ${String(data.id)} ${state} ${Math.floor(when.at / 1000)}`,
    },
  );
}

function readLogEntry(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.created_at);
  if ('rejected' in when) return when;
  const incident = isRecord(record.incident) ? record.incident : {};
  const state = STATES[String(record.type).split('_')[0] ?? ''] ?? null;
  const summary = textOf(record.summary) ?? spaced(String(record.type));
  const about = textOf(incident.summary);
  // Who wrote a note, and what: nothing rang.
  const kind = record.type === 'annotate_log_entry' ? 'message' : 'page';
  return draft(
    { when, kind, text: about === null ? summary : `${summary}: ${about}`, payload: record },
    {
      state,
      actor: agentOf(record.agent),
      subject: serviceOf(record) ?? about,
      link: linkOf(record.html_url),
      delivery: textOf(record.id),
      event:
        state === null || incident.id === undefined
          ? null
          : `pagerduty ${String(incident.id)} ${state} ${Math.floor(when.at / 1000)}`,
    },
  );
}

/** An incident or alert of the REST API tells of its opening; what came later is in its log entries. */
function readIncident(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.created_at);
  if ('rejected' in when) return when;
  const title = textOf(record.title) ?? textOf(record.summary) ?? String(record.id);
  return draft(
    { when, kind: 'page', text: `PagerDuty ${String(record.type)} opened: ${title}`, payload: record },
    {
      state: 'open',
      subject: serviceOf(record),
      severity: priorityOf(record),
      link: linkOf(record.html_url),
      delivery: `${String(record.id)} opened`,
      event: `pagerduty ${String(record.id)} open ${Math.floor(when.at / 1000)}`,
    },
  );
}

function readNote(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.created_at);
  if ('rejected' in when) return when;
  return draft(
    { when, kind: 'message', text: String(record.content), payload: record },
    { actor: agentOf(record.user), delivery: textOf(record.id) },
  );
}

function readChange(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.timestamp);
  if ('rejected' in when) return when;
  const source = textOf(record.source);
  return draft(
    { when, kind: 'change', text: textOf(record.summary) ?? 'Change', payload: record },
    { actor: source === null ? null : { kind: 'system', id: source, name: source }, delivery: textOf(record.id) },
  );
}

/** Version 2 webhooks: a list of messages, each with the whole incident. */
function readLegacy(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.created_on);
  if ('rejected' in when) return when;
  const data = isRecord(record.data) && isRecord(record.data.incident) ? record.data.incident : {};
  const subject = isRecord(data.trigger_summary_data) ? textOf(data.trigger_summary_data.subject) : null;
  const type = String(record.type);
  const state = STATES[type.slice(type.indexOf('.') + 1)] ?? null;
  return draft(
    { when, kind: 'page', text: `PagerDuty ${spaced(type)}: ${subject ?? String(data.id)}`, payload: record },
    {
      state,
      actor: state === 'resolved' ? agentOf(data.resolved_by_user) : null,
      subject: isRecord(data.service) ? textOf(data.service.name) : null,
      link: linkOf(data.html_url),
      delivery: textOf(record.id),
    },
  );
}

/** Automatic actions have a service or nobody for an agent. */
function agentOf(agent: unknown): ActorDraft | null {
  if (!isRecord(agent)) return null;
  const name = textOf(agent.summary) ?? textOf(agent.name);
  const isPerson = !/^(?:service|integration|bot|event_rule|.*inbound)/.test(String(agent.type ?? 'user'));
  if (isPerson) return { kind: 'person', id: textOf(agent.id), name };
  return { kind: 'system', id: textOf(agent.id), name: name ?? 'PagerDuty' };
}

function serviceOf({ service }: JsonRecord): string | null {
  return isRecord(service) ? textOf(service.summary) : null;
}

function priorityOf({ priority, urgency, severity }: JsonRecord): string | null {
  return (isRecord(priority) ? textOf(priority.summary) : null) ?? textOf(severity) ?? textOf(urgency);
}

function spaced(type: string): string {
  return type.replace(/_log_entry$/, '').replace(/[._]/g, ' ');
}
