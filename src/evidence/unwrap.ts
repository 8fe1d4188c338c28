import { columnsByName } from './columns.js';
import { openEnvelope } from './envelope.js';
import { Broken } from './raw.js';
import { knownSource, sources } from './registry.js';
import { type Envelope, isRecord, type JsonRecord } from './source.js';

/** One raw record: what counts in `raw` and in `index`. */
export type RawRecord = { record: JsonRecord | Broken; envelope: Envelope | null };

const DEEPEST = 5;
/** A source surer than this knows a record as a whole: it is not taken apart. */
const SURE = 0.45;
/** Members that usually hold the list of an export or an API page. */
const LIST_NAMES =
  /^(?:items|events?|records?|messages|data|results?|value|values|entries|rows|logs|log_?events|incidents|alerts|issues|history|timeline|hits)$/i;

/**
 * Adds the raw records inside a value as it was read: transports are opened, wrapping objects and lists taken apart.
 * It adds to a list because it runs for each of a million lines.
 */
export function unwrap(value: unknown, into: RawRecord[], envelope: Envelope | null = null, depth = 0): void {
  if (value instanceof Broken) into.push({ record: value, envelope });
  else if (Array.isArray(value) && depth < DEEPEST) unwrapAll(value, into, envelope, depth);
  else if (!isRecord(value)) into.push({ record: new Broken('the record is no object with members'), envelope });
  else if (depth >= DEEPEST || !openTransport(value, into, depth)) {
    const list = depth < DEEPEST && hasStructure(value) ? listOf(value) : null;
    if (list === null) into.push({ record: value, envelope });
    else if (Array.isArray(list)) unwrapAll(list, into, envelope, depth);
    else unwrap(list, into, envelope, depth + 1);
  }
}

function unwrapAll(list: unknown[], into: RawRecord[], envelope: Envelope | null, depth: number): void {
  for (const inner of list) unwrap(inner, into, envelope, depth + 1);
}

/** Adds what an envelope carries; the envelope itself when no source knows the inside. @returns false for no envelope */
function openTransport(value: JsonRecord, into: RawRecord[], depth: number): boolean {
  const opened = openEnvelope(value);
  if (opened === null) return false;
  const inner: RawRecord[] = [];
  if (isRecord(opened.value)) unwrap(opened.value, inner, opened.envelope, depth + 1);
  if (inner.some(isKnown)) for (const each of inner) into.push(each);
  else into.push({ record: value, envelope: opened.envelope });
  return true;
}

/** The list an object wraps, by a source that knows it, else by its look. */
function listOf(value: JsonRecord): unknown {
  for (const source of sources) {
    const list = source.unwrap?.(value);
    if (list) return list;
  }
  return knownSource(value, SURE) === null ? listInside(value) : null;
}

function isKnown({ record }: RawRecord): boolean {
  return !(record instanceof Broken) && knownSource(record, SURE) !== null;
}

function hasStructure(record: JsonRecord): boolean {
  for (const key in record) if (typeof record[key] === 'object' && record[key] !== null) return true;
  return false;
}

/** The list an object of unknown origin wraps: an object with a time of its own is a record, not a wrapper. */
function listInside(record: JsonRecord, depth = 0): unknown {
  const { times } = columnsByName(Object.keys(record), {});
  if (times.some(({ key }) => ['string', 'number'].includes(typeof record[key]))) return null;
  const entries = Object.entries(record);
  const lists = entries.filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].some(isRecord),
  );
  lists.sort((a, b) => Number(LIST_NAMES.test(b[0])) - Number(LIST_NAMES.test(a[0])) || b[1].length - a[1].length);
  if (lists[0] !== undefined) return lists[0][1];
  const inner = entries.find(([key, value]) => LIST_NAMES.test(key) && isRecord(value) && hasStructure(value));
  if (inner !== undefined) return inner[1];
  // {"response": {"page": {"rows": […]}}}: what the names do not tell, the list at the end does.
  if (depth >= DEEPEST) return null;
  const wrapper = entries.find(([, value]) => isRecord(value) && listInside(value, depth + 1) !== null);
  return wrapper === undefined ? null : wrapper[1];
}
