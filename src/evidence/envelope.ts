import { parseLossless } from './lossless.js';
import { type Envelope, isRecord, type JsonRecord, textOf } from './source.js';

export type Opened = { value: unknown; envelope: Envelope };

/** Opens one SNS, SQS or CloudEvents wrapping; null when the value has none. */
export function openEnvelope(record: JsonRecord): Opened | null {
  if (isRecord(record.Sns)) return openSns(record.Sns);
  if (typeof record.Message === 'string' && (record.TopicArn !== undefined || record.Type === 'Notification'))
    return openSns(record);
  if (typeof record.body === 'string' && (record.eventSource === 'aws:sqs' || record.receiptHandle !== undefined)) {
    return { value: parsed(record.body), envelope: { ...NONE, kind: 'sqs', id: textOf(record.messageId) } };
  }
  // As `aws sqs receive-message` prints it.
  if (typeof record.Body === 'string' && record.MessageId !== undefined)
    return { value: parsed(record.Body), envelope: { ...NONE, kind: 'sqs', id: textOf(record.MessageId) } };
  if (typeof record.specversion === 'string' && textOf(record.type) !== null && textOf(record.source) !== null)
    return openCloudEvent(record);
  return null;
}

const NONE = { id: null, time: null, subject: null, type: null };

function openSns(record: JsonRecord): Opened {
  return {
    value: parsed(String(record.Message)),
    envelope: {
      kind: 'sns',
      id: textOf(record.MessageId),
      time: textOf(record.Timestamp),
      subject: textOf(record.Subject),
      type: textOf(record.TopicArn),
    },
  };
}

function openCloudEvent(record: JsonRecord): Opened {
  const encoded = textOf(record.data_base64);
  const data = encoded === null ? record.data : Buffer.from(encoded, 'base64').toString('utf8');
  return {
    value: typeof data === 'string' ? parsed(data) : data,
    envelope: {
      kind: 'cloudevents',
      id: `${textOf(record.source)} ${textOf(record.id)}`,
      time: textOf(record.time),
      subject: textOf(record.subject),
      type: textOf(record.type),
    },
  };
}

/** Double-encoded JSON is opened; a plain sentence stays one. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return parseLossless(text);
  } catch {
    return text;
  }
}
