import { draft } from '../draft.js';
import type { EvidenceItem } from '../item.js';
import { type EvidenceSource, isRecord, linkOf, textOf } from '../source.js';

const STATES: Record<string, EvidenceItem['state']> = {
  investigating: 'open',
  identified: 'open',
  monitoring: 'open',
  in_progress: 'started',
  completed: 'resolved',
  resolved: 'resolved',
};

/** Atlassian Statuspage: each public update of an incident is one record. */
export const statuspage: EvidenceSource = {
  id: 'statuspage',
  title: 'Statuspage',
  recognisedBy: 'an `incident` (or `incidents[]`) with `incident_updates[]`',
  timeField: 'incident_updates[].display_at, which the public sees; else created_at',
  unwrap: (value) => {
    const incidents = Array.isArray(value.incidents) ? value.incidents : [value.incident ?? value];
    const updates = incidents.filter(isRecord).flatMap((incident) => {
      if (!Array.isArray(incident.incident_updates)) return [];
      const { incident_updates: _updates, ...about } = incident;
      return incident.incident_updates.filter(isRecord).map((update) => ({ ...update, incident: about }));
    });
    return updates.length === 0 ? null : updates;
  },
  marks: ['incident_id'],
  recognise: (record) =>
    record.incident_id !== undefined && record.body !== undefined && record.status !== undefined ? 0.9 : 0,
  normalise: (record, context) => {
    const when = context.time(record.display_at ?? record.created_at);
    if ('rejected' in when) return when;
    const incident = isRecord(record.incident) ? record.incident : {};
    const status = String(record.status);
    const name = textOf(incident.name) ?? 'incident';
    const backfilled = incident.backfilled === true ? ' (written afterwards)' : '';
    return draft(
      {
        when,
        kind: 'status',
        text: `Status page: ${name} — ${status}: ${textOf(record.body) ?? ''}${backfilled}`,
        payload: record,
      },
      {
        state: STATES[status] ?? null,
        subject: name,
        severity: textOf(incident.impact),
        link: linkOf(incident.shortlink),
        delivery: `${String(record.incident_id)} ${String(record.id)}`,
      },
    );
  },
};
