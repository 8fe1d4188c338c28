import type { ByteSink } from './byte-sink.js';

/** For each document of a term, in order: how many places, then each as the distance from the one before. */
export function writePositions(sink: ByteSink, positions: readonly number[]): void {
  sink.varint(positions.length);
  let before = 0;
  for (const position of positions) {
    sink.varint(position - before);
    before = position;
  }
}

/** Reads one document's places after another. */
export function positionReader(bytes: Uint8Array) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  return {
    next(): number[] {
      const positions: number[] = [];
      let before = 0;
      for (let left = varint(); left > 0; left--) {
        before += varint();
        positions.push(before);
      }
      return positions;
    },
    /** Passes over one document. @returns its bytes as they stand */
    skip(): Uint8Array {
      const start = at;
      for (let left = varint(); left > 0; left--) varint();
      return bytes.subarray(start, at);
    },
  };
}
