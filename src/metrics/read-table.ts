import { columnsByName, knownColumn } from '../evidence/columns.js';
import { Broken } from '../evidence/raw.js';
import { isRecord, type JsonRecord, textOf } from '../evidence/source.js';
import { newTimeFacts, readTime } from '../evidence/time.js';
import { AppError } from '../kernel/errors.js';
import type { RawMetrics, RawSeries } from './raw-series.js';
import { type CellValue, readValue } from './read-value.js';

const VALUE_NAME = /^(?:_?value|val|y|metric[ _]value|datapoint|average|avg|measurement)$/i;
const METRIC_NAME = /^(?:metric(?:[ _]?name)?|name|series|label|field|_field|measure|__name__|legend|target|query)$/i;
const TIME_NAME = /^(?:_?time|timestamp|date ?time|date|ts)\b/i;
const UNIT_NAME = /^units?$/i;
/** More than this is no set of metrics: a column of sentences was taken for the name of one. */
const MOST_SERIES = 500;
const MOST_VALUES_OF_A_LABEL = 200;

/** `typed`: the file tells numbers and words apart (JSON), so digits in quotes are a name, such as a version, unless the column is the value. */
export type Cells = { decimalComma?: boolean; typed?: boolean };
type Column = { name: string; index: number };
type Layout = {
  time: string;
  /** The zone that the heading states: Time (UTC). */
  headingZone: string | null;
  zone: string | null;
  unit: string | null;
  numbers: string[];
  texts: string[];
};
type Grown = { at: unknown[]; values: number[]; zones: (string | null)[]; indexes: number[]; unit: string | null };

/**
 * A table of points: wide (a column of times, then a column a metric) or long (time, name, value); further columns of words, such as
 * host, tell the series apart. Grafana's CSV exports are of these two kinds.
 * @throws AppError validation when no column holds times or none holds numbers
 */
export async function readTable(batches: AsyncIterable<unknown[]>, cells: Cells): Promise<RawMetrics> {
  const { decimalComma = false } = cells;
  const rejected: { index: number; reason: string }[] = [];
  const grown = new Map<string, Map<string, Grown>>();
  let layout: Layout | null = null;
  let index = -1;
  for await (const batch of batches) {
    layout ??= layoutOf(batch.filter(isRecord), cells);
    for (const row of batch) {
      index++;
      if (row instanceof Broken || !isRecord(row)) {
        rejected.push({ index, reason: row instanceof Broken ? row.reason : 'the record is no object' });
        continue;
      }
      const problem = addRow(row, index, layout, grown, cells);
      if (problem !== null) rejected.push({ index, reason: problem });
    }
  }
  return { source: 'table', series: layout === null ? [] : named(grown, layout), warnings: [], decimalComma, rejected };
}

/** @returns what is wrong with the row, null when each of its cells is a number or empty */
function addRow(
  row: JsonRecord,
  index: number,
  { time, headingZone, zone, unit, numbers, texts }: Layout,
  grown: Map<string, Map<string, Grown>>,
  cells: Cells,
): string | null {
  const key = JSON.stringify(texts.map((name) => textOf(row[name]) ?? ''));
  let problem: string | null = null;
  for (const name of numbers) {
    const read = cellOf(row, name, cells);
    if ('missing' in read) continue;
    if ('bad' in read) {
      problem ??= `${name}: ${read.bad}`;
      continue;
    }
    const columns = grown.get(name) ?? new Map<string, Grown>();
    grown.set(name, columns);
    let series = columns.get(key);
    if (series === undefined) {
      if (columns.size >= MOST_SERIES)
        throw unreadable(`More than ${MOST_SERIES} series are in this file. Export fewer, or fewer columns of words.`);
      series = { at: [], values: [], zones: [], indexes: [], unit: read.unit ?? (unit && textOf(row[unit])) };
      columns.set(key, series);
    }
    if (read.unit !== null && read.unit !== series.unit) {
      problem ??= `${name}: the unit changes from ${series.unit ?? 'none'} to ${read.unit}; export values without formatting`;
      continue;
    }
    series.at.push(row[time]);
    series.values.push(read.value);
    series.zones.push((zone === null ? null : textOf(row[zone])) ?? headingZone);
    series.indexes.push(index);
  }
  return problem;
}

function layoutOf(rows: JsonRecord[], cells: Cells): Layout {
  const columns: Column[] = Object.keys(rows[0] ?? {}).map((name, index) => ({ name, index }));
  const time = timeColumn(columns, rows);
  if (time === undefined)
    throw unreadable(
      `No column holds times. The columns are: ${
        columns
          .map(({ name }) => name)
          .join(', ')
          .slice(0, 300) || 'none'
      }. Name one "time".`,
    );
  const rest = columns.map(({ name }) => name).filter((name) => name !== time && knownColumn(name) !== 'time');
  const zone = rest.find((name) => knownColumn(name) === 'zone') ?? null;
  const unit = rest.find((name) => UNIT_NAME.test(name)) ?? null;
  const others = rest.filter((name) => name !== zone && name !== unit);
  const numbers = others.filter((name) => isNumeric(name, rows, cells));
  if (numbers.length === 0) throw unreadable(`No column beside "${time}" holds numbers.`);
  const texts = others.filter((name) => !numbers.includes(name) && tellsSeriesApart(name, rows));
  const headingZone = columnsByName([time], {}).times[0]?.zone ?? null;
  return { time, headingZone, zone, unit, numbers, texts };
}

function cellOf(row: JsonRecord, name: string, { decimalComma = false, typed = false }: Cells): CellValue {
  const cell = row[name];
  const read = readValue(cell, decimalComma);
  const isName = typed && typeof cell === 'string' && 'value' in read && !VALUE_NAME.test(name);
  return isName ? { bad: 'the value is text' } : read;
}

/** By name first; without a known name the first column that reads as times. */
function timeColumn(columns: Column[], rows: JsonRecord[]): string | undefined {
  const readable = columns.filter(({ name }) => rows.slice(0, 20).some((row) => isTime(row[name])));
  const byName =
    readable.find(({ name }) => knownColumn(name) === 'time') ?? readable.find(({ name }) => TIME_NAME.test(name));
  return (byName ?? readable[0])?.name;
}

const UTC = { name: 'UTC', offsetAt: () => 0 };

function isTime(cell: unknown): boolean {
  const facts = newTimeFacts(UTC);
  facts.dayFirst = 1;
  return !('rejected' in readTime(cell, facts));
}

function isNumeric(name: string, rows: JsonRecord[], cells: Cells): boolean {
  const read = rows.map((row) => cellOf(row, name, cells)).filter((value) => !('missing' in value));
  const numbers = read.filter((value) => 'value' in value).length;
  // A column that is empty so far is a metric that had nothing to report, unless its name says otherwise.
  if (read.length === 0) return !METRIC_NAME.test(name) && knownColumn(name) === null;
  return numbers * 2 >= read.length;
}

/** A label repeats; remarks and ids of requests do not. */
function tellsSeriesApart(name: string, rows: JsonRecord[]): boolean {
  const values = rows.map((row) => textOf(row[name])).filter((value) => value !== null);
  const distinct = new Set(values).size;
  if (values.length === 0 || distinct > MOST_VALUES_OF_A_LABEL) return false;
  return METRIC_NAME.test(name) || values.length * 2 >= rows.length;
}

function named(grown: Map<string, Map<string, Grown>>, { numbers, texts }: Layout): RawSeries[] {
  const only = grown.size === 1 && VALUE_NAME.test(numbers.find((name) => grown.has(name)) ?? '');
  return [...grown].flatMap(([column, found]) =>
    [...found].map(([key, { at, values, zones, indexes, unit }]) => {
      const label = labelOf(column, JSON.parse(key) as string[], texts, only);
      const stated = zones.some((zone) => zone !== null) ? { zones } : {};
      return { sourceId: null, label, unit: unit || null, at, values, indexes, ...stated };
    }),
  );
}

function labelOf(column: string, values: string[], texts: string[], onlyValue: boolean): string {
  const naming = texts.findIndex((name) => METRIC_NAME.test(name));
  const others = texts.flatMap((name, i) => (i === naming || !values[i] ? [] : [[name, values[i] as string] as const]));
  const metric = naming < 0 ? '' : (values[naming] ?? '');
  if (onlyValue && metric === '' && others.length === 1) return others[0]?.[1] ?? column;
  const base = onlyValue ? metric || column : metric === '' ? column : `${metric} ${column}`;
  const inner = others.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',');
  return inner === '' ? base : `${base}{${inner}}`;
}

function unreadable(detail: string): AppError {
  return new AppError('validation', detail, { errors: [{ pointer: '', detail }] });
}
