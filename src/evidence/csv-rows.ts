import { Broken, MAX_RECORD_CHARACTERS } from './raw.js';

/** One row; where the next begins; null when its end is not in the text yet. */
type Row = { row: string[] | Broken; next: number } | null;

/**
 * The rows of a delimited text (RFC 4180, with forgiveness), one array a chunk. A quote inside an unquoted cell, or text after a closing
 * quote, is taken as it stands. A quote that never closes costs only its own line: reading goes on with the next.
 */
export async function* csvRows(
  chunks: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<(string[] | Broken)[]> {
  let text = '';
  let newline: string | null = null;
  let skipping = false;
  const read = (final: boolean): (string[] | Broken)[] => {
    const rows: (string[] | Broken)[] = [];
    let at = 0;
    while (at < text.length) {
      const end = text.indexOf(newline ?? '\n', at);
      if (skipping) {
        at = end < 0 ? text.length : end + 1;
        skipping = end < 0;
        continue;
      }
      const found = rowAt(text, at, delimiter, newline ?? '\n', final) ?? cutOff(text.length - at, end);
      if (found === null) break;
      if (found.row instanceof Broken || !isEmpty(found.row)) rows.push(found.row);
      skipping = found.next < 0;
      at = skipping ? text.length : found.next;
    }
    text = text.slice(at);
    return rows;
  };
  for await (const chunk of chunks) {
    text += chunk;
    // Only old Macs end lines with a lone carriage return; a chunk that ends in the middle of \r\n does not decide.
    newline ??= text.includes('\n') ? '\n' : /\r[^\n]/.test(text) ? '\r' : null;
    const rows = read(false);
    if (rows.length > 0) yield rows;
  }
  const rest = read(true);
  if (rest.length > 0) yield rest;
}

/** What to do about a row whose end did not come within the longest record. `next` −1: skip to the end of its line. */
function cutOff(length: number, lineEnd: number): Row {
  if (length <= MAX_RECORD_CHARACTERS) return null;
  return lineEnd < 0 ? { row: tooLong(), next: -1 } : { row: notClosed(), next: lineEnd + 1 };
}

function rowAt(text: string, start: number, delimiter: string, newline: string, final: boolean): Row {
  const lineEnd = text.indexOf(newline, start);
  const afterLine = lineEnd < 0 ? text.length : lineEnd + 1;
  const cells: string[] = [];
  let at = start;
  for (;;) {
    if (text[at] === '"') {
      const quoted = quotedCell(text, at, delimiter, newline, final);
      if (quoted === 'more') return null;
      if (quoted === 'broken') return { row: notClosed(), next: afterLine };
      if (quoted !== 'literal') {
        cells.push(quoted.value);
        at = quoted.end;
        if (text[at] === delimiter) at += 1;
        else return ended(cells, start, text[at] === newline ? at + 1 : text.length);
        continue;
      }
    }
    const end = endOfLine(text, at, newline, final);
    if (end === null) return null;
    const comma = text.indexOf(delimiter, at);
    if (comma >= 0 && comma < end) {
      cells.push(text.slice(at, comma));
      at = comma + 1;
      continue;
    }
    cells.push(withoutReturn(text.slice(at, end)));
    return ended(cells, start, Math.min(text.length, end + 1));
  }
}

/**
 * A cell in quotes. 'more': its end is not here yet; 'literal': text follows the closing quote, so the quotes are part of the words;
 * 'broken': it ran over the end of its line into another quote, or to the end of the file.
 */
function quotedCell(
  text: string,
  start: number,
  delimiter: string,
  newline: string,
  final: boolean,
): { value: string; end: number } | 'more' | 'literal' | 'broken' {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return final ? 'broken' : 'more';
  // Two characters tell "" from an end, and an end before \r\n.
  if (close + 2 >= text.length && !final) return 'more';
  const value = text.slice(start + 1, close).replaceAll('""', '"');
  const after = text[close + 1];
  if (after === undefined || after === delimiter || after === newline) return { value, end: close + 1 };
  if (after === '\r' && (text[close + 2] ?? newline) === newline) return { value, end: close + 2 };
  return value.includes(newline) ? 'broken' : 'literal';
}

/** Where the line ends, the end of the file included; null when that is not here yet. */
function endOfLine(text: string, at: number, newline: string, final: boolean): number | null {
  const end = text.indexOf(newline, at);
  if (end >= 0) return end;
  return final ? text.length : null;
}

function ended(cells: string[], start: number, next: number): Row {
  return { row: next - start > MAX_RECORD_CHARACTERS ? tooLong() : cells, next };
}

const withoutReturn = (cell: string) => (cell.endsWith('\r') ? cell.slice(0, -1) : cell);
const isEmpty = (cells: string[]) => cells.length === 1 && cells[0] === '';
const notClosed = () => new Broken('the row is not readable as CSV: a quote is not closed');
const tooLong = () => new Broken(`the row is longer than ${MAX_RECORD_CHARACTERS} characters`);
