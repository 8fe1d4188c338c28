import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../kernel/errors.js';
import { openBody } from './bytes.js';
import { finishBatch } from './import-batch.js';
import { type ImportOptions, type ImportResult, type ImportRun, openFile, startRun } from './import-run.js';
import { learn, zoneNeeded } from './learn.js';
import { readOne, reject } from './read-one.js';
import { readRecords, unrecognised } from './read-records.js';
import type { FlatDraft } from './redact.js';
import type { EvidenceSink } from './sink.js';
import { type RawRecord, unwrap } from './unwrap.js';
import { zipFiles } from './zip-files.js';

export type { ImportOptions, ImportResult } from './import-run.js';

/** Records read before the first is stored: what they teach about zones, day order and seconds holds for the file. */
const READ_AHEAD = 2000;
const BATCH_ITEMS = 1000;
const BATCH_CHARACTERS = 8_000_000;

/**
 * Reads a file of evidence of any supported kind, or a ZIP of such files, and gives its items, redacted, to the sink. Streams: memory is a few
 * thousand records whatever the size. A record that cannot be used is reported and loses nothing else. Importing the
 * same bytes again stores nothing.
 * @throws AppError validation when nothing in the file is recognisable, when none of its times has a zone and none is
 *   declared (nothing is stored then), or when source, zone or map are wrong.
 */
export async function importEvidence(
  body: Readable,
  options: ImportOptions,
  sink: EvidenceSink,
): Promise<ImportResult> {
  const run = startRun(options, sink);
  const { zip, bytes } = await openBody(body);
  if (zip) await importArchive(bytes, run);
  else await importFile(bytes, run, null);
  await flush(run);
  await run.storing;
  return finish(run);
}

/** Each file of an archive by itself; one that cannot be read is reported and loses nothing of the others. */
async function importArchive(bytes: AsyncIterable<Uint8Array>, run: ImportRun): Promise<void> {
  for await (const file of zipFiles(bytes)) {
    run.member = file.name;
    if ('problem' in file) {
      reject(run, file.problem);
      continue;
    }
    try {
      await importFile(file.bytes, run, file.name);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'validation')) throw error;
      reject(run, error.message);
    }
  }
}

async function importFile(bytes: AsyncIterable<Uint8Array>, run: ImportRun, member: string | null): Promise<void> {
  const { form, batches } = await readRecords(bytes);
  openFile(run, form, member);
  let ahead: RawRecord[] | null = [];
  let damage: unknown = null;
  try {
    for await (const values of batches) {
      const raws: RawRecord[] = [];
      for (const value of values) unwrap(value, raws);
      if (ahead === null) await takeAll(raws, run);
      else {
        for (const raw of raws) ahead.push(raw);
        if (ahead.length < READ_AHEAD) continue;
        learn(ahead, run);
        await takeAll(ahead, run);
        ahead = null;
      }
    }
  } catch (error) {
    // A damaged file of an archive still gives what was read of it.
    if (member === null) throw error;
    damage = error;
  }
  if (ahead !== null) {
    learn(ahead, run);
    await takeAll(ahead, run);
  }
  if (damage !== null) throw damage;
}

async function takeAll(raws: RawRecord[], run: ImportRun): Promise<void> {
  for (const raw of raws) {
    const item = readOne(raw, run);
    if (item === null) continue;
    run.waiting.push(item);
    run.waitingCharacters += item.flat.length;
    if (run.waiting.length >= BATCH_ITEMS || run.waitingCharacters > BATCH_CHARACTERS) await flush(run);
  }
}

/** Redacts and stores what is waiting. One batch is stored while the next is prepared; more would race for duplicates. */
async function flush(run: ImportRun): Promise<void> {
  if (run.directory.length > 0) await run.sink.saveDirectory(run.directory.splice(0));
  if (run.waiting.length === 0) return;
  const batch: FlatDraft[] = run.waiting;
  run.waiting = [];
  run.waitingCharacters = 0;
  const items = await finishBatch(batch, run);
  await run.storing;
  run.storing = run.sink.storeBatch(items).then(({ duplicates }) => {
    run.result.duplicates += duplicates;
    run.result.accepted += items.length - duplicates;
  });
  // The failure is met at the next await; until then it must not count as unhandled.
  run.storing.catch(() => undefined);
  // Lets other requests of this process be answered between batches.
  await setImmediate();
}

function finish({ result, seen, zoneless }: ImportRun): ImportResult {
  if (zoneless !== null && result.accepted + result.duplicates === 0) throw zoneNeeded(zoneless);
  if (seen.size === 0) throw unrecognised(result.rejected[0]?.reason);
  const [source = ''] = [...seen].sort((a, b) => b[1] - a[1])[0] ?? [];
  return { ...result, source, raw: result.accepted + result.duplicates + result.rejectedCount };
}
