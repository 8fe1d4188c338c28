import { COE_STATUSES, SEVERITIES } from '../../coe/schema.js';

/** The arrays of a segment and how each is read; the order is the order in the file. `0` is the stemmed field, `1` the exact one. */
export const COLUMNS = {
  createdAt: Float64Array,
  happenedAt: Float64Array,
  updatedAt: Float64Array,
  storedAt: Float64Array,
  positionsAt: Float64Array,
  seq: Uint32Array,
  version: Uint32Array,
  subject: Uint32Array,
  owner: Uint32Array,
  servicesAt: Uint32Array,
  services: Uint32Array,
  tagsAt: Uint32Array,
  tags: Uint32Array,
  idsAt: Uint32Array,
  stemLength: Float32Array,
  exactLength: Float32Array,
  termsAt0: Uint32Array,
  termsAt1: Uint32Array,
  count0: Uint32Array,
  count1: Uint32Array,
  listAt0: Uint32Array,
  listAt1: Uint32Array,
  letters: Uint32Array,
  status: Uint8Array,
  severity: Uint8Array,
  top0: Uint8Array,
  top1: Uint8Array,
  ids: Uint8Array,
  terms0: Uint8Array,
  terms1: Uint8Array,
  postings: Uint8Array,
  tables: Uint8Array,
} as const;

export type ColumnName = keyof typeof COLUMNS;
export type Columns = { readonly [K in ColumnName]: InstanceType<(typeof COLUMNS)[K]> };

const MAGIC = 0x31454f43; // "COE1"
const ALIGN = 8;
const aligned = (length: number) => Math.ceil(length / ALIGN) * ALIGN;

/** All columns in one block of shared memory, with a directory at its head: the same bytes in the file and in memory. */
export function packColumns(columns: { readonly [K in ColumnName]: ArrayBufferView }): SharedArrayBuffer {
  const names = Object.keys(COLUMNS) as ColumnName[];
  const head = aligned(8 + names.length * 8);
  const total = names.reduce((sum, name) => sum + aligned(columns[name].byteLength), head);
  const buffer = new SharedArrayBuffer(total);
  const directory = new DataView(buffer);
  directory.setUint32(0, MAGIC, true);
  directory.setUint32(4, names.length, true);
  let at = head;
  names.forEach((name, index) => {
    const { buffer: from, byteOffset, byteLength } = columns[name];
    directory.setUint32(8 + index * 8, at, true);
    directory.setUint32(12 + index * 8, byteLength, true);
    new Uint8Array(buffer, at, byteLength).set(new Uint8Array(from, byteOffset, byteLength));
    at += aligned(byteLength);
  });
  return buffer;
}

/** @throws Error when the block is not one of ours */
export function unpackColumns(buffer: SharedArrayBuffer): Columns {
  const names = Object.keys(COLUMNS) as ColumnName[];
  const directory = new DataView(buffer);
  if (directory.getUint32(0, true) !== MAGIC || directory.getUint32(4, true) !== names.length)
    throw new Error('not a segment of this version');
  return Object.fromEntries(
    names.map((name, index) => {
      const Column = COLUMNS[name];
      const at = directory.getUint32(8 + index * 8, true);
      const bytes = directory.getUint32(12 + index * 8, true);
      return [name, new Column(buffer as unknown as ArrayBuffer, at, bytes / Column.BYTES_PER_ELEMENT)];
    }),
  ) as unknown as Columns;
}

/** Codes of the two small enumerations; 0 is none. */
export const STATUS_CODES: readonly string[] = ['', ...COE_STATUSES];
export const SEVERITY_CODES: readonly string[] = ['', ...SEVERITIES];
