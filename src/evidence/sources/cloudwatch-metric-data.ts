import { draft } from '../draft.js';
import { type EvidenceSource, isRecord, type JsonRecord, textOf } from '../source.js';

const STATISTICS = ['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount'] as const;

/** CloudWatch metric points: `get-metric-data` and `get-metric-statistics`. A point stands at the start of its period. */
export const cloudwatchMetricData: EvidenceSource = {
  id: 'cloudwatch-metric-data',
  title: 'Amazon CloudWatch metric points',
  recognisedBy: '`MetricDataResults[]` with `Timestamps[]` and `Values[]`; `Datapoints[]` with a `Timestamp`',
  timeField: 'Timestamps[] beside Values[]; Datapoints[].Timestamp: starts of periods',
  unwrap: (value) => {
    if (Array.isArray(value.MetricDataResults)) return value.MetricDataResults.flatMap(pointsOf);
    if (Array.isArray(value.Timestamps) && Array.isArray(value.Values)) return pointsOf(value);
    if (!Array.isArray(value.Datapoints)) return null;
    return value.Datapoints.map((point) => (isRecord(point) ? { ...point, Label: value.Label } : point));
  },
  marks: ['Timestamp'],
  recognise: (record) => (isPoint(record) ? 0.9 : 0),
  normalise: (record, context) => {
    const when = context.time(record.Timestamp);
    if ('rejected' in when) return when;
    const label = textOf(record.Label) ?? textOf(record.Id) ?? 'metric';
    const unit = textOf(record.Unit);
    const values = valuesOf(record);
    const partial = record.StatusCode === 'PartialData' ? ' (partial data)' : '';
    return draft(
      {
        when,
        kind: 'metric',
        text: `${label} ${values.map(({ name, value }) => `${name}${value}`).join(', ')}${unit === null || unit === 'None' ? '' : ` ${unit}`}${partial}`,
        payload: record,
      },
      {
        actor: { kind: 'system', id: 'cloudwatch', name: 'CloudWatch' },
        subject: label,
        // Ids such as m1 are chosen anew in every query, so the label is part of it.
        delivery: `${textOf(record.Id) ?? ''} ${label} ${when.at} ${values.map(({ name }) => name).join(' ')} ${unit ?? ''}`,
      },
    );
  },
};

function isPoint(record: JsonRecord): boolean {
  if (record.Timestamp === undefined) return false;
  if (record.Value !== undefined && record.Id !== undefined) return true;
  return record.Unit !== undefined && valuesOf(record).length > 0;
}

/** A result's points as records; times and values are parallel lists, and a period without data has no point. */
function pointsOf(result: unknown): unknown[] {
  if (!isRecord(result) || !Array.isArray(result.Timestamps)) return [result];
  const { Timestamps, Values, ...about } = result;
  const values = Array.isArray(Values) ? Values : [];
  return result.Timestamps.map((Timestamp, i) => ({
    ...about,
    Id: about.Id ?? null,
    Timestamp,
    Value: values[i] ?? null,
  }));
}

function valuesOf(record: JsonRecord): { name: string; value: string }[] {
  const plain = textOf(record.Value);
  if (plain !== null) return [{ name: '', value: plain }];
  const found = STATISTICS.flatMap((name) => {
    const value = textOf(record[name]);
    return value === null ? [] : [{ name: `${name} `, value }];
  });
  const extended = isRecord(record.ExtendedStatistics) ? Object.entries(record.ExtendedStatistics) : [];
  return [...found, ...extended.map(([name, value]) => ({ name: `${name} `, value: String(value) }))];
}
