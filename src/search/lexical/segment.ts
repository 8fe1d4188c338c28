import type { SearchField } from '../document.js';
import type { ColdStore } from './cold.js';
import { type Columns, SEVERITY_CODES, STATUS_CODES, unpackColumns } from './columns.js';
import type { DocumentRow, FieldNumber, SegmentTables } from './segment-writer.js';
import { findTerm } from './term-table.js';

/** What is shown of a document, kept beside the index. */
export type StoredDocument = { number: string; title: string; fields: SearchField[] };

/** An immutable part of the index: documents numbered from 0, their columns, and two inverted fields over them. */
export type Segment = {
  readonly size: number;
  readonly columns: Columns;
  readonly tables: SegmentTables;
  readonly cold: ColdStore;
  /** @returns the number of a term, negative when no document holds it */
  find(field: FieldNumber, term: string): number;
  termCount(field: FieldNumber): number;
  termText(field: FieldNumber, number: number): string;
  termBytes(field: FieldNumber, number: number): Uint8Array;
  /** How many documents hold a term, dead ones included. */
  documents(field: FieldNumber, number: number): number;
  /** The highest frequency code of a term. */
  top(field: FieldNumber, number: number): number;
  /** Writes the documents of a term, ascending, into `out`. @returns how many */
  readDocuments(field: FieldNumber, number: number, out: Int32Array): number;
  /** Frequency codes, beside the documents. */
  codes(field: FieldNumber, number: number): Uint8Array;
  /** Encoded places of a term of the stemmed field (`position-list.ts`). */
  positions(number: number): Uint8Array;
  id(document: number): string;
  row(document: number): DocumentRow;
  storedBytes(document: number): Uint8Array;
  stored(document: number): StoredDocument;
};

const encoder = new TextEncoder();
const textOf = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');

/** @throws Error when the block is not a segment of this version */
export function openSegment(hot: SharedArrayBuffer, cold: ColdStore): Segment {
  const columns = unpackColumns(hot);
  const tables = JSON.parse(textOf(columns.tables, 0, columns.tables.length)) as SegmentTables;
  const fields = [
    {
      at: columns.termsAt0,
      terms: columns.terms0,
      count: columns.count0,
      list: columns.listAt0,
      top: columns.top0,
    },
    {
      at: columns.termsAt1,
      terms: columns.terms1,
      count: columns.count1,
      list: columns.listAt1,
      top: columns.top1,
    },
  ] as const;
  const { postings, idsAt, ids, storedAt, positionsAt } = columns;

  const names = (at: Uint32Array, values: Uint32Array, table: string[], document: number) =>
    Array.from(values.subarray(at[document], at[document + 1]), (number) => table[number] as string);

  return {
    size: columns.seq.length,
    columns,
    tables,
    cold,
    find: (field, term) => findTerm(fields[field].terms, fields[field].at, encoder.encode(term)),
    termCount: (field) => fields[field].count.length,
    termText: (field, number) => {
      const { terms, at } = fields[field];
      return textOf(terms, at[number] as number, at[number + 1] as number);
    },
    termBytes: (field, number) => {
      const { terms, at } = fields[field];
      return terms.subarray(at[number], at[number + 1]);
    },
    documents: (field, number) => fields[field].count[number] as number,
    top: (field, number) => fields[field].top[number] as number,
    readDocuments(field, number, out) {
      const count = fields[field].count[number] as number;
      let at = (fields[field].list[number] as number) + count;
      let document = 0;
      for (let index = 0; index < count; index++) {
        let byte = postings[at++] as number;
        let delta = byte & 127;
        for (let shift = 7; byte > 127; shift += 7) {
          byte = postings[at++] as number;
          delta |= (byte & 127) << shift;
        }
        document += delta;
        out[index] = document;
      }
      return count;
    },
    codes(field, number) {
      const from = fields[field].list[number] as number;
      return postings.subarray(from, from + (fields[field].count[number] as number));
    },
    positions: (number) => cold.read(positionsAt[number] as number, positionsAt[number + 1] as number),
    id: (document) => textOf(ids, idsAt[document] as number, idsAt[document + 1] as number),
    row(document) {
      const owner = columns.owner[document] as number;
      return {
        id: this.id(document),
        seq: columns.seq[document] as number,
        version: columns.version[document] as number,
        createdAt: columns.createdAt[document] as number,
        happenedAt: columns.happenedAt[document] as number,
        updatedAt: columns.updatedAt[document] as number,
        stemLength: columns.stemLength[document] as number,
        exactLength: columns.exactLength[document] as number,
        status: STATUS_CODES[columns.status[document] as number] as string,
        severity: SEVERITY_CODES[columns.severity[document] as number] || null,
        owner: owner === 0 ? null : (tables.owners[owner - 1] as string),
        services: names(columns.servicesAt, columns.services, tables.services, document),
        tags: names(columns.tagsAt, columns.tags, tables.tags, document),
        subject: tables.subjects[columns.subject[document] as number] as SegmentTables['subjects'][number],
      };
    },
    storedBytes: (document) => cold.read(storedAt[document] as number, storedAt[document + 1] as number),
    stored(document) {
      return JSON.parse(Buffer.from(this.storedBytes(document)).toString('utf8')) as StoredDocument;
    },
  };
}
