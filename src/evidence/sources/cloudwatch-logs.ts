import { gunzipSync } from 'node:zlib';
import { draft } from '../draft.js';
import { dimensionsOf } from '../eventbridge.js';
import { parseLossless } from '../lossless.js';
import { type EvidenceSource, isRecord, type JsonRecord, textOf } from '../source.js';
import { kindFromText, stateFor } from '../words.js';
import { jsonInside } from './cloudwatch-alarm-state.js';

/** Subscriptions carry at most 1 MB of compressed data; more than this unpacked is no log batch. */
const LONGEST_BATCH = 16_000_000;
const LEVEL = /\b(TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|EMERG)\b/;

/** CloudWatch Logs: `get-log-events`, `filter-log-events`, Logs Insights results and subscriptions (base64 and gzip). */
export const cloudwatchLogs: EvidenceSource = {
  id: 'cloudwatch-logs',
  title: 'Amazon CloudWatch Logs',
  recognisedBy:
    '`events[]` with `timestamp`, `message` and `ingestionTime`; `awslogs.data`; `logEvents[]`; Insights `results[][]` with "@timestamp"',
  timeField: 'timestamp (milliseconds), not ingestionTime; @timestamp of Insights (UTC)',
  unwrap: (value) => {
    if (isRecord(value.awslogs)) return unpacked(value.awslogs.data);
    if (isRecord(value.kinesis)) return unpacked(value.kinesis.data);
    if (Array.isArray(value.logEvents)) return batchOf(value, value.logEvents);
    if (Array.isArray(value.events) && value.events.some((each) => isRecord(each) && isEvent(each)))
      return value.events;
    return Array.isArray(value.results) && value.results.some(isInsightsRow) ? value.results.map(insightsRecord) : null;
  },
  marks: ['ingestionTime', 'logStreamName', 'logStream', '@ptr', 'awslogs', 'messageType'],
  recognise: (record) => (isEvent(record) ? 0.9 : record.awslogs !== undefined || isControl(record) ? 0.8 : 0),
  normalise: (record, context) => {
    if (isControl(record)) return { rejected: 'a control message only checks that the subscription works' };
    if (!isEvent(record)) return { rejected: 'the subscription data are not base64 of gzipped JSON, or are too long' };
    const insights = record['@timestamp'];
    // Insights prints UTC without saying so.
    const when = insights === undefined ? context.time(record.timestamp) : context.time(insights, 'UTC');
    if ('rejected' in when) return when;
    const raw = textOf(record.message) ?? textOf(record['@message']);
    if (raw === null) return { rejected: 'the log event is empty' };
    const inner = raw.startsWith('{') ? jsonInside(raw) : null;
    const said = (inner === null ? null : (textOf(inner.message) ?? textOf(inner.msg))) ?? raw.trimEnd();
    const level =
      (inner === null ? null : (textOf(inner.level) ?? textOf(inner.severity))) ??
      LEVEL.exec(raw.slice(0, 200))?.[1] ??
      null;
    const told = kindFromText(said);
    const kind = told === null || told === 'alarm' ? 'log' : told;
    const group = textOf(record.logGroup) ?? textOf(record['@log']);
    const stream = textOf(record.logStream) ?? textOf(record.logStreamName) ?? textOf(record['@logStream']);
    const id = textOf(record.eventId) ?? textOf(record.id) ?? textOf(record['@ptr']);
    return draft(
      { when, kind, text: said, payload: record },
      {
        state: stateFor(kind, null, said),
        actor: { kind: 'system', id: group ?? 'cloudwatch-logs', name: group ?? 'CloudWatch Logs' },
        subject: group ?? stream,
        dimensions: dimensionsOf({ stream }),
        severity: level?.toLowerCase() ?? null,
        // The same line may come with two times of ingestion.
        delivery: id ?? `${stream} ${when.at} ${raw}`,
      },
    );
  },
};

function isEvent(record: JsonRecord): boolean {
  if (record['@timestamp'] !== undefined && record['@ptr'] !== undefined) return true;
  return (
    typeof record.message === 'string' &&
    typeof record.timestamp === 'number' &&
    (record.ingestionTime !== undefined || record.logStreamName !== undefined || record.logStream !== undefined)
  );
}

function isControl(record: JsonRecord): boolean {
  return record.messageType === 'CONTROL_MESSAGE';
}

/** The batch inside base64 of gzip; null, for the record to be reported, when there is none. */
function unpacked(data: unknown): unknown[] | null {
  if (typeof data !== 'string') return null;
  try {
    const text = gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: LONGEST_BATCH }).toString('utf8');
    const value = parseLossless(text);
    return isRecord(value) ? [value] : null;
  } catch {
    return null;
  }
}

function batchOf(batch: JsonRecord, events: unknown[]): unknown[] {
  if (isControl(batch)) return [{ messageType: batch.messageType }];
  const { logGroup, logStream } = batch;
  return events.map((each) => (isRecord(each) ? { ...each, logGroup, logStream: logStream ?? 'stream' } : each));
}

function isInsightsRow(row: unknown): row is JsonRecord[] {
  return Array.isArray(row) && row.some((cell) => isRecord(cell) && cell.field === '@timestamp');
}

/** Insights prints a row as a list of cells {field, value}. */
function insightsRecord(row: unknown): unknown {
  if (!isInsightsRow(row)) return row;
  const record: JsonRecord = { '@ptr': null };
  for (const { field, value } of row) if (typeof field === 'string' && field !== '__proto__') record[field] = value;
  return record;
}
