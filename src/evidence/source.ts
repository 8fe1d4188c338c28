import type { EvidenceItem } from './item.js';
import type { Instant, NoTime } from './time.js';

/** What a transport wrapped around an event. The event inside is trusted over it; its time is the last resort. */
export type Envelope = {
  kind: 'sns' | 'sqs' | 'cloudevents';
  id: string | null;
  time: string | null;
  subject: string | null;
  type: string | null;
};

export type JsonRecord = Record<string, unknown>;

/** How the file itself was read; `text` is plain lines with a leading time. */
export type Form = 'json' | 'ndjson' | 'csv' | 'text';

/** A person by the source's own id where it has one (U0SRE1), else by name; or a system by name. */
export type ActorDraft = { kind: 'person' | 'system'; id: string | null; name: string | null };

export type DirectoryEntry = { id: string; name: string; kind: 'person' | 'channel' };

/**
 * What a source makes of one record. In `text`, `<@id>` stands for a participant and `<#id>` for a channel: names are
 * put in when it is read, so that a directory imported later counts too.
 */
export type ItemDraft = {
  when: Instant;
  /** UTC milliseconds. */
  end: number | null;
  kind: EvidenceItem['kind'];
  state: EvidenceItem['state'];
  actor: ActorDraft | null;
  subject: string | null;
  dimensions: Record<string, string>;
  severity: string | null;
  text: string;
  link: string | null;
  /** Equal for the same delivery sent again. Null: the whole record without `timeKeys`, at its instant. */
  delivery: string | null;
  /** Equal for one event through two channels. Null: nothing better than the delivery is known. */
  event: string | null;
  /** What is kept of the raw record, before redaction. */
  payload: unknown;
  /** Top-level keys of the payload that hold the time, which differ between spellings of one instant. */
  timeKeys?: readonly string[];
  /** People the record names by id: learned on the way. */
  people?: { id: string | null; name: string | null }[];
};

export type Normalised = { item: ItemDraft } | NoTime | { directory: DirectoryEntry[] };

export type SourceContext = {
  form: Form;
  filename: string | null;
  /** Canonical field → the caller's column, from `map=time:When,text:What`. */
  map: Readonly<Record<string, string>>;
  envelope: Envelope | null;
  /** When a sender delivered it; null for a file. Only for a source whose events carry no time of their own. */
  receivedAt: Date | null;
  time(value: unknown, zoneText?: string | null): Instant | NoTime;
};

/** One kind of file that can be imported. Sources are plain data with two pure functions. */
export type EvidenceSource = {
  id: string;
  title: string;
  /** For `GET /evidence-sources`: by what a record is known as this source's. */
  recognisedBy: string;
  /** Where its time is read from. */
  timeField: string;
  /** The list inside a wrapping object, each element one raw record; null when the object is none of its wrappers. */
  unwrap?(value: JsonRecord): unknown[] | null;
  /** Members of which every record of this source has at least one: a record without any is never asked about. */
  marks: readonly string[];
  /** 0 (not mine) to 1 (certain). Looks at a few properties only: it runs on every record that bears a mark. */
  recognise(record: JsonRecord): number;
  normalise(record: JsonRecord, context: SourceContext): Normalised;
};

export function isRecord(value: unknown): value is JsonRecord {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The value as text when it is text or a number; null when it is empty, absent or structured. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

/** A record's string-valued members, for labels and dimensions. */
export function labelsOf(value: unknown): Record<string, string> {
  const labels: Record<string, string> = {};
  if (!isRecord(value)) return labels;
  for (const [name, inner] of Object.entries(value)) {
    const text = textOf(inner);
    if (text !== null) labels[name] = text;
  }
  return labels;
}

/** Only web addresses are links; anything else (javascript:, file:) is text. */
export function linkOf(value: unknown): string | null {
  return typeof value === 'string' && /^https?:\/\/\S+$/i.test(value.trim()) ? value.trim() : null;
}
