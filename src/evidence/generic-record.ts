import { type Columns, columnsByName } from './columns.js';
import type { EvidenceItem } from './item.js';
import { actorFromName, isRoleLike } from './people.js';
import {
  type ActorDraft,
  isRecord,
  type JsonRecord,
  linkOf,
  type Normalised,
  type SourceContext,
  textOf,
} from './source.js';
import type { Instant, NoTime } from './time.js';
import { columnState, kindFromFilename, kindFromText, kindFromWord, stateFor } from './words.js';

/**
 * What one file's records have in common: the kind its name tells, and the columns by their keys, guessed once for each
 * shape; bounded, since any key may be an id.
 */
type Shapes = {
  fileKind: EvidenceItem['kind'] | null;
  lastKeys: string[];
  last: Columns | null;
  known: Map<string, Columns>;
};
const shapesOf = new WeakMap<SourceContext, Shapes>();
const MOST_SHAPES = 500;
/** A row without a column of words is told by its first cells; a longer cell is a text of its own. */
const MOST_CELLS = 6;
const LONGEST_CELL = 60;

/**
 * One row of a table or log of unknown origin: time, text, actor, subject, severity and link are found by the names of
 * its members, then by their values. `usual` is the kind when no word says better.
 */
export function normaliseGeneric(raw: JsonRecord, context: SourceContext, usual: EvidenceItem['kind']): Normalised {
  const record = hasNested(raw) ? flattened(raw) : raw;
  const keys = Object.keys(record);
  const shapes = shapesIn(context);
  const columns = columnsOf(keys, shapes, context);
  const found = findTime(record, keys, columns, context);
  if (!('key' in found)) return found;
  const text = findText(record, keys, columns, found.key);
  if (text === null) return { rejected: 'the record has a time but no text; name its column with map=text:<column>' };
  const cell = (key: string | null) => (key === null ? null : textOf(record[key]));
  const subject = cell(columns.subject);
  const origin = cell(columns.origin) ?? (columns.subject !== null && isHost(columns.subject) ? subject : null);
  const person = actorFromName(cell(columns.actor));
  const alarm = columnState(cell(columns.state)) === null ? null : cell(columns.alarm);
  const word = cell(columns.kind) ?? programOf(columns, cell);
  const kind = alarm === null ? kindOf(word, text, usual, columns, shapes.fileKind) : 'alarm';
  const end = columns.end === null ? null : context.time(record[columns.end]);
  return {
    item: {
      when: found.when,
      end: end !== null && 'at' in end && end.at >= found.when.at ? end.at : null,
      kind,
      state: stateFor(kind, cell(columns.state), text),
      actor: person ?? originActor(origin),
      subject: alarm ?? subject,
      // One alarm may watch many places.
      dimensions:
        alarm === null || subject === null || subject === alarm ? {} : { [columns.subject ?? 'subject']: subject },
      severity: cell(columns.severity),
      text: text === alarm ? `${alarm} ${cell(columns.state)}` : text,
      link: columns.link === null ? null : linkOf(record[columns.link]),
      delivery: null,
      event: null,
      payload: raw,
      timeKeys: [found.key],
    },
  };
}

/** A "source" column may name a role (engineer) as well as a program; nobody's name stands there. */
function originActor(origin: string | null): ActorDraft | null {
  if (origin === null) return null;
  if (isRoleLike(origin)) return { kind: 'person', id: null, name: origin };
  return { kind: 'system', id: origin, name: origin };
}

function isHost(key: string): boolean {
  return /host|instance|node|pod|service|app|component/i.test(key);
}

function shapesIn(context: SourceContext): Shapes {
  let shapes = shapesOf.get(context);
  if (shapes === undefined) {
    shapes = { fileKind: kindFromFilename(context.filename), lastKeys: [], last: null, known: new Map() };
    shapesOf.set(context, shapes);
  }
  return shapes;
}

function columnsOf(keys: string[], shapes: Shapes, context: SourceContext): Columns {
  // Most files have one shape, so the last one is nearly always the next one.
  if (shapes.last !== null && sameKeys(keys, shapes.lastKeys)) return shapes.last;
  const shape = keys.join('\0');
  let columns = shapes.known.get(shape);
  if (columns === undefined) {
    columns = columnsByName(keys, context.map);
    if (shapes.known.size < MOST_SHAPES) shapes.known.set(shape, columns);
  }
  shapes.lastKeys = keys;
  shapes.last = columns;
  return columns;
}

function sameKeys(a: string[], b: string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The first time column that holds a time; failing that, any member that does. The first failure is the one reported. */
function findTime(
  record: JsonRecord,
  keys: string[],
  columns: Columns,
  context: SourceContext,
): { when: Instant; key: string } | NoTime {
  const zone = columns.zone === null ? null : textOf(record[columns.zone]);
  let failure: NoTime | null = null;
  for (const { key, zone: named } of columns.times) {
    const value = record[key];
    if (value === '' || value === null || value === undefined) continue;
    const when = context.time(withDate(value, key, record, columns), zone ?? named);
    if ('at' in when) return { when, key };
    failure ??= when;
  }
  if (failure === null && context.map.time === undefined) {
    for (const key of keys) {
      const value = record[key];
      if (typeof value === 'number' || (typeof value === 'string' && value.length < 60 && /\d.*[:\d]/.test(value))) {
        const when = context.time(value, zone);
        if ('at' in when) return { when, key };
        if (when.needsZone) failure ??= when;
      }
    }
  }
  return failure ?? { rejected: `no time was found; name its column with map=time:<column> (there are ${list(keys)})` };
}

/** "source: monitoring" and "src: pager" say what kind of record a row is; a host does not. */
function programOf({ origin }: Columns, cell: (key: string | null) => string | null): string | null {
  return origin !== null && /source|src|origin/i.test(origin) ? cell(origin) : null;
}

/** Spreadsheets often split a moment over a date and a time column. */
function withDate(value: unknown, key: string, record: JsonRecord, columns: Columns): unknown {
  if (columns.date === null || columns.date === key || typeof value !== 'string') return value;
  const date = textOf(record[columns.date]);
  return date !== null && /^\s*\d{1,2}:\d{2}/.test(value) ? `${date} ${value.trim()}` : value;
}

function findText(record: JsonRecord, keys: string[], columns: Columns, timeKey: string): string | null {
  const named = columns.text === null ? null : textOf(record[columns.text]);
  if (named !== null) return named;
  const used = new Set([timeKey, columns.actor, columns.zone, columns.link, columns.date, columns.end]);
  const texts = keys.flatMap((key) => (used.has(key) ? [] : (textOf(record[key]) ?? [])));
  const worded = texts.filter((text) => /\p{L}/u.test(text));
  const longest = worded.reduce<string | null>((best, text) => (text.length > (best?.length ?? 0) ? text : best), null);
  // "tracking-api", "v512", "succeeded" tell what happened only together; a sentence tells it alone.
  if (longest === null || columns.alarm !== null || longest.length > LONGEST_CELL || /\S\s+\S+\s+\S/.test(longest))
    return longest;
  return worded.slice(0, MOST_CELLS).join(' ');
}

function kindOf(
  word: string | null,
  text: string,
  usual: EvidenceItem['kind'],
  columns: Columns,
  fileKind: EvidenceItem['kind'] | null,
): EvidenceItem['kind'] {
  const told = kindFromWord(word) ?? fileKind;
  if (told !== null) return told;
  const looksLikeLog =
    usual === 'log' && (columns.severity !== null || columns.subject !== null || columns.origin !== null);
  // A log line may begin with "Deploying…" and still report a deploy, but a level word alone makes no alarm.
  const said = kindFromText(text);
  return said !== null && !(looksLikeLog && said === 'alarm')
    ? said
    : looksLikeLog
      ? 'log'
      : usual === 'log'
        ? 'note'
        : usual;
}

function hasNested(record: JsonRecord): boolean {
  for (const key in record) if (isRecord(record[key])) return true;
  return false;
}

/** Members of inner objects by joined names, two levels down: host.name, event.time. */
function flattened(record: JsonRecord, prefix = '', depth = 0): JsonRecord {
  const flat: JsonRecord = {};
  for (const [key, value] of Object.entries(record)) {
    if (isRecord(value) && depth < 2) Object.assign(flat, flattened(value, `${prefix}${key}.`, depth + 1));
    else flat[prefix + key] = value;
  }
  return flat;
}

function list(keys: string[]): string {
  return keys.slice(0, 12).join(', ') || 'none';
}
