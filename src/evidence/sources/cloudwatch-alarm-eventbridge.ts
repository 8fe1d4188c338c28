import {
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';
import { cloudwatchState, metricDimensions, transitionEvent, transitionText } from './cloudwatch-alarm-state.js';

const ACTOR = { kind: 'system', id: 'cloudwatch', name: 'CloudWatch' } as const;

/** CloudWatch alarms as EventBridge delivers them: state changes are alarms, configuration changes are changes. */
export const cloudwatchAlarmEventbridge: EvidenceSource = {
  id: 'cloudwatch-alarm-eventbridge',
  title: 'Amazon CloudWatch alarms (EventBridge)',
  recognisedBy: '`source` aws.cloudwatch and `detail-type` "CloudWatch Alarm State Change" or "… Configuration Change"',
  timeField: 'detail.state.timestamp; detail.configuration.timestamp for a configuration change',
  marks: ['detail-type'],
  recognise: (record) =>
    record.source === 'aws.cloudwatch' && String(record['detail-type']).startsWith('CloudWatch Alarm') ? 1 : 0,
  normalise: (record, context) => {
    const detail = isRecord(record.detail) ? record.detail : {};
    return String(record['detail-type']).includes('Configuration')
      ? readConfiguration(record, detail, context)
      : readState(record, detail, context);
  },
};

function readState(record: JsonRecord, detail: JsonRecord, context: SourceContext): Normalised {
  const state = isRecord(detail.state) ? detail.state : {};
  const previous = isRecord(detail.previousState) ? detail.previousState : {};
  const when = context.time(state.timestamp ?? record.time);
  if ('rejected' in when) return when;
  const alarm = textOf(detail.alarmName) ?? 'alarm';
  const suppressed = textOf(state.actionsSuppressedBy);
  const text = transitionText(alarm, previous.value, state.value, state.reason, state.reasonData);
  return {
    item: {
      when,
      end: null,
      kind: 'alarm',
      state: cloudwatchState(state.value),
      actor: ACTOR,
      subject: alarm,
      dimensions: { ...dimensionsOf(detail), ...placeOf(record) },
      severity: null,
      text: suppressed === null ? text : `${text} (actions suppressed by ${suppressed})`,
      link: null,
      delivery: textOf(record.id) ?? transitionEvent(alarm, state.value, when.at),
      event: transitionEvent(alarm, state.value, when.at),
      payload: record,
    },
  };
}

function readConfiguration(record: JsonRecord, detail: JsonRecord, context: SourceContext): Normalised {
  const configuration = isRecord(detail.configuration) ? detail.configuration : {};
  const when = context.time(configuration.timestamp ?? record.time);
  if ('rejected' in when) return when;
  const alarm = textOf(detail.alarmName) ?? 'alarm';
  const operation = textOf(detail.operation) ?? 'change';
  return {
    item: {
      when,
      end: null,
      kind: 'change',
      state: null,
      actor: ACTOR,
      subject: alarm,
      dimensions: placeOf(record),
      severity: null,
      text: `Alarm ${alarm}: configuration ${operation}${changedKeys(configuration, detail.previousConfiguration)}`,
      link: null,
      delivery: textOf(record.id),
      event: null,
      payload: record,
    },
  };
}

/** " of threshold, period": which settings differ from before. */
function changedKeys(now: JsonRecord, before: unknown): string {
  if (!isRecord(before)) return '';
  const changed = Object.keys(now).filter(
    (key) => key !== 'timestamp' && JSON.stringify(now[key]) !== JSON.stringify(before[key]),
  );
  return changed.length === 0 ? '' : ` of ${changed.join(', ')}`;
}

function dimensionsOf(detail: JsonRecord): Record<string, string> {
  const configuration = isRecord(detail.configuration) ? detail.configuration : {};
  const metrics = Array.isArray(configuration.metrics) ? configuration.metrics.filter(isRecord) : [];
  for (const { metricStat } of metrics) {
    const metric = isRecord(metricStat) && isRecord(metricStat.metric) ? metricStat.metric : null;
    if (metric !== null) return metricDimensions(metric.dimensions);
  }
  return {};
}

function placeOf(record: JsonRecord): Record<string, string> {
  const region = textOf(record.region);
  const account = textOf(record.account);
  return { ...(region === null ? {} : { region }), ...(account === null ? {} : { account }) };
}
