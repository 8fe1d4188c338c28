import { AppError, type FieldError } from '../kernel/errors.js';
import { MAPPABLE } from './columns.js';
import type { FlatDraft } from './redact.js';
import type { RedactionCounts } from './redact-rules.js';
import { chooseSource, type SourceChoice } from './registry.js';
import type { EvidenceSink } from './sink.js';
import type { DirectoryEntry, Form, SourceContext } from './source.js';
import { newTimeFacts, readTime, type TimeFacts } from './time.js';
import { openZone } from './zone.js';

export type ImportOptions = {
  /** A source's id, `generic`, or `auto`. */
  source: string;
  /** IANA zone or offset for times that state none. */
  zone?: string | undefined;
  /** Canonical field → column, for tables and NDJSON of unknown origin. */
  map?: Record<string, string> | undefined;
  filename?: string | undefined;
};

export type ImportResult = {
  source: string;
  /** accepted + duplicates + rejectedCount. */
  raw: number;
  accepted: number;
  duplicates: number;
  rejectedCount: number;
  /** The first 1,000; `index` is the raw record's place in the file, from 0. */
  rejected: { index: number; reason: string }[];
  /** What was taken out, by kind. */
  redactions: RedactionCounts;
};

/** What one import knows while it runs. */
export type ImportRun = {
  choice: SourceChoice;
  context: SourceContext;
  facts: TimeFacts;
  sink: EvidenceSink;
  result: ImportResult;
  /** The place of the next raw record. */
  index: number;
  /** Records seen by source. */
  seen: Map<string, number>;
  /** Answers of the sink about people, so that it is asked once a person. */
  participants: Map<string, { id: string; name: string }>;
  directory: DirectoryEntry[];
  waiting: FlatDraft[];
  waitingCharacters: number;
  storing: Promise<void>;
};

/**
 * Checks the options before any byte is read; the run begins once the form of the file is known.
 * @throws AppError validation naming each wrong option.
 */
export function startRun(options: ImportOptions, sink: EvidenceSink): (form: Form) => ImportRun {
  const choice = chooseSource(options.source);
  const zone = options.zone === undefined || options.zone === '' ? null : openZone(options.zone);
  const map = options.map ?? {};
  checkMap(map);
  const facts = newTimeFacts(zone);
  return (form) => ({
    choice,
    facts,
    sink,
    context: {
      form,
      filename: options.filename ?? null,
      map,
      envelope: null,
      time: (value, zoneText = null) => readTime(value, facts, zoneText),
    },
    result: { source: '', raw: 0, accepted: 0, duplicates: 0, rejectedCount: 0, rejected: [], redactions: {} },
    index: 0,
    seen: new Map(),
    participants: new Map(),
    directory: [],
    waiting: [],
    waitingCharacters: 0,
    storing: Promise.resolve(),
  });
}

function checkMap(map: Record<string, string>): void {
  const errors: FieldError[] = Object.entries(map)
    .filter(([field, column]) => !(MAPPABLE as readonly string[]).includes(field) || column === '')
    .map(([field]) => ({
      pointer: 'query:map',
      detail: `map cannot set "${field}"; use field:Column with one of ${MAPPABLE.join(', ')}.`,
    }));
  if (errors[0] !== undefined) throw new AppError('validation', errors[0].detail, { errors });
}
