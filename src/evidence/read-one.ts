import type { ImportRun } from './import-run.js';
import { Broken } from './raw.js';
import { type FlatDraft, flatten } from './redact.js';
import { redactText } from './redact-rules.js';
import { sourceOf } from './registry.js';
import type { EvidenceSource, JsonRecord, Normalised, SourceContext } from './source.js';
import type { RawRecord } from './unwrap.js';

const REPORTED = 1000;

/** Normalises one record. Null when it was rejected, or told a name for the directory, which is no evidence. */
export function readOne({ record, envelope }: RawRecord, run: ImportRun): FlatDraft | null {
  if (record instanceof Broken) return reject(run, record.reason);
  const source = sourceOf(record, run.context.form, run.choice);
  run.context.envelope = envelope;
  const normalised = normaliseSafely(source, record, run.context);
  run.seen.set(source.id, (run.seen.get(source.id) ?? 0) + 1);
  if ('rejected' in normalised) return reject(run, normalised.rejected);
  if ('directory' in normalised) {
    run.directory.push(...normalised.directory);
    return null;
  }
  const flat = flatten(normalised.item, source.id, run.index);
  if (flat === null) return reject(run, 'the record is nested too deep to be kept');
  run.index++;
  return flat;
}

/** A named source meets foreign records; whatever it stumbles over is a property of the record. */
export function normaliseSafely(source: EvidenceSource, record: JsonRecord, context: SourceContext): Normalised {
  try {
    return source.normalise(record, context);
  } catch {
    return { rejected: `the record does not have the shape of ${source.title}` };
  }
}

/** Counts a record that cannot be used; the file is named where there are several. */
export function reject(run: ImportRun, why: string): null {
  const { result } = run;
  const reason = run.member === null ? why : `${run.member}: ${why}`;
  result.rejectedCount++;
  if (result.rejected.length < REPORTED) result.rejected.push({ index: run.index, reason: redactText(reason, {}) });
  run.index++;
  return null;
}
