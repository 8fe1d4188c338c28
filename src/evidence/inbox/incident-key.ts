import type { EvidenceItem } from '../item.js';
import { isRecord, textOf } from '../source.js';

/** The source's own identity of the incident that an item tells of; null where there is none, or none is told. */
export function incidentKeyOf({ source, payload }: Pick<EvidenceItem, 'source' | 'payload'>): string | null {
  if (!isRecord(payload)) return null;
  const id = identityIn(source, payload);
  return id === null ? null : `${source} ${id}`;
}

function identityIn(source: string, payload: Record<string, unknown>): string | null {
  const inside = (name: string, member: string) => {
    const inner = payload[name];
    return isRecord(inner) ? textOf(inner[member]) : null;
  };
  switch (source) {
    case 'pagerduty':
      return inside('data', 'type') === 'incident' ? inside('data', 'id') : null;
    case 'opsgenie':
      return inside('alert', 'alertId');
    case 'statuspage':
      return textOf(payload.incident_id) ?? inside('incident', 'id');
    case 'alertmanager': {
      const fingerprint = textOf(payload.fingerprint);
      // A flapping alert starts anew each time; each start is an incident of its own.
      return fingerprint === null ? null : `${fingerprint} ${textOf(payload.startsAt)}`;
    }
    default:
      return null;
  }
}
