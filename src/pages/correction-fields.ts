import type { TimelineEntry } from '../coe/schema.js';
import { type FieldSpec, readField, showField } from './edit-fields.js';
import { fieldOf, type Visit } from './screen.js';

export const TIME = { name: 'at', kind: 'time' } as const satisfies FieldSpec;

const ENTRY_FIELDS = [
  TIME,
  { name: 'end', kind: 'time', nullable: true },
  { name: 'text', kind: 'area' },
  { name: 'kind', kind: 'line' },
  { name: 'actor', kind: 'line', nullable: true },
] as const satisfies FieldSpec[];

/** The fields of a posted entry that are not what the entry has: a correction names only what it changes. */
export function changedEntry(entry: TimelineEntry, form: Visit['form']): Record<string, unknown> {
  const changed = ENTRY_FIELDS.filter(
    (spec) => form[spec.name] !== undefined && fieldOf(form, spec.name) !== showField(spec, entry[spec.name]),
  );
  return Object.fromEntries(changed.map((spec) => [spec.name, readField(spec, fieldOf(form, spec.name))]));
}

const TIMED = /^(\d{4}-\d\d-\d\d[T ]+\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[ ]?UTC)?)\s+(\S.*)$/;

/** One part of a split a line; a line may begin with its time (UTC). */
export function readParts(typed: string): { text: string; at?: unknown }[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, at, text] = TIMED.exec(line) ?? [];
      return at === undefined || text === undefined ? { text: line } : { at: readField(TIME, at), text };
    });
}
