import { isRecord, type JsonRecord, textOf } from '../evidence/source.js';
import { AppError } from '../kernel/errors.js';
import type { RawMetrics, RawSeries } from './raw-series.js';

const STATISTICS = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'] as const;

/**
 * The answers of `aws cloudwatch get-metric-data` and `get-metric-statistics`. Times are the starts of periods. The first lists newest
 * points first, the second in no order; neither names namespace and dimensions.
 * @returns null when it is neither @throws AppError validation when times and values do not match
 */
export function readCloudWatch(value: JsonRecord): RawMetrics | null {
  if (Array.isArray(value.MetricDataResults)) return readMetricData(value.MetricDataResults, value);
  return Array.isArray(value.Datapoints) ? readStatistics(value.Datapoints, value) : null;
}

function readMetricData(results: unknown[], file: JsonRecord): RawMetrics {
  const errors: { pointer: string; detail: string }[] = [];
  const warnings: string[] = [];
  const series: RawSeries[] = [];
  for (const [index, result] of results.entries()) {
    const pointer = `/MetricDataResults/${index}`;
    if (!isRecord(result) || !Array.isArray(result.Timestamps) || !Array.isArray(result.Values)) {
      errors.push({ pointer, detail: 'Expected an object with the lists Timestamps and Values.' });
      continue;
    }
    const { Timestamps: at, Values: values } = result;
    if (at.length !== values.length) {
      const detail = `There are ${at.length} Timestamps and ${values.length} Values; they must match one to one.`;
      errors.push({ pointer: `${pointer}/Values`, detail });
      continue;
    }
    const sourceId = textOf(result.Id);
    const label = textOf(result.Label) ?? sourceId ?? `metric ${index + 1}`;
    series.push({ sourceId, label, unit: null, at, values });
    if (result.StatusCode === 'PartialData')
      warnings.push(`${sourceId ?? label}: CloudWatch marked this as PartialData; import the next page, too.`);
    if (result.StatusCode === 'InternalError' || result.StatusCode === 'Forbidden')
      warnings.push(`${sourceId ?? label}: CloudWatch answered ${result.StatusCode}; points may be missing.`);
  }
  if (errors.length > 0) throw new AppError('validation', `${errors[0]?.pointer}: ${errors[0]?.detail}`, { errors });
  if (textOf(file.NextToken) !== null) warnings.push('The file has a NextToken: there are more pages to import.');
  return { source: 'cloudwatch', series, warnings };
}

function readStatistics(datapoints: unknown[], file: JsonRecord): RawMetrics {
  const label = textOf(file.Label) ?? 'metric';
  const found = new Map<string, { at: unknown[]; values: unknown[]; indexes: number[]; unit: string | null }>();
  const rejected: { index: number; reason: string }[] = [];
  for (const [index, point] of datapoints.entries()) {
    const values = isRecord(point) ? statisticsOf(point) : [];
    if (!isRecord(point) || values.length === 0) {
      rejected.push({ index, reason: `the datapoint has none of ${STATISTICS.join(', ')} or ExtendedStatistics` });
      continue;
    }
    for (const [name, value] of values) {
      const entry = found.get(name) ?? { at: [], values: [], indexes: [], unit: unitOf(point.Unit) };
      found.set(name, entry);
      entry.at.push(point.Timestamp);
      entry.values.push(value);
      entry.indexes.push(index);
    }
  }
  const several = found.size > 1;
  const series = [...found].map(([name, { at, values, indexes, unit }]) => ({
    sourceId: null,
    label: several ? `${label} ${name}` : label,
    unit: name === 'SampleCount' ? 'Count' : unit,
    at,
    values,
    indexes,
  }));
  return { source: 'cloudwatch', series, warnings: [], rejected };
}

function statisticsOf(point: JsonRecord): [string, unknown][] {
  const extended = isRecord(point.ExtendedStatistics) ? Object.entries(point.ExtendedStatistics) : [];
  return [
    ...STATISTICS.filter((name) => name in point).map((name): [string, unknown] => [name, point[name]]),
    ...extended,
  ];
}

function unitOf(value: unknown): string | null {
  const unit = textOf(value);
  return unit === 'None' ? null : unit;
}
