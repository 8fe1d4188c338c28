import type { EvidenceItem } from '../item.js';
import { parseLossless } from '../lossless.js';
import { isRecord, type JsonRecord, textOf } from '../source.js';

const STATES: Record<string, NonNullable<EvidenceItem['state']>> = {
  ALARM: 'firing',
  OK: 'ok',
  INSUFFICIENT_DATA: 'insufficientData',
};

export function cloudwatchState(value: unknown): EvidenceItem['state'] {
  return STATES[String(value)] ?? null;
}

/**
 * One key for one transition of one alarm, whether EventBridge, SNS or the alarm history told it. They agree on name,
 * state and second; the ARN is missing from older SNS messages and from the history.
 */
export function transitionEvent(alarm: string, state: unknown, at: number): string {
  return `cloudwatch ${alarm} ${String(state)} ${Math.floor(at / 1000)}`;
}

/**
 * A transition in words. CloudWatch writes datapoint dates as dd/MM/yy without a zone, which reads as another day, so
 * they are left out and the start of the breach is added from the reason data, where it is UTC.
 */
export function transitionText(
  alarm: string,
  from: unknown,
  to: unknown,
  reason: unknown,
  reasonData: unknown,
): string {
  const why = textOf(reason)?.replace(/ \(\d{2}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}\)/g, '') ?? '';
  const start = breachStart(reasonData);
  const since = start === null || to !== 'ALARM' ? '' : ` (data from ${start})`;
  return `Alarm ${alarm} ${from === undefined || from === null ? '' : `${String(from)} → `}${String(to)}${why === '' ? '' : `: ${why}`}${since}`;
}

function breachStart(reasonData: unknown): string | null {
  const data = jsonInside(reasonData);
  const start = data === null ? null : textOf(data.startDate);
  return start === null ? null : `${start.replace(/\.\d+\+0000$|\+0000$/, '')}Z`.replace('ZZ', 'Z');
}

/** AWS puts JSON into strings; a record either way. */
export function jsonInside(value: unknown): JsonRecord | null {
  if (isRecord(value)) return value;
  if (typeof value !== 'string') return null;
  try {
    const inner = parseLossless(value);
    return isRecord(inner) ? inner : null;
  } catch {
    return null;
  }
}

/** Metric dimensions as labels: a map in EventBridge, a list of name and value in SNS. */
export function metricDimensions(value: unknown): Record<string, string> {
  const labels: Record<string, string> = {};
  const entries: [unknown, unknown][] = Array.isArray(value)
    ? value.filter(isRecord).map((each) => [each.name ?? each.Name, each.value ?? each.Value])
    : Object.entries(isRecord(value) ? value : {});
  for (const [name, inner] of entries) {
    const text = textOf(inner);
    if (typeof name === 'string' && text !== null) labels[name] = text;
  }
  return labels;
}
