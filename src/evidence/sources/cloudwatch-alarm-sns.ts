import { type EvidenceSource, isRecord, textOf } from '../source.js';
import { cloudwatchState, metricDimensions, transitionEvent, transitionText } from './cloudwatch-alarm-state.js';

/** CloudWatch alarm notifications as SNS delivers them: an HTTP body, a Lambda record, or the bare message. */
export const cloudwatchAlarmSns: EvidenceSource = {
  id: 'cloudwatch-alarm-sns',
  title: 'Amazon CloudWatch alarms (SNS)',
  recognisedBy: 'an SNS `Message` (or the message alone) with `AlarmName`, `NewStateValue` and `StateChangeTime`',
  timeField: 'StateChangeTime inside Message',
  unwrap: (value) =>
    Array.isArray(value.Records) && value.Records.some((each) => isRecord(each) && isRecord(each.Sns))
      ? value.Records
      : null,
  marks: ['NewStateValue'],
  recognise: (record) => (record.NewStateValue !== undefined && record.AlarmName !== undefined ? 1 : 0),
  normalise: (record, context) => {
    const when = context.time(record.StateChangeTime ?? context.envelope?.time);
    if ('rejected' in when) return when;
    const alarm = textOf(record.AlarmName) ?? 'alarm';
    const trigger = isRecord(record.Trigger) ? record.Trigger : {};
    const region = textOf(record.Region);
    return {
      item: {
        when,
        end: null,
        kind: 'alarm',
        state: cloudwatchState(record.NewStateValue),
        actor: { kind: 'system', id: 'cloudwatch', name: 'CloudWatch' },
        subject: alarm,
        dimensions: { ...metricDimensions(trigger.Dimensions), ...(region === null ? {} : { region }) },
        severity: null,
        text: transitionText(alarm, record.OldStateValue, record.NewStateValue, record.NewStateReason, null),
        link: null,
        delivery: context.envelope?.id ?? transitionEvent(alarm, record.NewStateValue, when.at),
        event: transitionEvent(alarm, record.NewStateValue, when.at),
        payload: record,
      },
    };
  },
};
