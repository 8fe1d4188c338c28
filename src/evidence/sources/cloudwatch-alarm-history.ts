import { type EvidenceSource, isRecord, type JsonRecord, textOf } from '../source.js';
import { cloudwatchState, jsonInside, transitionEvent, transitionText } from './cloudwatch-alarm-state.js';

const KINDS = { ConfigurationUpdate: 'change', Action: 'page' } as const;

/** `aws cloudwatch describe-alarm-history`: state updates, configuration updates and actions of alarms, newest first. */
export const cloudwatchAlarmHistory: EvidenceSource = {
  id: 'cloudwatch-alarm-history',
  title: 'Amazon CloudWatch alarm history',
  recognisedBy: '`AlarmHistoryItems[]`, or records with `HistoryItemType`, `AlarmName` and `HistorySummary`',
  timeField: 'Timestamp',
  unwrap: (value) => (Array.isArray(value.AlarmHistoryItems) ? value.AlarmHistoryItems : null),
  marks: ['HistoryItemType'],
  recognise: (record) => (typeof record.HistoryItemType === 'string' && record.AlarmName !== undefined ? 1 : 0),
  normalise: (record, context) => {
    const when = context.time(record.Timestamp);
    if ('rejected' in when) return when;
    const change = isStateUpdate(record) ? transitionOf(record) : null;
    const alarm = textOf(record.AlarmName) ?? 'alarm';
    const type = String(record.HistoryItemType);
    const summary = textOf(record.HistorySummary) ?? type;
    return {
      item: {
        when,
        end: null,
        kind: isStateUpdate(record) ? 'alarm' : (KINDS[type as keyof typeof KINDS] ?? 'log'),
        state: change === null ? null : cloudwatchState(change.to),
        actor: { kind: 'system', id: 'cloudwatch', name: 'CloudWatch' },
        subject: alarm,
        dimensions: {},
        severity: null,
        text: change === null ? `Alarm ${alarm}: ${summary}` : change.text,
        link: null,
        delivery: `${alarm} ${String(record.Timestamp)} ${summary}`,
        event: change === null ? null : transitionEvent(alarm, change.to, when.at),
        payload: record,
      },
    };
  },
};

function isStateUpdate(record: JsonRecord): boolean {
  return record.HistoryItemType === 'StateUpdate';
}

/** HistoryData is JSON in a string; without it the summary names both states. */
function transitionOf(record: JsonRecord): { to: unknown; text: string } | null {
  const alarm = textOf(record.AlarmName) ?? 'alarm';
  const data = jsonInside(record.HistoryData);
  const next = data !== null && isRecord(data.newState) ? data.newState : null;
  const old = data !== null && isRecord(data.oldState) ? data.oldState : null;
  const summary = /from (\w+) to (\w+)/.exec(String(record.HistorySummary));
  const to = next?.stateValue ?? summary?.[2];
  if (to === undefined) return null;
  const from = old?.stateValue ?? summary?.[1];
  return { to, text: transitionText(alarm, from, to, next?.stateReason, next?.stateReasonData) };
}
