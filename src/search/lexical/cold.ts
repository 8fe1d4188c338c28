import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { byteSink } from './byte-sink.js';

/** What is read only for what a query finds (texts, positions): kept on disk, or in memory while a segment is small and new. */
export type ColdStore = {
  /** @throws ColdDamaged when the bytes are not those that were written */
  read(from: number, to: number): Uint8Array;
  close(): void;
};

export type ColdSink = {
  readonly length: number;
  /** Adds a record; it is read back by the lengths before and after. */
  append(record: Uint8Array): void;
};

export class ColdDamaged extends Error {}

const CRC_BYTES = 4;

function withChecksum(record: Uint8Array): [Uint8Array, Uint8Array] {
  const sum = new Uint8Array(CRC_BYTES);
  new DataView(sum.buffer).setUint32(0, crc32(record), true);
  return [record, sum];
}

function checked(bytes: Uint8Array): Uint8Array {
  const record = bytes.subarray(0, Math.max(0, bytes.length - CRC_BYTES));
  const sum = new DataView(bytes.buffer, bytes.byteOffset + record.length);
  if (bytes.length < CRC_BYTES || crc32(record) !== sum.getUint32(0, true))
    throw new ColdDamaged('a record of the search snapshot is damaged');
  return record;
}

/** In memory. The result of `take` may be given to another thread. */
export function memorySink(): ColdSink & { take(): SharedArrayBuffer } {
  const sink = byteSink(1 << 16);
  return {
    get length() {
      return sink.length;
    },
    append(record) {
      for (const part of withChecksum(record)) sink.bytes(part);
    },
    take() {
      const shared = new SharedArrayBuffer(sink.length);
      new Uint8Array(shared).set(sink.view());
      return shared;
    },
  };
}

export function memoryCold(buffer: SharedArrayBuffer): ColdStore {
  const bytes = new Uint8Array(buffer);
  return { read: (from, to) => checked(Uint8Array.from(bytes.subarray(from, to))), close: () => undefined };
}

const WRITE_BYTES = 1 << 20;

/** Into a file; `finish` writes `tail` after the records and makes all of it durable. */
export function fileSink(path: string): ColdSink & { finish(tail: Uint8Array): void; abandon(): void } {
  const file = openSync(path, 'w');
  const waiting = byteSink(WRITE_BYTES * 2);
  let written = 0;
  const flush = () => {
    written += writeAll(file, waiting.view());
    waiting.clear();
  };
  return {
    get length() {
      return written + waiting.length;
    },
    append(record) {
      for (const part of withChecksum(record)) waiting.bytes(part);
      if (waiting.length >= WRITE_BYTES) flush();
    },
    finish(tail) {
      flush();
      writeAll(file, tail);
      fsyncSync(file);
      closeSync(file);
    },
    abandon: () => closeSync(file),
  };
}

function writeAll(file: number, bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
  return bytes.length;
}

/** @param file an open descriptor: deleting the file, as a newer snapshot does, takes nothing away from who still reads */
export function fileCold(file: number): ColdStore {
  return {
    read(from, to) {
      const bytes = new Uint8Array(to - from);
      const read = readSync(file, bytes, 0, bytes.length, from);
      return checked(bytes.subarray(0, read));
    },
    close: () => closeSync(file),
  };
}
