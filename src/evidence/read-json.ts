import { jsonScanner } from './json-scanner.js';
import { parseLossless } from './lossless.js';
import { Broken, MAX_RECORD_CHARACTERS } from './raw.js';

/** A whole object up to this size is read at once, so that sources see their wrappers; a longer one is streamed. */
const WHOLE_OBJECT_CHARACTERS = 3_000_000;

/**
 * The values of a JSON body: elements of a top-level array one by one, top-level objects whole, several values one
 * after another. Of an object too long to hold, the elements of the lists in it, however deep. A file cut off in the
 * middle gives what was complete, then one `Broken`.
 */
export async function* jsonRecords(chunks: AsyncIterable<string>): AsyncGenerator<unknown[]> {
  let scanner: ReturnType<typeof jsonScanner> | null = null;
  let isList = false;
  let longest = 0;
  for await (const chunk of chunks) {
    if (scanner === null) {
      isList = /^\s*\[/.test(chunk);
      scanner = jsonScanner(isList ? 'elements' : 'values');
      longest = isList ? MAX_RECORD_CHARACTERS : WHOLE_OBJECT_CHARACTERS;
    }
    const records = parseAll(scanner.push(chunk));
    while (scanner.pendingLength() > longest) {
      longest = MAX_RECORD_CHARACTERS;
      if (scanner.enter()) {
        for (const record of parseAll(scanner.push(''))) records.push(record);
      } else {
        records.push(tooLong());
        scanner.dropPending();
      }
    }
    for (let left = scanner.takeBarren(); left > 0; left--) records.push(tooLong());
    if (records.length > 0) yield records;
  }
  const rest = scanner?.pending() ?? '';
  if (rest.trim() !== '') yield cutOff(rest, isList);
}

function tooLong(): Broken {
  return new Broken(`a record is longer than ${MAX_RECORD_CHARACTERS} characters`);
}

/** What is complete in a last value that never ended, and a mark for the part that is not. */
function cutOff(rest: string, isElement: boolean): unknown[] {
  const broken = new Broken('the file ends in the middle of this record');
  const [value] = parseAll([rest]);
  if (!(value instanceof Broken)) return [value];
  if (isElement || !rest.startsWith('{')) return [broken];
  const inner = jsonScanner('values');
  inner.push(rest);
  inner.enter();
  const complete = parseAll(inner.push('')).filter((each) => each !== null && typeof each === 'object');
  return [...complete, broken];
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
