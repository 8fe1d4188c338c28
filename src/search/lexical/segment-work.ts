import { rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { StoredCoe } from '../../coe/model.js';
import { documentOf } from '../document.js';
import { buildSegment } from './build-segment.js';
import { type ColdSink, fileCold, fileSink, memoryCold, memorySink } from './cold.js';
import { mergeSegments } from './merge-segments.js';
import { openSegment } from './segment.js';

/** Where a segment's cold records are, as threads of one process tell each other: shared memory, or an open file. */
export type ColdPlace = { memory: SharedArrayBuffer } | { descriptor: number };

export type SegmentWork =
  | { kind: 'build'; coes: StoredCoe[]; path: string | undefined }
  | {
      kind: 'merge';
      sources: { hot: SharedArrayBuffer; cold: ColdPlace; alive: Uint8Array }[];
      path: string | undefined;
    };

/** The file of a saved segment: cold records from 0, the columns at `hotAt`. */
export type SavedSegment = { hotAt: number; hotBytes: number; hotSum: number };

export type SegmentResult = {
  hot: SharedArrayBuffer;
  /** In memory, or saved at the path that was asked for. */
  cold: { memory: SharedArrayBuffer } | { saved: SavedSegment };
  /** Why it is in memory although a path was asked for: a full disk, a folder that cannot be written. */
  notSaved?: string;
};

/** Builds or merges, into a file when asked; a file that cannot be written is no reason to lose the work. */
export function doSegmentWork(work: SegmentWork): SegmentResult {
  if (work.path === undefined) return intoMemory(work);
  try {
    return intoFile(work, work.path);
  } catch (error) {
    rmSync(work.path, { force: true });
    return { ...intoMemory(work), notSaved: String(error) };
  }
}

function intoMemory(work: SegmentWork): SegmentResult {
  const sink = memorySink();
  const hot = run(work, sink);
  return { hot, cold: { memory: sink.take() } };
}

function intoFile(work: SegmentWork, path: string): SegmentResult {
  const sink = fileSink(path);
  try {
    const hot = run(work, sink);
    const bytes = new Uint8Array(hot);
    const saved = { hotAt: sink.length, hotBytes: bytes.length, hotSum: crc32(bytes) };
    sink.finish(bytes);
    return { hot, cold: { saved } };
  } catch (error) {
    sink.abandon();
    throw error;
  }
}

function run(work: SegmentWork, sink: ColdSink): SharedArrayBuffer {
  if (work.kind === 'build') return buildSegment(work.coes.map(documentOf), sink);
  const sources = work.sources.map(({ hot, cold, alive }) => ({
    segment: openSegment(hot, 'memory' in cold ? memoryCold(cold.memory) : fileCold(cold.descriptor)),
    alive,
  }));
  return mergeSegments(sources, sink);
}
