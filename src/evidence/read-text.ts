import { leadingTime } from './leading-time.js';
import { Broken } from './raw.js';
import { lineBatches } from './read-lines.js';
import { isTranscript, spokenLine } from './speakers.js';

const LONGEST_TAIL = 4000;

/**
 * Lines that begin with a time as records `{time, text}`, and `speaker` where the file's beginning reads like a transcript. Lines without
 * a time belong to the line above them (a stack trace, a second sentence); before the first timed line they are reported.
 */
export async function* textRecords(chunks: AsyncIterable<string>): AsyncGenerator<unknown[]> {
  let open: TimedLine | null = null;
  let spoken: boolean | null = null;
  let held: unknown[] = [];
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
    held = held.concat(records);
    if (held.length < LOOK_AHEAD) continue;
    spoken ??= saysWho(held);
    yield spoken ? held.map(withSpeaker) : held;
    held = [];
  }
  if (open !== null) held.push(open);
  spoken ??= saysWho(held);
  if (held.length > 0) yield spoken ? held.map(withSpeaker) : held;
}

/** Whether somebody speaks in each line is judged by this many records, or all of a shorter file. */
const LOOK_AHEAD = 40;
type TimedLine = { time: string; text: string };
const isTimedLine = (one: unknown): one is TimedLine => one !== null && !(one instanceof Broken);
const saysWho = (records: readonly unknown[]): boolean =>
  isTranscript(records.flatMap((one) => (isTimedLine(one) ? [one.text] : [])));

function withSpeaker(one: unknown): unknown {
  const spoken = isTimedLine(one) ? spokenLine(one.text) : null;
  return spoken === null ? one : { ...(one as TimedLine), text: spoken.words, speaker: spoken.speaker };
}
