import { AppError } from '../kernel/errors.js';
import { textChunks } from './bytes.js';
import { namesATime, type SniffedForm, sniffForm } from './form.js';
import { csvRecords } from './read-csv.js';
import { jsonRecords } from './read-json.js';
import { ndjsonRecords } from './read-lines.js';
import { textRecords } from './read-text.js';
import { yamlRecords } from './read-yaml.js';
import type { Form } from './source.js';

const SAMPLE_CHARACTERS = 65_536;

export type ReadRecords = { form: Form; batches: AsyncIterable<unknown[]> };

/**
 * The records of a file in whatever form it is written, in batches, streamed.
 * @throws AppError validation when the file has no form this importer reads.
 */
export async function readRecords(bytes: AsyncIterable<Uint8Array>): Promise<ReadRecords> {
  const chunks = textChunks(bytes);
  const read = await readSample(chunks);
  const { sample, sniffed } = tableBelow(read.sample, read.whole);
  const text = resumed(sample, chunks);
  switch (sniffed.form) {
    case 'ndjson':
      return { form: 'ndjson', batches: ndjsonRecords(text) };
    case 'json':
      return { form: 'json', batches: jsonRecords(text) };
    case 'csv':
      return { form: 'csv', batches: csvRecords(text, sniffed.delimiter) };
    case 'text':
      return { form: 'text', batches: textRecords(text) };
    case 'yaml':
      return { form: 'json', batches: yamlRecords(text) };
    case 'unknown':
      throw unrecognised();
  }
}

async function readSample(chunks: AsyncGenerator<string>): Promise<{ sample: string; whole: boolean }> {
  let sample = '';
  while (sample.length < SAMPLE_CHARACTERS) {
    const next = await chunks.next();
    if (next.done) return { sample: sample.replace(/^\uFEFF/, ''), whole: true };
    sample += next.value;
  }
  return { sample: sample.replace(/^\uFEFF/, ''), whole: false };
}

const MOST_TITLE_LINES = 10;

/** Exports of tools often put a title and a few settings above the table; they are left out where nothing else reads the file. */
function tableBelow(sample: string, whole: boolean): { sample: string; sniffed: SniffedForm } {
  const sniffed = sniffForm(sample, whole);
  if (sniffed.form !== 'unknown') return { sample, sniffed };
  let below = sample;
  for (let i = 0; i < MOST_TITLE_LINES && below.includes('\n'); i++) {
    below = below.slice(below.indexOf('\n') + 1);
    const table = sniffForm(below, whole);
    if (table.form === 'csv' && namesATime(below.trimStart().split('\n', 1)[0] ?? '', table.delimiter))
      return { sample: below, sniffed: table };
  }
  return { sample, sniffed };
}

async function* resumed(sample: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield sample;
  yield* rest;
}

/** @param first why the first record was rejected, where one was found at all. */
export function unrecognised(first: string | null = null): AppError {
  const detail =
    `Nothing in this file could be recognised${first === null ? '' : ` (${first})`}. ` +
    'Tried: JSON and NDJSON objects, YAML, CSV (, ; tab |) with a column of times, ' +
    'and lines that begin with a date and time; ZIP archives of such files. For a table or NDJSON of your own, name the columns: ?map=time:When,text:What';
  return new AppError('validation', detail, { errors: [{ pointer: '', detail }] });
}
