import { AppError, type FieldError } from '../kernel/errors.js';
import { MAPPABLE } from './columns.js';
import type { FlatDraft } from './redact.js';
import type { RedactionCounts } from './redact-rules.js';
import { chooseSource, type SourceChoice } from './registry.js';
import type { EvidenceSink } from './sink.js';
import type { DirectoryEntry, Form, SourceContext } from './source.js';
import { type DateOrder, newTimeFacts, readTime, type TimeFacts } from './time.js';
import { openZone, type Zone } from './zone.js';

export type ImportOptions = {
  /** A source's id, `generic`, or `auto`. */
  source: string;
  /** IANA zone or offset for times that state none. */
  zone?: string | undefined;
  /** Which way round dates such as 03/04/2027 are, where nothing in the file proves it. */
  dates?: DateOrder | undefined;
  /** Canonical field → column, for tables and NDJSON of unknown origin. */
  map?: Record<string, string> | undefined;
  filename?: string | undefined;
  /** When a sender delivered it, for the few records that carry no time at all; absent for files, which may be of any age. */
  receivedAt?: Date | undefined;
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
  options: ImportOptions;
  zone: Zone | null;
  /** Those of the file being read; an archive has many. */
  context: SourceContext;
  facts: TimeFacts;
  /** The file of an archive being read; null when the body is one file. */
  member: string | null;
  /** The first time without a zone in an archive, for when nothing else in it has one. */
  zoneless: string | null;
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
 * Checks the options before any byte is read. `openFile` follows for each file.
 * @throws AppError validation naming each wrong option.
 */
export function startRun(options: ImportOptions, sink: EvidenceSink): ImportRun {
  const choice = chooseSource(options.source);
  const zone = options.zone === undefined || options.zone === '' ? null : openZone(options.zone);
  checkMap(options.map ?? {});
  return {
    choice,
    options,
    zone,
    sink,
    ...fileFacts(options, zone, 'json', null),
    zoneless: null,
    result: { source: '', raw: 0, accepted: 0, duplicates: 0, rejectedCount: 0, rejected: [], redactions: {} },
    index: 0,
    seen: new Map(),
    participants: new Map(),
    directory: [],
    waiting: [],
    waitingCharacters: 0,
    storing: Promise.resolve(),
  };
}

/** Begins a file: what it teaches about zones and day order is its own. @param member its name within an archive */
export function openFile(run: ImportRun, form: Form, member: string | null): void {
  Object.assign(run, fileFacts(run.options, run.zone, form, member));
}

const ORDER_HINT = 'write it as YYYY-MM-DD, or import again with ?dates=dayFirst or ?dates=monthFirst';

function fileFacts(options: ImportOptions, zone: Zone | null, form: Form, member: string | null) {
  const facts = newTimeFacts(zone, options.dates, ORDER_HINT);
  const context: SourceContext = {
    form,
    filename: member ?? options.filename ?? null,
    map: options.map ?? {},
    envelope: null,
    receivedAt: options.receivedAt ?? null,
    time: (value, zoneText = null) => readTime(value, facts, zoneText),
  };
  return { facts, context, member };
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
