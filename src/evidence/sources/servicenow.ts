import { draft } from '../draft.js';
import {
  type ActorDraft,
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';
import type { Instant, NoTime } from '../time.js';

const NUMBER = /^(?:INC|PRB|CHG|TASK|RITM|REQ|SCTASK|CTASK|PTASK)\d{5,}$/;

/** ServiceNow Table API: incidents, problems and changes. A record tells of its opening, a closed one also of its end. */
export const servicenow: EvidenceSource = {
  id: 'servicenow',
  title: 'ServiceNow',
  recognisedBy: '`result` (or rows) with `sys_id` or a number such as INC0011076, and `opened_at` or `sys_created_on`',
  timeField:
    'opened_at, else sys_created_on; resolved_at, else closed_at: UTC with sysparm_display_value=false, else of the zone you name',
  unwrap: (value) => {
    if (isTicket(value)) return endedAt(value) === null ? null : moments(value);
    const { result } = value;
    const list = Array.isArray(result) ? result : [result];
    return list.some((each) => isRecord(each) && isTicket(each)) ? list : null;
  },
  marks: ['opened_at', 'sys_created_on', 'servicenowRecord'],
  recognise: (record) => (isTicket(record) ? 0.95 : record.servicenowRecord !== undefined ? 1 : 0),
  normalise: (record, context) =>
    isRecord(record.servicenowRecord)
      ? read(record.servicenowRecord, record, record.moment === 'ended', context)
      : read(record, record, false, context),
};

function isTicket(record: JsonRecord): boolean {
  if (record.sys_id === undefined && !NUMBER.test(String(plain(record.number)))) return false;
  return record.opened_at !== undefined || record.sys_created_on !== undefined;
}

function moments(record: JsonRecord): JsonRecord[] {
  return [
    { moment: 'opened', servicenowRecord: record },
    { moment: 'ended', servicenowRecord: record },
  ];
}

function read(ticket: JsonRecord, payload: JsonRecord, ended: boolean, context: SourceContext): Normalised {
  const time = ended ? endedAt(ticket) : (plain(ticket.opened_at) ?? plain(ticket.sys_created_on));
  const when = timeOf(time, ticket, context);
  if ('rejected' in when) return when;
  const number = plain(ticket.number) ?? plain(ticket.sys_id) ?? 'record';
  const title = plain(ticket.short_description);
  const notes = ended ? plain(ticket.close_notes) : null;
  const word = ended ? (plain(ticket.resolved_at) === null ? 'closed' : 'resolved') : 'opened';
  return draft(
    {
      when,
      kind: number.startsWith('CHG') ? 'change' : 'ticket',
      text: `${number} ${word}${title === null ? '' : `: ${title}`}${notes === null ? '' : ` — ${notes}`}`,
      payload,
    },
    {
      state: ended ? 'resolved' : 'open',
      actor: ended
        ? (personOf(ticket.resolved_by) ?? personOf(ticket.closed_by))
        : (personOf(ticket.opened_by) ?? personOf(ticket.sys_created_by)),
      subject: number,
      severity: plain(ticket.priority),
      delivery: `${plain(ticket.sys_id) ?? number} ${plain(ticket.sys_mod_count) ?? ''} ${word}`,
      event: `servicenow ${plain(ticket.sys_id) ?? number} ${word}`,
    },
  );
}

/**
 * Values are UTC when the API is asked for them as they are stored, and in the caller's zone when asked as displayed. Codes
 * for states and priorities tell the first; nothing in the record says it outright, so the zone counts as assumed.
 */
function timeOf(time: unknown, ticket: JsonRecord, context: SourceContext): Instant | NoTime {
  if (!isStored(ticket)) return context.time(time);
  const when = context.time(time, 'UTC');
  return 'at' in when ? { ...when, zoneOrigin: 'assumed' } : when;
}

/** "1" and {link, value} are as stored; "New", "5 - Planning" and {display_value, link} are as displayed. */
function isStored(ticket: JsonRecord): boolean {
  const coded = [ticket.state, ticket.priority, ticket.impact, ticket.urgency]
    .map(plain)
    .filter((each) => each !== null);
  return coded.length > 0 && coded.every((each) => /^-?\d+$/.test(each));
}

function endedAt(ticket: JsonRecord): string | null {
  return plain(ticket.resolved_at) ?? plain(ticket.closed_at);
}

/** A value as stored: text, or the `value` of a reference or of sysparm_display_value=all. Empty text stands for null. */
function plain(value: unknown): string | null {
  return isRecord(value) ? (textOf(value.value) ?? textOf(value.display_value)) : textOf(value);
}

/** A reference tells an id only, a displayed one a name. */
function personOf(value: unknown): ActorDraft | null {
  if (isRecord(value)) {
    const name = textOf(value.display_value);
    const id = textOf(value.value);
    return id === null && name === null ? null : { kind: 'person', id, name };
  }
  const text = textOf(value);
  if (text === null) return null;
  if (text === 'system' || text === 'glide.maint') return { kind: 'system', id: text, name: text };
  return /^[0-9a-f]{32}$/.test(text)
    ? { kind: 'person', id: text, name: null }
    : { kind: 'person', id: null, name: text };
}
