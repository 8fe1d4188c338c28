import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { AppError } from '../kernel/errors.js';
import { allowance, unreadable, withinAllowance } from './allowance.js';

const MOST_ENTRIES = 200_000;
const MOST_BYTES = 2_000_000_000;
/** What systems and Slack add that is no evidence: folders, forks of macOS. */
const SKIPPED = /\/$|(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$)/;

/** One file of an archive: its bytes, or why it cannot be read. Its name is a label and never a path on this machine. */
export type ZipMember = { name: string; bytes: AsyncIterable<Uint8Array> } | { name: string; problem: string };

/**
 * The files of a ZIP one after another. The directory of an archive stands at its end, so the bytes go to a temporary file
 * first; nothing is unpacked to disk. What a file and the whole archive may unpack to is bounded by what they hold packed.
 * @throws AppError validation for a damaged archive or an Office file, tooLarge beyond the limits
 */
export async function* zipFiles(archive: AsyncIterable<Uint8Array>): AsyncGenerator<ZipMember> {
  const folder = await mkdtemp(join(tmpdir(), 'coe-zip-'));
  let zip: ZipFile | null = null;
  try {
    const path = join(folder, 'archive.zip');
    const size = await spool(archive, path);
    // Names are read by hand: one with ".." must not end the reading of the others.
    zip = await openPromise(path, { decodeStrings: false, autoClose: false }).catch(() => {
      throw unreadable('The ZIP is damaged or cut off; pack it again or send the files one by one.');
    });
    if (zip.entryCount > MOST_ENTRIES) throw new AppError('tooLarge', `A ZIP may hold ${MOST_ENTRIES} files at most.`);
    yield* members(zip, size);
  } finally {
    zip?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function spool(archive: AsyncIterable<Uint8Array>, path: string): Promise<number> {
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of archive) {
      size += chunk.length;
      if (size > MOST_BYTES) throw new AppError('tooLarge', 'A ZIP may have 2 GB at most; send its files in parts.');
      yield chunk;
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(path));
  return size;
}

async function* members(zip: ZipFile, size: number): AsyncGenerator<ZipMember> {
  const whole = { left: allowance(size) };
  for await (const entry of entriesOf(zip)) {
    const name = nameOf(entry);
    if (SKIPPED.test(name)) continue;
    if (name === '[Content_Types].xml') throw unreadable('This is an Office file; save it as CSV and send that.');
    if (whole.left <= 0) {
      yield { name, problem: 'the archive unpacks to too many times its size; the rest of it was not read' };
      return;
    }
    yield* member(zip, entry, name, whole);
  }
}

async function* member(zip: ZipFile, entry: Entry, name: string, whole: { left: number }): AsyncGenerator<ZipMember> {
  if (entry.isEncrypted()) {
    yield { name, problem: 'the file is encrypted' };
    return;
  }
  let stream: Readable;
  try {
    stream = await zip.openReadStreamPromise(entry);
  } catch {
    yield { name, problem: 'the file is damaged or packed in a way this importer does not read' };
    return;
  }
  try {
    yield { name, bytes: checked(stream, entry.compressedSize, whole) };
  } finally {
    stream.destroy();
  }
}

/** Every byte counts for its file and for the archive. */
async function* checked(
  stream: AsyncIterable<Uint8Array>,
  packed: number,
  whole: { left: number },
): AsyncGenerator<Uint8Array> {
  const bounded = withinAllowance(stream, () => packed);
  try {
    for await (const chunk of bounded) {
      whole.left -= chunk.length;
      if (whole.left < 0) throw unreadable('the archive unpacks to too many times its size');
      yield chunk;
    }
  } catch (error) {
    throw error instanceof AppError ? error : unreadable('the file in the archive is damaged');
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    throw error instanceof AppError ? error : unreadable('The ZIP is damaged; pack it again.');
  }
}

function nameOf(entry: Entry): string {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  return name.replace(/[\p{C}]/gu, '').slice(-300);
}
