import type { SearchDocument } from '../document.js';
import { byteSink } from './byte-sink.js';
import type { ColdSink } from './cold.js';
import { countTerms, type TermCount } from './count-terms.js';
import { frequencyCode } from './frequency-code.js';
import { writePositions } from './position-list.js';
import type { StoredDocument } from './segment.js';
import {
  type DocumentRow,
  EXACT,
  type FieldNumber,
  type SegmentWriter,
  STEMMED,
  segmentWriter,
} from './segment-writer.js';

type List = { docs: number[]; codes: number[]; positions: number[][] };
const encoder = new TextEncoder();

/** A segment of these documents, each once. Holds all of their postings in memory: meant for batches, which are merged later. */
export function buildSegment(documents: readonly SearchDocument[], cold: ColdSink): SharedArrayBuffer {
  const writer = segmentWriter(cold);
  const stems = new Map<string, List>();
  const exact = new Map<string, List>();
  documents.forEach((document, number) => {
    const counts = countTerms(document.fields);
    writer.document(rowOf(document, counts), encoder.encode(JSON.stringify(storedOf(document))));
    for (const [term, count] of counts.stems) addTo(stems, term, number, count);
    for (const [term, count] of counts.exact) addTo(exact, term, number, count);
  });
  writeField(writer, STEMMED, stems);
  writeField(writer, EXACT, exact);
  return writer.finish();
}

function addTo(field: Map<string, List>, term: string, document: number, { occurrences, positions }: TermCount): void {
  let list = field.get(term);
  if (!list) {
    list = { docs: [], codes: [], positions: [] };
    field.set(term, list);
  }
  list.docs.push(document);
  list.codes.push(frequencyCode(occurrences));
  list.positions.push(positions);
}

function writeField(writer: SegmentWriter, field: FieldNumber, lists: Map<string, List>): void {
  const terms = [...lists].map(([term, list]) => ({ bytes: Buffer.from(term), list }));
  terms.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const places = byteSink();
  for (const { bytes, list } of terms) {
    places.clear();
    if (field === STEMMED)
      for (const positions of list.positions)
        writePositions(
          places,
          positions.sort((a, b) => a - b),
        );
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
