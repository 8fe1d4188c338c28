import type { SearchDocument } from '../document.js';
import { byteSink } from './byte-sink.js';
import type { ColdSink } from './cold.js';
import { countTerms } from './count-terms.js';
import { frequencyCode } from './frequency-code.js';
import { positionReader, writePositions } from './position-list.js';
import type { StoredDocument } from './segment.js';
import {
  type DocumentRow,
  EXACT,
  type FieldNumber,
  type SegmentWriter,
  STEMMED,
  segmentWriter,
} from './segment-writer.js';

/** Postings of a term while a batch is read. `places` says where in the arena each document's places begin. */
type List = { docs: number[]; codes: number[]; places: number[] };
const encoder = new TextEncoder();

/** A segment of these documents, each once. Holds all of their postings in memory: meant for batches, which are merged later. */
export function buildSegment(documents: readonly SearchDocument[], cold: ColdSink): SharedArrayBuffer {
  const writer = segmentWriter(cold);
  const stems = new Map<string, List>();
  const exact = new Map<string, List>();
  // One run of bytes for all places: an array for each posting would take ten times the memory.
  const arena = byteSink(1 << 16);
  documents.forEach((document, number) => {
    const counts = countTerms(document.fields);
    writer.document(rowOf(document, counts), encoder.encode(JSON.stringify(storedOf(document))));
    for (const [term, { occurrences, positions }] of counts.stems) {
      listOf(stems, term).places.push(arena.length);
      addTo(listOf(stems, term), number, occurrences);
      writePositions(
        arena,
        positions.sort((a, b) => a - b),
      );
    }
    for (const [term, occurrences] of counts.exact) addTo(listOf(exact, term), number, occurrences);
  });
  writeField(writer, STEMMED, stems, arena.view());
  writeField(writer, EXACT, exact, arena.view());
  return writer.finish();
}

function listOf(field: Map<string, List>, term: string): List {
  let list = field.get(term);
  if (!list) {
    list = { docs: [], codes: [], places: [] };
    field.set(term, list);
  }
  return list;
}

function addTo(list: List, document: number, occurrences: number): void {
  list.docs.push(document);
  list.codes.push(frequencyCode(occurrences));
}

function writeField(writer: SegmentWriter, field: FieldNumber, lists: Map<string, List>, arena: Uint8Array): void {
  const terms = [...lists].map(([term, list]) => ({ bytes: Buffer.from(term), list }));
  terms.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const places = byteSink();
  for (const { bytes, list } of terms) {
    places.clear();
    for (const start of list.places) places.bytes(positionReader(arena.subarray(start)).skip());
    writer.term(field, bytes, list.docs, Uint8Array.from(list.codes), places.view());
  }
}

function rowOf(document: SearchDocument, lengths: { stemLength: number; exactLength: number }): DocumentRow {
  const { id, seq, version, status, severity, owner, services, tags, subject } = document;
  return {
    id,
    seq,
    version,
    createdAt: Date.parse(document.createdAt),
    happenedAt: Date.parse(document.happenedAt),
    updatedAt: Date.parse(document.updatedAt),
    stemLength: lengths.stemLength,
    exactLength: lengths.exactLength,
    status,
    severity,
    owner,
    services,
    tags,
    subject,
  };
}

const storedOf = ({ number, title, fields }: SearchDocument): StoredDocument => ({ number, title, fields });
