import { parseLossless } from './lossless.js';
import { Broken, MAX_RECORD_CHARACTERS } from './raw.js';

/** Lines of a text stream, one array a chunk. A line beyond the record limit is cut off and marked by `Broken`. */
export async function* lineBatches(chunks: AsyncIterable<string>): AsyncGenerator<(string | Broken)[]> {
  let carry = '';
  let skipping = false;
  for await (const chunk of chunks) {
    const lines: (string | Broken)[] = (carry + chunk).split('\n');
    carry = String(lines.pop());
    if (skipping && lines.length > 0) {
      lines.shift();
      skipping = false;
    }
    if (carry.length > MAX_RECORD_CHARACTERS) {
      if (!skipping) lines.push(new Broken(`a line is longer than ${MAX_RECORD_CHARACTERS} characters`));
      skipping = true;
      carry = '';
    }
    if (lines.length > 0) yield lines;
  }
  if (carry !== '' && !skipping) yield [carry];
}

/** The records of an NDJSON stream; a line that is no JSON becomes `Broken` and costs nothing else. */
export async function* ndjsonRecords(chunks: AsyncIterable<string>): AsyncGenerator<unknown[]> {
  for await (const lines of lineBatches(chunks)) {
    const records: unknown[] = [];
    for (const line of lines) {
      if (typeof line !== 'string') records.push(line);
      else if (line !== '' && line !== '\r' && line.trim() !== '') records.push(parseLine(line));
    }
    if (records.length > 0) yield records;
  }
}

function parseLine(line: string): unknown {
  try {
    return parseLossless(line);
  } catch {
    return new Broken('the line is not JSON');
  }
}
