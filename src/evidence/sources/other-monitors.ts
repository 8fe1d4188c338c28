import { draft } from '../draft.js';
import { alarmEvent } from '../event-keys.js';
import { dimensionsOf } from '../eventbridge.js';
import {
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  linkOf,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';
import { alarmState } from '../words.js';

/** Webhooks of monitors without an importer of their own: Pingdom, New Relic and Google Cloud Monitoring. */
export const otherMonitors: EvidenceSource = {
  id: 'other-monitors',
  title: 'Pingdom, New Relic, Google Cloud Monitoring',
  recognisedBy:
    'Pingdom `check_id` and `current_state`; New Relic `condition_name` and `current_state`, or `issueUrl` and `state`; Google Cloud `incident` with `condition_name`',
  timeField:
    'Pingdom state_changed_timestamp (seconds); New Relic timestamp, createdAt, updatedAt (milliseconds); Google Cloud started_at, ended_at (seconds)',
  marks: ['check_id', 'condition_name', 'issueUrl', 'incident'],
  recognise: (record) =>
    isPingdom(record) || isNewRelic(record) || isNewRelicIssue(record) || isGoogle(record) ? 0.95 : 0,
  normalise: (record, context) => {
    if (isPingdom(record)) return readPingdom(record, context);
    if (isNewRelic(record)) return readNewRelic(record, context);
    return isNewRelicIssue(record) ? readNewRelicIssue(record, context) : readGoogle(record, context);
  },
};

function isPingdom(record: JsonRecord): boolean {
  return record.check_id !== undefined && record.current_state !== undefined;
}

function isNewRelic(record: JsonRecord): boolean {
  return record.condition_name !== undefined && record.current_state !== undefined && record.timestamp !== undefined;
}

function isNewRelicIssue(record: JsonRecord): boolean {
  return typeof record.issueUrl === 'string' && record.state !== undefined && record.createdAt !== undefined;
}

function isGoogle(record: JsonRecord): boolean {
  return (
    isRecord(record.incident) && record.incident.incident_id !== undefined && record.incident.started_at !== undefined
  );
}

function readPingdom(record: JsonRecord, context: SourceContext): Normalised {
  // The time in words has no zone, but its name says UTC.
  const when =
    textOf(record.state_changed_timestamp) === null
      ? context.time(record.state_changed_utc_time, 'UTC')
      : context.time(record.state_changed_timestamp);
  if ('rejected' in when) return when;
  const name = textOf(record.check_name) ?? `check ${String(record.check_id)}`;
  const parameters = isRecord(record.check_params) ? record.check_params : {};
  const state = alarmState(textOf(record.current_state));
  const dimensions = dimensionsOf({ host: parameters.hostname });
  const said = textOf(record.long_description) ?? textOf(record.description);
  return draft(
    {
      when,
      kind: 'alarm',
      text: `${named('Pingdom', name)}: ${String(record.previous_state ?? '')} → ${String(record.current_state)}${said === null ? '' : `: ${said}`}`,
      payload: record,
    },
    {
      state,
      actor: { kind: 'system', id: 'pingdom', name: 'Pingdom' },
      subject: name,
      dimensions,
      severity: textOf(record.importance_level)?.toLowerCase() ?? null,
      link: linkOf(parameters.full_url),
      delivery: `pingdom ${String(record.check_id)} ${when.at} ${String(record.current_state)}`,
      event: alarmEvent(name, dimensions, state, when.at),
    },
  );
}

function readNewRelic(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.timestamp);
  if ('rejected' in when) return when;
  const name = textOf(record.condition_name) ?? 'condition';
  const word = textOf(record.current_state);
  const [target] = (Array.isArray(record.targets) ? record.targets : []).filter(isRecord);
  const dimensions = dimensionsOf({ host: target?.name });
  const state = stateOf(word);
  return draft(
    {
      when,
      kind: 'alarm',
      text: `${named('New Relic', name)} ${word}: ${textOf(record.details) ?? ''}`.replace(/: $/, ''),
      payload: record,
    },
    {
      state,
      actor: { kind: 'system', id: 'new-relic', name: 'New Relic' },
      subject: name,
      dimensions,
      severity: textOf(record.severity)?.toLowerCase() ?? null,
      link: linkOf(record.incident_url),
      delivery: `new-relic ${String(record.incident_id)} ${word} ${when.at}`,
      event: alarmEvent(name, dimensions, state, when.at),
    },
  );
}

/** New Relic's workflows: an issue activated, acknowledged or closed. */
function readNewRelicIssue(record: JsonRecord, context: SourceContext): Normalised {
  const word = textOf(record.state);
  const state = stateOf(word);
  const when = context.time(state === 'firing' ? record.createdAt : (record.updatedAt ?? record.createdAt));
  if ('rejected' in when) return when;
  const title = (Array.isArray(record.title) ? textOf(record.title[0]) : textOf(record.title)) ?? 'issue';
  return draft(
    { when, kind: 'alarm', text: `${named('New Relic', title)}: ${word?.toLowerCase()}`, payload: record },
    {
      state,
      actor: { kind: 'system', id: 'new-relic', name: 'New Relic' },
      subject: title,
      severity: textOf(record.priority)?.toLowerCase() ?? null,
      link: linkOf(record.issueUrl),
      delivery: `new-relic ${textOf(record.id) ?? textOf(record.issueId) ?? ''} ${word} ${when.at}`,
    },
  );
}

function readGoogle(record: JsonRecord, context: SourceContext): Normalised {
  const incident = isRecord(record.incident) ? record.incident : {};
  const word = textOf(incident.state);
  const state = stateOf(word);
  const when = context.time(state === 'ok' ? (incident.ended_at ?? incident.started_at) : incident.started_at);
  if ('rejected' in when) return when;
  const name = textOf(incident.condition_name) ?? textOf(incident.policy_name) ?? 'condition';
  const dimensions = dimensionsOf({ host: incident.resource_name ?? incident.resource_display_name });
  return draft(
    {
      when,
      kind: 'alarm',
      text: `Google Cloud ${name} ${word}: ${textOf(incident.summary) ?? ''}`.replace(/: $/, ''),
      payload: record,
    },
    {
      state,
      actor: { kind: 'system', id: 'google-cloud-monitoring', name: 'Google Cloud Monitoring' },
      subject: name,
      dimensions,
      severity: textOf(incident.severity)?.toLowerCase() ?? null,
      link: linkOf(incident.url),
      delivery: `google-cloud ${String(incident.incident_id)} ${word}`,
      event: alarmEvent(name, dimensions, state, when.at),
    },
  );
}

/** Names of alarms often begin with the product's. */
function named(product: string, name: string): string {
  return name.startsWith(product) ? name : `${product} ${name}`;
}

/** An incident's state as the state of its alarm. */
function stateOf(word: string | null): ReturnType<typeof alarmState> {
  return /^(?:open(?:ed)?|activated|created)$/i.test(word ?? '') ? 'firing' : alarmState(word);
}
