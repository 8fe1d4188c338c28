import { endianness } from 'node:os';
import type { Series } from './series.js';

const BYTES = 8;

/** Points `start` … `end` of a series as bytes. */
export function packPoints({ at, values }: Series, start: number, end: number): Buffer {
  const count = end - start;
  const numbers = new Float64Array(count * 2);
  numbers.set(at.subarray(start, end));
  numbers.set(values.subarray(start, end), count);
  const bytes = Buffer.from(numbers.buffer);
  return endianness() === 'LE' ? bytes : bytes.swap64();
}

/** Chunks in order as one series. */
export function unpackPoints(chunks: readonly Uint8Array[]): Series {
  const total = chunks.reduce((sum, chunk) => sum + chunk.length / BYTES / 2, 0);
  const series = { at: new Float64Array(total), values: new Float64Array(total) };
  let filled = 0;
  for (const chunk of chunks) {
    // A copy: doubles must lie on multiples of eight, which bytes from the network do not.
    const bytes = Buffer.from(chunk);
    if (endianness() !== 'LE') bytes.swap64();
    const numbers = new Float64Array(new Uint8Array(bytes).buffer);
    const count = numbers.length / 2;
    series.at.set(numbers.subarray(0, count), filled);
    series.values.set(numbers.subarray(count), filled);
    filled += count;
  }
  return series;
}
