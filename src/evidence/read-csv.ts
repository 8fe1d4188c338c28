import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { knownColumn } from './columns.js';
import { Broken, MAX_RECORD_CHARACTERS } from './raw.js';
import type { JsonRecord } from './source.js';
import { freeze, newTimeFacts, readTime } from './time.js';

const BATCH_ROWS = 500;

/**
 * The rows of a delimited file as records by column name. Without a header the columns are called column1, column2, …
 * A row longer than the header keeps its tail in the last column: an unquoted separator inside a sentence.
 */
export async function* csvRecords(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<unknown[]> {
  const skipped: Broken[] = [];
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    on_skip: () => {
      skipped.push(new Broken('the row is not readable as CSV: a quote is not closed, or the row is too long'));
      return undefined;
    },
  });
  const input = Readable.from(chunks);
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  let header: string[] | null = null;
  let waiting: string[][] = [];
  let batch: unknown[] = [];
  for await (const cells of parser as AsyncIterable<string[]>) {
    if (header === null) {
      waiting.push(cells);
      if (waiting.length < 2) continue;
      const started = begin(waiting, delimiter);
      header = started.header;
      batch = started.rows.map((row) => toRecord(row, started.header, delimiter));
      waiting = [];
    } else if (!isRepeatedHeader(cells, header)) batch.push(toRecord(cells, header, delimiter));
    if (batch.length >= BATCH_ROWS) {
      yield [...skipped.splice(0), ...batch];
      batch = [];
    }
  }
  if (waiting.length > 0) {
    const started = begin(waiting, delimiter);
    batch = started.rows.map((row) => toRecord(row, started.header, delimiter));
  }
  if (batch.length + skipped.length > 0) yield [...batch, ...skipped.splice(0)];
}

/** Decides from the first two rows whether the first one names the columns. */
function begin(rows: string[][], delimiter: string): { header: string[]; rows: string[][] } {
  const [first = [], ...below] = rows[0]?.[0] === 'sep=' || rows[0]?.[0] === `sep=${delimiter}` ? rows.slice(1) : rows;
  if (!isHeader(first)) return { header: first.map((_, i) => `column${i + 1}`), rows: [first, ...below] };
  const names = new Map<string, number>();
  const header = first.map((cell, i) => {
    const name = cell.replace(/^\uFEFF/, '').trim() || `column${i + 1}`;
    const seen = names.get(name) ?? 0;
    names.set(name, seen + 1);
    return seen === 0 ? name : `${name}_${seen + 1}`;
  });
  return { header, rows: below };
}

function isHeader(cells: string[]): boolean {
  if (cells.some((cell) => isTime(cell))) return false;
  return cells.some((cell) => knownColumn(cell) !== null) || cells.every((cell) => /^[^\d"]{1,60}$/.test(cell.trim()));
}

function isTime(cell: string): boolean {
  if (!/\d/.test(cell)) return false;
  const facts = newTimeFacts({ name: 'UTC', offsetAt: () => 0 });
  facts.dayFirst = 1;
  freeze(facts);
  return !('rejected' in readTime(cell, facts));
}

/** Files glued together repeat their header in the middle. */
function isRepeatedHeader(cells: string[], header: string[]): boolean {
  return cells.length === header.length && cells.every((cell, i) => cell.trim() === header[i]);
}

function toRecord(cells: string[], header: string[], delimiter: string): JsonRecord {
  const record: JsonRecord = {};
  const last = header.length - 1;
  for (let i = 0; i <= last; i++) record[header[i] as string] = cells[i] ?? '';
  if (cells.length > header.length) record[header[last] as string] = cells.slice(last).join(delimiter);
  return record;
}
