import { draft } from '../draft.js';
import type { EvidenceItem } from '../item.js';
import { type EvidenceSource, isRecord, textOf } from '../source.js';

const STATES: Record<string, EvidenceItem['state']> = {
  Create: 'open',
  Acknowledge: 'acknowledged',
  UnAcknowledge: 'open',
  Close: 'resolved',
};

/** Opsgenie alert webhooks: one action on one alert. */
export const opsgenie: EvidenceSource = {
  id: 'opsgenie',
  title: 'Opsgenie',
  recognisedBy: '`action` and an `alert` with `alertId`',
  timeField: 'alert.updatedAt (nanoseconds); alert.createdAt (milliseconds) for Create and where it is all there is',
  marks: ['alert'],
  recognise: (record) =>
    isRecord(record.alert) && record.alert.alertId !== undefined && typeof record.action === 'string' ? 1 : 0,
  normalise: (record, context) => {
    const alert = isRecord(record.alert) ? record.alert : {};
    const action = String(record.action);
    const own = action === 'Create' ? alert.createdAt : alert.updatedAt;
    const when = context.time(own ?? alert.updatedAt ?? alert.createdAt);
    if ('rejected' in when) return when;
    const person = textOf(alert.username);
    const message = textOf(alert.message) ?? String(alert.alertId);
    const note = textOf(alert.note);
    const priority = textOf(alert.priority);
    return draft(
      {
        when,
        kind: action === 'AddNote' ? 'message' : 'page',
        text: `Opsgenie ${action.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}: ${message}${note === null ? '' : ` — ${note}`}`,
        payload: record,
      },
      {
        state: STATES[action] ?? null,
        // An alert is created by a monitor's key, whoever owns the key; the other actions are somebody's.
        actor:
          action === 'Create' || person === null || person === 'System'
            ? { kind: 'system', id: 'opsgenie', name: 'Opsgenie' }
            : { kind: 'person', id: null, name: person },
        subject: message,
        dimensions: textOf(alert.entity) === null ? {} : { entity: String(alert.entity) },
        severity: priority === null ? null : priority.replace(/^(\d)$/, 'P$1'),
        delivery: `${String(alert.alertId)} ${action} ${String(alert.updatedAt ?? alert.createdAt)}`,
      },
    );
  },
};
