import { knownColumn } from './columns.js';
import { csvRows } from './csv-rows.js';
import { Broken } from './raw.js';
import type { JsonRecord } from './source.js';
import { freeze, newTimeFacts, readTime } from './time.js';

/**
 * The rows of a delimited file as records by column name. Without a header the columns are called column1, column2, …
 * A row longer than the header keeps its tail in the last column: an unquoted separator inside a sentence.
 */
export async function* csvRecords(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<unknown[]> {
  let header: string[] | null = null;
  for await (const rows of csvRows(chunks, delimiter)) {
    const records: unknown[] = [];
    for (const row of rows) {
      if (row instanceof Broken) records.push(row);
      else if (header === null) {
        if (isExcelHint(row, delimiter)) continue;
        const named = isHeader(row);
        header = named ? columnNames(row) : row.map((_, i) => `column${i + 1}`);
        if (!named) records.push(toRecord(row, header, delimiter));
      } else if (!isRepeatedHeader(row, header)) records.push(toRecord(row, header, delimiter));
    }
    if (records.length > 0) yield records;
  }
}

/** `sep=;` in the first line, which only says what the separator is. */
function isExcelHint(cells: string[], delimiter: string): boolean {
  return cells[0] === 'sep=' || cells[0] === `sep=${delimiter}`;
}

function columnNames(cells: string[]): string[] {
  const names = new Map<string, number>();
  return cells.map((cell, i) => {
    const name = cell.replace(/^\uFEFF/, '').trim() || `column${i + 1}`;
    const seen = names.get(name) ?? 0;
    names.set(name, seen + 1);
    return seen === 0 ? name : `${name}_${seen + 1}`;
  });
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
