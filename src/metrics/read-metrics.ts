import { sniffForm } from '../evidence/form.js';
import { csvRecords } from '../evidence/read-csv.js';
import { isRecord } from '../evidence/source.js';
import { AppError } from '../kernel/errors.js';
import type { RawMetrics } from './raw-series.js';
import { readCloudWatch } from './read-cloudwatch.js';
import { readGrafana } from './read-grafana.js';
import { readPrometheus } from './read-prometheus.js';
import { readTable } from './read-table.js';

const SAMPLE_CHARACTERS = 65_536;
const ROWS = 1_000;

/**
 * The series of an export in whatever form it is: CloudWatch, Prometheus or Grafana JSON, a table as CSV, as NDJSON or as a list of flat
 * JSON objects. @throws AppError validation, malformed
 */
export async function readMetrics(text: string): Promise<RawMetrics> {
  const sniffed = sniffForm(text.slice(0, SAMPLE_CHARACTERS), text.length <= SAMPLE_CHARACTERS);
  if (sniffed.form === 'csv')
    return readTable(csvRecords(piece(text), sniffed.delimiter), { decimalComma: sniffed.delimiter !== ',' });
  if (sniffed.form !== 'json' && sniffed.form !== 'ndjson') throw unrecognised();
  const values = parsed(text, sniffed.form);
  if (values.length > 0 && values.every(isRecord)) {
    const known = values.map((value) => readCloudWatch(value) ?? readPrometheus(value) ?? readGrafana(value));
    const found = known.filter((result) => result !== null);
    if (found.length > 0 && found.length === values.length) return joined(found);
    // One object alone is an event of some tool, not a table.
    if (found.length === 0 && values.length > 1 && isFlat(values[0]))
      return readTable(batches(values), { typed: true });
  }
  throw unrecognised();
}

const isFlat = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((inner) => inner === null || typeof inner !== 'object');

async function* piece(text: string): AsyncGenerator<string> {
  const SIZE = 1_000_000;
  for (let at = 0; at < text.length; at += SIZE) yield text.slice(at, at + SIZE);
}

async function* batches(values: unknown[]): AsyncGenerator<unknown[]> {
  for (let at = 0; at < values.length; at += ROWS) yield values.slice(at, at + ROWS);
}

/** The top-level values; the elements when it is one list. */
function parsed(text: string, form: 'json' | 'ndjson'): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch (cause) {
    if (form === 'ndjson') {
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      const values = lines.map(parsedLine);
      if (values.every((value) => value !== undefined)) return values;
    }
    const where = cause instanceof SyntaxError ? ` (${cause.message})` : '';
    throw new AppError('malformed', `The body is not JSON${where}.`, { cause });
  }
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function joined(found: RawMetrics[]): RawMetrics {
  const [first] = found as [RawMetrics];
  return {
    ...first,
    series: found.flatMap(({ series }) => series),
    warnings: found.flatMap(({ warnings }) => warnings),
    rejected: found.flatMap(({ rejected = [] }) => rejected),
  };
}

function unrecognised(): AppError {
  const detail =
    'No time series could be recognised. Tried: aws cloudwatch get-metric-data and get-metric-statistics, Prometheus query and ' +
    'query_range, Grafana data frames, and tables (CSV, NDJSON, a list of JSON objects) with a column of times and columns of numbers.';
  return new AppError('validation', detail, { errors: [{ pointer: '', detail }] });
}
