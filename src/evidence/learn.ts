import { AppError } from '../kernel/errors.js';
import type { ImportRun } from './import-run.js';
import { Broken } from './raw.js';
import { normaliseSafely } from './read-one.js';
import { sourceOf } from './registry.js';
import type { JsonRecord } from './source.js';
import { freeze } from './time.js';
import type { RawRecord } from './unwrap.js';

/**
 * Reads the first records once for what they teach about the file's times, then fixes it. Refuses the file while
 * nothing is stored yet: when no time in it has a zone, or when `map` names columns it does not have.
 * @throws AppError validation
 */
export function learn(raws: RawRecord[], run: ImportRun): void {
  const records = raws.filter((raw): raw is RawRecord & { record: JsonRecord } => !(raw.record instanceof Broken));
  // The files of an archive differ: what one lacks, another may have.
  if (run.member === null) checkColumns(records, run);
  let placed = 0;
  let example: string | null = null;
  for (const { record, envelope } of records) {
    run.context.envelope = envelope;
    const normalised = normaliseSafely(sourceOf(record, run.context.form, run.choice), record, run.context);
    if ('item' in normalised) placed++;
    else if ('needsZone' in normalised && normalised.needsZone) example ??= normalised.rejected;
  }
  freeze(run.facts);
  if (placed > 0 || example === null) return;
  if (run.member === null) throw zoneNeeded(example);
  run.zoneless ??= example;
}

/** @param example the reason of the first record whose time has no zone. */
export function zoneNeeded(example: string): AppError {
  const detail = `The times in this file state no time zone. Say which they are in, for example ?zone=UTC or ?zone=Europe/Copenhagen. First: ${example.split(';')[0]}.`;
  return new AppError('validation', detail, { errors: [{ pointer: 'query:zone', detail }] });
}

function checkColumns(records: { record: JsonRecord }[], { context }: ImportRun): void {
  const missing = Object.entries(context.map).filter(
    ([, column]) => !records.some(({ record }) => has(record, column)),
  );
  if (records.length === 0 || missing.length === 0) return;
  const names = Object.keys(records[0]?.record ?? {})
    .slice(0, 30)
    .join(', ');
  const errors = missing.map(([field, column]) => ({
    pointer: 'query:map',
    detail: `map=${field}:${column} names a column this file does not have; it has ${names}.`,
  }));
  throw new AppError('validation', errors.map(({ detail }) => detail).join(' '), { errors });
}

/** Inner members are named with a dot: host.name. */
function has(record: JsonRecord, column: string): boolean {
  if (column in record) return true;
  let value: unknown = record;
  for (const part of column.split('.')) {
    if (value === null || typeof value !== 'object' || !(part in value)) return false;
    value = (value as JsonRecord)[part];
  }
  return true;
}
