import { draft } from '../draft.js';
import type { EvidenceItem } from '../item.js';
import { type EvidenceSource, isRecord, type JsonRecord, textOf } from '../source.js';

const STATES: Record<string, EvidenceItem['state']> = {
  UNCONFIRMED: 'open',
  NEW: 'open',
  REOPENED: 'open',
  ASSIGNED: 'started',
  IN_PROGRESS: 'started',
  RESOLVED: 'resolved',
  VERIFIED: 'resolved',
  CLOSED: 'resolved',
};

/** Bugzilla: the history of bugs (`/rest/bug/{id}/history`); each change is one record. */
export const bugzillaHistory: EvidenceSource = {
  id: 'bugzilla-history',
  title: 'Bugzilla history',
  recognisedBy: '`bugs[]` with `history[]` of `when`, `who` and `changes`',
  timeField: 'history[].when',
  unwrap: (value) => {
    if (!Array.isArray(value.bugs) || !value.bugs.some((bug) => isRecord(bug) && Array.isArray(bug.history)))
      return null;
    const changes = value.bugs.filter(isRecord).flatMap(changesOf);
    return changes.length === 0 ? value.bugs : changes;
  },
  marks: ['changes', 'history'],
  recognise: (record) =>
    isChange(record) ? 0.95 : Array.isArray(record.history) && record.alias !== undefined ? 0.6 : 0,
  normalise: (record, context) => {
    if (!isChange(record)) return { rejected: 'the bug has no changes in its history' };
    const when = context.time(record.when);
    if ('rejected' in when) return when;
    const changes = (Array.isArray(record.changes) ? record.changes : []).filter(isRecord);
    const status = changes.find(({ field_name }) => field_name === 'status' || field_name === 'bug_status');
    const who = textOf(record.who);
    const bug = textOf(record.bug);
    const subject = bug === null ? 'bug' : `Bug ${bug}`;
    return draft(
      { when, kind: 'ticket', text: `${subject} ${changes.map(wordsOf).join('; ')}`, payload: record },
      {
        state: STATES[textOf(status?.added) ?? ''] ?? null,
        actor: who === null ? null : { kind: 'person', id: null, name: who },
        subject,
        delivery: `${bug} ${String(record.when)} ${who}`,
        timeKeys: ['when'],
      },
    );
  },
};

function changesOf(bug: JsonRecord): unknown[] {
  const history = Array.isArray(bug.history) ? bug.history : [];
  return history.map((change) => (isRecord(change) ? { ...change, bug: bug.id } : change));
}

function isChange(record: JsonRecord): boolean {
  return record.when !== undefined && record.who !== undefined && Array.isArray(record.changes);
}

function wordsOf({ field_name, removed, added }: JsonRecord): string {
  return `${textOf(field_name) ?? 'field'}: ${textOf(removed) ?? 'none'} → ${textOf(added) ?? 'none'}`;
}
