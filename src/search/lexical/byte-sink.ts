/** Bytes that grow: what a segment's blobs are written into. */
export type ByteSink = {
  readonly length: number;
  /** An unsigned integer below 2^31, seven bits a byte, low ones first. */
  varint(value: number): void;
  bytes(bytes: Uint8Array): void;
  /** The bytes so far, without a copy; valid until the next write. */
  view(): Uint8Array;
  clear(): void;
};

export function byteSink(initial = 1024): ByteSink {
  let buffer = new Uint8Array(initial);
  let length = 0;
  const room = (more: number) => {
    if (length + more <= buffer.length) return;
    const grown = new Uint8Array(Math.max(length + more, buffer.length + (buffer.length >> 1)));
    grown.set(buffer.subarray(0, length));
    buffer = grown;
  };
  return {
    get length() {
      return length;
    },
    varint(value) {
      room(5);
      let rest = value;
      while (rest > 127) {
        buffer[length++] = (rest & 127) | 128;
        rest >>>= 7;
      }
      buffer[length++] = rest;
    },
    bytes(bytes) {
      room(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
    },
    view: () => buffer.subarray(0, length),
    clear() {
      length = 0;
    },
  };
}
