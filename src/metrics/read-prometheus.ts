import { isRecord, type JsonRecord, labelsOf, textOf } from '../evidence/source.js';
import { AppError } from '../kernel/errors.js';
import type { RawMetrics, RawSeries } from './raw-series.js';

/**
 * The answer of Prometheus' HTTP API (and of Thanos, Mimir, VictoriaMetrics): a range query gives a matrix, an instant query a vector or a
 * scalar. Times are epoch seconds with a fraction, values are strings.
 * @returns null when it is none @throws AppError validation for an error answer
 */
export function readPrometheus(file: JsonRecord): RawMetrics | null {
  if (file.status === 'error' && textOf(file.error) !== null && 'errorType' in file) {
    const detail = `This is an error answer of Prometheus, without points: ${textOf(file.error)?.slice(0, 200)}`;
    throw new AppError('validation', detail, { errors: [{ pointer: '/error', detail }] });
  }
  const data = isRecord(file.data) ? file.data : file;
  if (typeof data.resultType !== 'string' || !Array.isArray(data.result)) return null;
  const warnings = Array.isArray(file.warnings)
    ? file.warnings.map((warning) => `Prometheus: ${textOf(warning) ?? 'a warning'}`)
    : [];
  if (data.resultType === 'scalar' || data.resultType === 'string')
    return { source: 'prometheus', series: [pointSeries('query result', data.result)], warnings };
  const series = data.result.filter(isRecord).map((result): RawSeries => {
    const label = labelOf(result.metric);
    if ('histograms' in result || 'histogram' in result)
      warnings.push(`${label}: native histograms are not read; query a quantile of them.`);
    if (!Array.isArray(result.values)) return pointSeries(label, Array.isArray(result.value) ? result.value : []);
    const pairs = result.values.map((pair) => (Array.isArray(pair) ? pair : []));
    return { sourceId: null, label, unit: null, at: pairs.map(([at]) => at), values: pairs.map(([, value]) => value) };
  });
  return { source: 'prometheus', series, warnings };
}

function pointSeries(label: string, pair: unknown[]): RawSeries {
  const given = pair.length >= 2;
  return { sourceId: null, label, unit: null, at: given ? [pair[0]] : [], values: given ? [pair[1]] : [] };
}

/** Prometheus' own notation: `up{instance="a",job="b"}`, labels in the order of their names. */
function labelOf(metric: unknown): string {
  const { __name__: name = '', ...labels } = labelsOf(metric);
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const inner = pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',');
  return `${name}${inner === '' ? '' : `{${inner}}`}` || 'query result';
}
