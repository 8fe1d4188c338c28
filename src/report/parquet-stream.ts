import type { ByteWriter } from 'hyparquet-writer';

export type ParquetColumn = { name: string; type: keyof typeof SCHEMA };
type Row = Record<string, unknown>;

const SCHEMA = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  JSON: { type: 'BYTE_ARRAY', converted_type: 'JSON' },
  DOUBLE: { type: 'DOUBLE' },
  BOOLEAN: { type: 'BOOLEAN' },
  TIMESTAMP: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const;

/** A row group: so many rows or so many characters are held at a time. */
const GROUP_ROWS = 5_000;
const GROUP_CHARACTERS = 8_000_000;

/**
 * Rows as a Parquet file, piece by piece: what is held is one row group, however many there are. A file without rows has its columns
 * all the same.
 */
export async function* parquetStream(
  columns: readonly ParquetColumn[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<Uint8Array> {
  // Read when somebody exports: it would be a part of every start.
  const hyparquet = await import('hyparquet-writer');
  const writer = new hyparquet.ByteWriter();
  const optional = columns.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL' as const, ...SCHEMA[type] }));
  const file = new hyparquet.ParquetWriter({
    writer,
    schema: [{ name: 'root', num_children: columns.length }, ...optional],
    createdBy: 'coe-service',
  });
  let group: Row[] = [];
  let characters = 0;
  const write = () => {
    const columnData = columns.map(({ name }) => ({ name, data: group.map((row) => row[name] ?? null) }));
    file.write({ columnData, rowGroupSize: Math.max(1, group.length) });
    group = [];
    characters = 0;
    return taken(writer);
  };
  for await (const row of rows) {
    group.push(row);
    for (const value of Object.values(row)) if (typeof value === 'string') characters += value.length;
    if (group.length >= GROUP_ROWS || characters >= GROUP_CHARACTERS) yield write();
  }
  if (group.length > 0) yield write();
  file.finish();
  yield taken(writer);
}

/** What was written since the last time; the writer goes on counting, since a Parquet file ends with the places of its parts. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = new Uint8Array(writer.buffer.slice(0, writer.index));
  writer.index = 0;
  return bytes;
}
