import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { type ImportOptions, type ImportResult, importEvidence } from '../../src/evidence/import.js';
import { projectRoot } from '../../src/kernel/paths.js';
import { type MemorySink, memorySink } from './memory-sink.js';

export type Imported = ImportResult & { items: MemorySink['items']; directory: MemorySink['directory'] };

/** Imports a text or bytes, cut into small chunks so that every boundary is met. */
export async function importText(
  body: string | Uint8Array,
  options: Partial<ImportOptions> = {},
  sink: MemorySink = memorySink(),
): Promise<Imported> {
  const result = await importEvidence(bodyOf(body), { source: 'auto', ...options }, sink);
  return { ...result, items: sink.items, directory: sink.directory };
}

/** A body as a stream of small chunks that cut through lines, characters and strings. */
export function bodyOf(body: string | Uint8Array): Readable {
  const bytes = Buffer.from(body as Uint8Array);
  const size = Math.max(7, Math.ceil(bytes.length / 50));
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return Readable.from(chunks);
}

export function fixture(name: string): Buffer {
  return readFileSync(`${projectRoot}/tests/evidence/fixtures/${name}`);
}
