import { leadingTime } from './leading-time.js';
import { Broken } from './raw.js';
import { lineBatches } from './read-lines.js';

const LONGEST_TAIL = 4000;

/**
 * Lines that begin with a time as records `{time, text}`. Lines without one belong to the line above them (a stack
 * trace, a second sentence); before the first timed line they are reported.
 */
export async function* textRecords(chunks: AsyncIterable<string>): AsyncGenerator<unknown[]> {
  let open: { time: string; text: string } | null = null;
  for await (const lines of lineBatches(chunks)) {
    const records: unknown[] = [];
    for (const line of lines) {
      if (typeof line !== 'string') {
        // In the order of the file, since a rejected record is named by its place.
        if (open !== null) records.push(open);
        open = null;
        records.push(line);
        continue;
      }
      if (line.trim() === '') continue;
      const next = leadingTime(line.trim());
      if (next !== null) {
        if (open !== null) records.push(open);
        open = next;
      } else if (open === null) records.push(new Broken('the line does not begin with a time'));
      else if (open.text.length < LONGEST_TAIL) open.text += `\n${line.trimEnd()}`;
    }
    if (records.length > 0) yield records;
  }
  if (open !== null) yield [open];
}
