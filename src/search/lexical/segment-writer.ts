import type { CoeSubject } from '../../coe/resolve.js';
import { stemOf } from '../words.js';
import { byteSink } from './byte-sink.js';
import type { ColdSink } from './cold.js';
import { type ColumnName, packColumns, SEVERITY_CODES, STATUS_CODES } from './columns.js';
import { lettersOf } from './letters.js';
import { findTerm } from './term-table.js';

/** What a policy sees of a COE, without its id: many COEs share one. */
export type AccessSubject = Omit<CoeSubject, 'id'>;

/** One document's row of the columns. Times in milliseconds. */
export type DocumentRow = {
  id: string;
  seq: number;
  version: number;
  createdAt: number;
  happenedAt: number;
  updatedAt: number;
  stemLength: number;
  exactLength: number;
  status: string;
  severity: string | null;
  owner: string | null;
  services: readonly string[];
  tags: readonly string[];
  subject: AccessSubject;
};

export type FieldNumber = 0 | 1;
export const STEMMED: FieldNumber = 0;
export const EXACT: FieldNumber = 1;

export type SegmentWriter = {
  /** Documents come first, in the order of their numbers. */
  document(row: DocumentRow, stored: Uint8Array): void;
  /**
   * Then the terms, the stemmed field before the exact one, each ascending by its UTF-8 bytes.
   * @param codes of the frequencies, one a document (`frequency-code.ts`)
   * @param positions encoded places (stemmed field only, `position-list.ts`)
   */
  term(field: FieldNumber, term: Uint8Array, docs: ArrayLike<number>, codes: Uint8Array, positions: Uint8Array): void;
  finish(): SharedArrayBuffer;
};

const text = new TextEncoder();

export function segmentWriter(cold: ColdSink): SegmentWriter {
  const rows: DocumentRow[] = [];
  const ids = byteSink();
  const idsAt = [0];
  const storedAt = [cold.length];
  const postings = byteSink(1 << 16);
  const list = byteSink();
  const fields = [newField(), newField()] as const;
  const positionsAt: number[] = [];

  return {
    document(row, stored) {
      rows.push(row);
      ids.bytes(text.encode(row.id));
      idsAt.push(ids.length);
      cold.append(stored);
      storedAt.push(cold.length);
    },
    term(number, term, docs, codes, positions) {
      const field = fields[number];
      field.terms.bytes(term);
      field.termsAt.push(field.terms.length);
      field.count.push(docs.length);
      field.top.push(codes.reduce((top, code) => Math.max(top, code), 0));
      list.clear();
      list.bytes(codes);
      let before = 0;
      for (let at = 0; at < docs.length; at++) {
        list.varint((docs[at] as number) - before);
        before = docs[at] as number;
      }
      const same = number === EXACT ? sameAsStem(term, list.view(), docs.length) : undefined;
      field.listAt.push(same ?? postings.length);
      if (same === undefined) postings.bytes(list.view());
      if (number === EXACT) field.letters.push(lettersOf(Buffer.from(term).toString('utf8')));
      else {
        if (positionsAt.length === 0) positionsAt.push(cold.length);
        cold.append(positions);
        positionsAt.push(cold.length);
      }
    },
    finish() {
      const columns = {
        ...columnsOf(rows),
        storedAt: Float64Array.from(storedAt),
        positionsAt: Float64Array.from(positionsAt),
        idsAt: Uint32Array.from(idsAt),
        ids: ids.view(),
        termsAt0: Uint32Array.from(fields[0].termsAt),
        termsAt1: Uint32Array.from(fields[1].termsAt),
        count0: Uint32Array.from(fields[0].count),
        count1: Uint32Array.from(fields[1].count),
        listAt0: Uint32Array.from(fields[0].listAt),
        listAt1: Uint32Array.from(fields[1].listAt),
        top0: Uint8Array.from(fields[0].top),
        top1: Uint8Array.from(fields[1].top),
        letters: Uint32Array.from(fields[1].letters),
        terms0: fields[0].terms.view(),
        terms1: fields[1].terms.view(),
        postings: postings.view(),
      };
      return packColumns(columns satisfies Record<ColumnName, ArrayBufferView>);
    },
  };

  /** Most words have one form: their exact list is their stem's, and is not kept twice. */
  function sameAsStem(term: Uint8Array, bytes: Uint8Array, documents: number): number | undefined {
    const { terms, termsAt, count, listAt } = fields[STEMMED];
    const stem = text.encode(stemOf(Buffer.from(term).toString('utf8')));
    const found = findTerm(terms.view(), termsAt, stem);
    if (found < 0 || count[found] !== documents) return undefined;
    const at = listAt[found] as number;
    const kept = postings.view().subarray(at, at + bytes.length);
    return Buffer.compare(kept, bytes) === 0 ? at : undefined;
  }
}

const newField = () => ({
  terms: byteSink(1 << 14),
  termsAt: [0],
  count: [] as number[],
  listAt: [] as number[],
  top: [] as number[],
  letters: [] as number[],
});

/** Strings that many documents share are kept once, as numbers of a table. */
function columnsOf(rows: readonly DocumentRow[]) {
  const services = interned<string>();
  const tags = interned<string>();
  const owners = interned<string>();
  const subjects = interned<AccessSubject>();
  const serviceLists = flattened(rows.map((row) => row.services.map((service) => services.number(service, service))));
  const tagLists = flattened(rows.map((row) => row.tags.map((tag) => tags.number(tag, tag))));
  const owner = Uint32Array.from(rows, (row) => (row.owner === null ? 0 : 1 + owners.number(row.owner, row.owner)));
  const subject = Uint32Array.from(rows, ({ subject: { status, restricted, authors, members } }) =>
    subjects.number(JSON.stringify([status, restricted, authors, members]), { status, restricted, authors, members }),
  );
  const tables: SegmentTables = {
    services: services.values,
    tags: tags.values,
    owners: owners.values,
    subjects: subjects.values,
  };
  return {
    createdAt: Float64Array.from(rows, (row) => row.createdAt),
    happenedAt: Float64Array.from(rows, (row) => row.happenedAt),
    updatedAt: Float64Array.from(rows, (row) => row.updatedAt),
    seq: Uint32Array.from(rows, (row) => row.seq),
    version: Uint32Array.from(rows, (row) => row.version),
    stemLength: Float32Array.from(rows, (row) => row.stemLength),
    exactLength: Float32Array.from(rows, (row) => row.exactLength),
    status: Uint8Array.from(rows, (row) => STATUS_CODES.indexOf(row.status)),
    severity: Uint8Array.from(rows, (row) => SEVERITY_CODES.indexOf(row.severity ?? '')),
    subject,
    owner,
    servicesAt: serviceLists.at,
    services: serviceLists.values,
    tagsAt: tagLists.at,
    tags: tagLists.values,
    tables: text.encode(JSON.stringify(tables)),
  };
}

export type SegmentTables = { services: string[]; tags: string[]; owners: string[]; subjects: AccessSubject[] };

function interned<T>() {
  const numbers = new Map<string, number>();
  const values: T[] = [];
  return {
    values,
    number(key: string, value: T): number {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, values.length);
      return values.push(value) - 1;
    },
  };
}

function flattened(lists: readonly (readonly number[])[]): { at: Uint32Array; values: Uint32Array } {
  const at = new Uint32Array(lists.length + 1);
  lists.forEach((list, index) => {
    at[index + 1] = (at[index] as number) + list.length;
  });
  return { at, values: Uint32Array.from(lists.flat()) };
}
