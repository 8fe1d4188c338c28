import { byteSink } from './byte-sink.js';
import type { ColdSink } from './cold.js';
import { positionReader } from './position-list.js';
import type { Segment } from './segment.js';
import { EXACT, type FieldNumber, type SegmentWriter, STEMMED, segmentWriter } from './segment-writer.js';

/** A segment and which of its documents still count, one byte each. */
export type MergeSource = { segment: Segment; alive: Uint8Array };

/** One segment of several, without their dead documents; the living ones keep their order. */
export function mergeSegments(sources: readonly MergeSource[], cold: ColdSink): SharedArrayBuffer {
  const writer = segmentWriter(cold);
  const numbers: Int32Array[] = [];
  let next = 0;
  for (const { segment, alive } of sources) {
    numbers.push(Int32Array.from(alive, (living) => (living ? next++ : -1)));
    for (let document = 0; document < segment.size; document++)
      if (alive[document]) writer.document(segment.row(document), segment.storedBytes(document));
  }
  for (const field of [STEMMED, EXACT]) mergeField(writer, field, sources, numbers);
  return writer.finish();
}

function mergeField(
  writer: SegmentWriter,
  field: FieldNumber,
  sources: readonly MergeSource[],
  numbers: readonly Int32Array[],
): void {
  const at = sources.map(() => 0);
  const ends = sources.map(({ segment }) => segment.termCount(field));
  const scratch = new Int32Array(Math.max(0, ...sources.map(({ segment }) => segment.size)));
  const total = sources.reduce((sum, { segment }) => sum + segment.size, 0);
  const docs = new Int32Array(total);
  const codes = new Uint8Array(total);
  const places = byteSink(1 << 14);
  for (;;) {
    const term = leastTerm(sources, field, at, ends);
    if (!term) return;
    let count = 0;
    places.clear();
    sources.forEach(({ segment }, index) => {
      const number = at[index] as number;
      if (number >= (ends[index] as number) || Buffer.compare(segment.termBytes(field, number), term) !== 0) return;
      at[index] = number + 1;
      const length = segment.readDocuments(field, number, scratch);
      const from = segment.codes(field, number);
      const reader = field === STEMMED ? positionReader(segment.positions(number)) : undefined;
      for (let posting = 0; posting < length; posting++) {
        const document = numbers[index]?.[scratch[posting] as number] as number;
        const positions = reader?.skip();
        if (document < 0) continue;
        docs[count] = document;
        codes[count++] = from[posting] as number;
        if (positions) places.bytes(positions);
      }
    });
    if (count > 0) writer.term(field, term, docs.subarray(0, count), codes.subarray(0, count), places.view());
  }
}

function leastTerm(
  sources: readonly MergeSource[],
  field: FieldNumber,
  at: readonly number[],
  ends: readonly number[],
): Uint8Array | undefined {
  let least: Uint8Array | undefined;
  sources.forEach(({ segment }, index) => {
    if ((at[index] as number) >= (ends[index] as number)) return;
    const term = segment.termBytes(field, at[index] as number);
    if (!least || Buffer.compare(term, least) < 0) least = term;
  });
  return least;
}
