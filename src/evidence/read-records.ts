import { AppError } from '../kernel/errors.js';
import { textChunks } from './bytes.js';
import { sniffForm } from './form.js';
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
  const { sample, whole } = await readSample(chunks);
  const text = resumed(sample, chunks);
  const sniffed = sniffForm(sample, whole);
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
