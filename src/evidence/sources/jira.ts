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
import { ticketState } from '../words.js';

/**
 * Jira: webhooks, searches (with their change history, one record a change) and comments. A changelog item keeps its new
 * value under the key "toString", which every object inherits: it is read as own data only.
 */
export const jira: EvidenceSource = {
  id: 'jira',
  title: 'Jira',
  recognisedBy: '`webhookEvent`; issues with `key` and `fields`; histories and comments of an issue',
  timeField: 'timestamp of a webhook; created of an issue, a history or a comment',
  unwrap: (value) => {
    if (
      Array.isArray(value.issues) &&
      value.issues.some((each) => isRecord(each) && (isRecord(each.fields) || isRecord(each.changelog)))
    ) {
      return value.issues.flatMap((issue) => (isRecord(issue) ? recordsOf(issue) : [issue]));
    }
    if (value.webhookEvent === undefined && isIssue(value) && isRecord(value.changelog)) return recordsOf(value);
    return Array.isArray(value.comments) && value.comments.some((each) => isRecord(each) && isComment(each))
      ? value.comments
      : null;
  },
  marks: ['webhookEvent', 'items', 'fields', 'author'],
  recognise: (record) =>
    record.webhookEvent !== undefined && isRecord(record.issue)
      ? 1
      : isHistory(record) || isIssue(record)
        ? 0.9
        : isComment(record)
          ? 0.7
          : 0,
  normalise: (record, context) => {
    if (record.webhookEvent !== undefined) return readWebhook(record, context);
    if (isHistory(record)) return readHistory(record, record, String(record.issueKey ?? ''), context);
    return isIssue(record) ? readIssue(record, context) : readComment(record, context);
  },
};

function isIssue(record: JsonRecord): boolean {
  return typeof record.key === 'string' && /^[A-Z][A-Z0-9_]+-\d+$/.test(record.key) && isRecord(record.fields);
}

function isHistory(record: JsonRecord): boolean {
  return (
    Array.isArray(record.items) &&
    record.created !== undefined &&
    record.items.some((item) => isRecord(item) && item.field !== undefined)
  );
}

function isComment(record: JsonRecord): boolean {
  return isRecord(record.author) && record.created !== undefined && record.body !== undefined;
}

/** An issue, each change of it and each comment on it. */
function recordsOf(issue: JsonRecord): unknown[] {
  const { changelog, ...own } = issue;
  const histories = isRecord(changelog) && Array.isArray(changelog.histories) ? changelog.histories : [];
  const changes = histories.map((history) =>
    isRecord(history) ? { ...history, issueKey: issue.key ?? issue.id } : history,
  );
  if (!isRecord(issue.fields)) return changes;
  const { comment, ...fields } = issue.fields;
  const comments = isRecord(comment) && Array.isArray(comment.comments) ? comment.comments : [];
  return [{ ...own, fields }, ...changes, ...comments];
}

function readIssue(record: JsonRecord, context: SourceContext): Normalised {
  const fields = isRecord(record.fields) ? record.fields : {};
  const when = context.time(fields.created);
  if ('rejected' in when) return when;
  const about = { severity: nameOf(fields.priority), subject: String(record.key) };
  return draft(
    { when, kind: 'ticket', text: `${about.subject} created: ${textOf(fields.summary) ?? ''}`, payload: record },
    {
      ...about,
      state: 'open',
      actor: personOf(fields.reporter ?? fields.creator),
      delivery: `${String(record.self ?? record.id)} created`,
    },
  );
}

function readWebhook(record: JsonRecord, context: SourceContext): Normalised {
  const issue = isRecord(record.issue) ? record.issue : {};
  const fields = isRecord(issue.fields) ? issue.fields : {};
  const key = String(issue.key);
  if (isRecord(record.changelog)) {
    return readHistory({ ...record.changelog, created: record.timestamp, author: record.user }, record, key, context);
  }
  const when = context.time(record.timestamp);
  if ('rejected' in when) return when;
  const event = String(record.webhookEvent)
    .replace(/^jira:/, '')
    .replace(/_/g, ' ');
  const comment = isRecord(record.comment) ? `: ${textOf(record.comment.body) ?? ''}` : '';
  return draft(
    {
      when,
      kind: comment === '' ? 'ticket' : 'message',
      text: `${key} ${event}${comment || `: ${textOf(fields.summary) ?? ''}`}`,
      payload: record,
    },
    {
      state: event === 'issue created' ? 'open' : null,
      actor: personOf(record.user ?? (isRecord(record.comment) ? record.comment.author : null)),
      subject: key,
      severity: nameOf(fields.priority),
    },
  );
}

function readHistory(history: JsonRecord, payload: JsonRecord, key: string, context: SourceContext): Normalised {
  const when = context.time(history.created);
  if ('rejected' in when) return when;
  const items = Array.isArray(history.items) ? history.items.filter(isRecord) : [];
  const changes = items.map(
    (item) => `${String(item.field)}: ${own(item, 'fromString') ?? 'none'} → ${own(item, 'toString') ?? 'none'}`,
  );
  const status = items.find((item) => item.field === 'status');
  return draft(
    { when, kind: 'ticket', text: `${key} ${changes.join('; ')}`.trim(), payload },
    {
      state: status === undefined ? null : ticketState(own(status, 'toString')),
      actor: personOf(history.author),
      subject: key || null,
      delivery: history.id === undefined ? null : `${key} ${String(history.id)}`,
    },
  );
}

function readComment(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.created);
  if ('rejected' in when) return when;
  return draft(
    { when, kind: 'message', text: wordsOf(record.body), payload: record },
    { actor: personOf(record.author), delivery: `comment ${String(record.self ?? record.id)}` },
  );
}

/** Wiki markup is text already; the Atlassian document format is a tree of it. */
function wordsOf(body: unknown): string {
  if (typeof body === 'string') return body;
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const inner of node) walk(inner);
    else if (isRecord(node)) {
      if (typeof node.text === 'string') found.push(node.text);
      walk(node.content);
    }
  };
  walk(body);
  return found.join(' ') || 'Comment';
}

function own(record: JsonRecord, key: string): string | null {
  return Object.hasOwn(record, key) ? textOf(record[key]) : null;
}

function nameOf(value: unknown): string | null {
  return isRecord(value) ? textOf(value.name) : null;
}

function personOf(value: unknown): ActorDraft | null {
  if (!isRecord(value)) return null;
  const name = textOf(value.displayName) ?? textOf(value.name);
  return { kind: 'person', id: textOf(value.accountId) ?? textOf(value.key), name };
}
