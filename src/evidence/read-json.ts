import { jsonScanner } from './json-scanner.js';
import { parseLossless } from './lossless.js';
import { Broken, MAX_RECORD_CHARACTERS } from './raw.js';

/** A whole object up to this size is read at once, so that sources see their wrappers; a longer one is streamed. */
const WHOLE_OBJECT_CHARACTERS = 3_000_000;

/**
 * The values of a JSON body: elements of a top-level array one by one, top-level objects whole, several values one
 * after another. Of an object too long to hold, the elements of the lists in it. A file cut off in the middle gives
 * what was complete, then one `Broken`.
 */
export async function* jsonRecords(chunks: AsyncIterable<string>): AsyncGenerator<unknown[]> {
  let scanner: ReturnType<typeof jsonScanner> | null = null;
  let depth: 0 | 1 | 2 = 0;
  for await (const chunk of chunks) {
    if (scanner === null) {
      depth = /^\s*\[/.test(chunk) ? 1 : 0;
      scanner = jsonScanner(depth);
    }
    const records = parseAll(scanner.push(chunk));
    if (scanner.pendingLength() > (depth === 0 ? WHOLE_OBJECT_CHARACTERS : MAX_RECORD_CHARACTERS)) {
      if (depth !== 0) {
        records.push(new Broken(`a record is longer than ${MAX_RECORD_CHARACTERS} characters`));
        scanner.dropPending();
      } else {
        depth = 2;
        const begun = scanner.pending();
        scanner = jsonScanner(depth);
        for (const record of parseAll(scanner.push(begun))) records.push(record);
      }
    }
    if (records.length > 0) yield records;
  }
  const rest = scanner?.pending() ?? '';
  if (rest.trim() !== '') yield cutOff(rest, depth);
}

/** What is complete in a last value that never ended, and a mark for the part that is not. */
function cutOff(rest: string, depth: number): unknown[] {
  if (depth === 0 && rest.startsWith('{')) {
    const inner = jsonScanner(2);
    const complete = parseAll(inner.push(rest)).filter((value) => value !== null && typeof value === 'object');
    return [...complete, new Broken('the file ends in the middle of this record')];
  }
  const [value] = parseAll([rest]);
  return [value instanceof Broken ? new Broken('the file ends in the middle of this record') : value];
}

function parseAll(texts: string[]): unknown[] {
  return texts.map((text) => {
    try {
      return parseLossless(text);
    } catch {
      return new Broken('the record is not valid JSON');
    }
  });
}
