import { isRecord, type JsonRecord, textOf } from './source.js';

/** What EventBridge puts around every event of an AWS service. */
export type EventbridgeEvent = {
  /** What AWS calls it: "CodeDeploy Deployment State-change Notification". */
  type: string;
  detail: JsonRecord;
  /** Equal for one event delivered twice. */
  id: string | null;
  region: string | null;
  account: string | null;
};

/** Whether a record is an event of this service ("aws.codedeploy"); cheap, since it runs on every record. */
export function isEventOf(record: JsonRecord, source: string): boolean {
  return record.source === source && typeof record['detail-type'] === 'string' && isRecord(record.detail);
}

/** Takes an EventBridge event apart; its own `time` is left to the source, which may know a better one. */
export function eventbridgeEvent(record: JsonRecord): EventbridgeEvent {
  return {
    type: textOf(record['detail-type']) ?? 'event',
    detail: isRecord(record.detail) ? record.detail : {},
    id: textOf(record.id),
    region: textOf(record.region),
    account: textOf(record.account),
  };
}

/** Dimensions from named values, without the absent ones. */
export function dimensionsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const dimensions: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const text = textOf(value);
    if (text !== null) dimensions[name] = text;
  }
  return dimensions;
}

/** The last part of an ARN: arn:aws:ecs:…:service/web/api → api. */
export function nameInArn(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : (/[^/:]+$/.exec(text)?.[0] ?? text);
}
