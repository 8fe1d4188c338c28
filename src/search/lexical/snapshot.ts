import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { newId } from '../../kernel/ids.js';
import { INDEX_VERSION } from './index-version.js';
import type { SavedSegment } from './segment-work.js';

const manifestSchema = z.strictObject({
  version: z.literal(INDEX_VERSION),
  segments: z.array(
    z.strictObject({
      file: z.string().regex(/^[\w-]+\.seg$/),
      hotAt: z.number().int(),
      hotBytes: z.number().int(),
      hotSum: z.number().int(),
    }),
  ),
});

export type SnapshotEntry = SavedSegment & { file: string };
export type LoadedSegment = SnapshotEntry & { hot: SharedArrayBuffer; descriptor: number };

/**
 * Segments on disk, so that a restart reads them instead of the library. Never a source of truth: it says which document and version each
 * segment holds, and whoever loads it compares that with the database. A file that is not exactly what was written is left out.
 */
export type Snapshot = {
  load(): LoadedSegment[];
  newPath(): string;
  /** Opens a segment that was just written at `path`. */
  opened(path: string, saved: SavedSegment): { entry: SnapshotEntry; descriptor: number };
  /** From now on the snapshot is these segments; files that it does not name are removed. */
  keep(entries: readonly SnapshotEntry[]): void;
};

/** Files of a process that was killed while writing; younger ones may be another process's work. */
const ABANDONED_MS = 10 * 60_000;

export function snapshotIn(folder: string): Snapshot {
  const manifest = join(folder, 'manifest.json');
  /** Written by this process and once part of the snapshot: gone from it, nobody needs them. */
  const mine = new Set<string>();
  return {
    load() {
      return readManifest(manifest).flatMap((entry) => {
        const loaded = loadSegment(join(folder, entry.file), entry);
        return loaded ? [{ ...entry, ...loaded }] : [];
      });
    },
    newPath() {
      mkdirSync(folder, { recursive: true });
      return join(folder, `${newId('segment')}.seg`);
    },
    opened(path, saved) {
      const file = basename(path);
      mine.add(file);
      return { entry: { ...saved, file }, descriptor: openSync(path, 'r') };
    },
    keep(entries) {
      const text = JSON.stringify({ version: INDEX_VERSION, segments: entries });
      const waiting = `${manifest}.${process.pid}`;
      writeFileSync(waiting, `${crc32(text)}\n${text}\n`);
      sync(waiting);
      renameSync(waiting, manifest);
      sync(folder);
      sweep(folder, new Set(entries.map(({ file }) => file)), mine);
    },
  };
}

function readManifest(path: string): SnapshotEntry[] {
  if (!existsSync(path)) return [];
  try {
    const [sum, text = ''] = readFileSync(path, 'utf8').split('\n');
    const parsed = manifestSchema.safeParse(Number(sum) === crc32(text) ? JSON.parse(text) : undefined);
    return parsed.success ? parsed.data.segments : [];
  } catch {
    return []; // not one that this code wrote whole: nothing of it can be trusted
  }
}

function loadSegment(path: string, { hotAt, hotBytes, hotSum }: SnapshotEntry) {
  try {
    if (statSync(path).size !== hotAt + hotBytes) return undefined;
    const descriptor = openSync(path, 'r');
    const hot = new SharedArrayBuffer(hotBytes);
    const bytes = new Uint8Array(hot);
    for (let at = 0; at < hotBytes; ) {
      const read = readSync(descriptor, bytes, at, hotBytes - at, hotAt + at);
      if (read === 0) break;
      at += read;
    }
    if (crc32(bytes) === hotSum) return { hot, descriptor };
    closeSync(descriptor);
  } catch {
    // A file that cannot be read is one that cannot be trusted: its documents are read from the database.
  }
  return undefined;
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}

function sweep(folder: string, kept: ReadonlySet<string>, mine: Set<string>): void {
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.seg') || kept.has(file)) continue;
    const path = join(folder, file);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (!mine.has(file) && age < ABANDONED_MS) continue;
    rmSync(path, { force: true });
    mine.delete(file);
  }
}
