import { isRecord, type JsonRecord, labelsOf, textOf } from '../evidence/source.js';
import type { RawMetrics, RawSeries } from './raw-series.js';

/**
 * Data frames as Grafana's query inspector saves them: `{results: {A: {frames: [{schema: {fields}, data: {values}}]}}}`. Grafana's CSV is
 * read as a table. @returns null when it is none
 */
export function readGrafana(file: JsonRecord): RawMetrics | null {
  if (!isRecord(file.results)) return null;
  const frames = Object.values(file.results).flatMap((result) =>
    isRecord(result) && Array.isArray(result.frames) ? result.frames.filter(isRecord) : [],
  );
  return frames.length === 0 ? null : { source: 'grafana', series: frames.flatMap(seriesOfFrame), warnings: [] };
}

function seriesOfFrame({ schema, data }: JsonRecord): RawSeries[] {
  const fields = isRecord(schema) && Array.isArray(schema.fields) ? schema.fields.filter(isRecord) : [];
  const columns = isRecord(data) && Array.isArray(data.values) ? data.values : [];
  const at = columns[fields.findIndex(({ type }) => type === 'time')];
  if (!Array.isArray(at)) return [];
  return fields.flatMap((field, index): RawSeries[] => {
    const values = columns[index];
    if (field.type !== 'number' || !Array.isArray(values)) return [];
    const config = isRecord(field.config) ? field.config : {};
    const labels = Object.entries(labelsOf(field.labels));
    const named = `${textOf(field.name) ?? 'Value'}${labels.length === 0 ? '' : `{${labels.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}}`}`;
    const label = textOf(config.displayNameFromDS) ?? textOf(config.displayName) ?? named;
    return [{ sourceId: null, label, unit: textOf(config.unit), at, values }];
  });
}
