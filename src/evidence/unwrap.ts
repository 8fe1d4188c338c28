import { columnsByName } from './columns.js';
import { type Envelope, openEnvelope } from './envelope.js';
import { Broken } from './raw.js';
import { sources } from './registry.js';
import { isRecord, type JsonRecord } from './source.js';

/** One raw record: what counts in `raw` and in `index`. */
export type RawRecord = { record: JsonRecord | Broken; envelope: Envelope | null };

const DEEPEST = 5;
/** Members that usually hold the list of an export or an API page. */
const LIST_NAMES =
  /^(?:items|events?|records?|messages|data|results?|value|values|entries|rows|logs|log_?events|incidents|alerts|issues|history|timeline|hits)$/i;

/** The raw records inside a value as it was read: transports opened, wrapping objects and lists taken apart. */
export function unwrap(value: unknown, envelope: Envelope | null = null, depth = 0): RawRecord[] {
  if (value instanceof Broken) return [{ record: value, envelope }];
  if (Array.isArray(value) && depth < DEEPEST) return value.flatMap((inner) => unwrap(inner, envelope, depth + 1));
  if (!isRecord(value)) return [{ record: new Broken('the record is no object with members'), envelope }];
  if (depth >= DEEPEST) return [{ record: value, envelope }];
  const opened = openEnvelope(value);
  if (opened !== null) {
    const inner = isRecord(opened.value) ? unwrap(opened.value, opened.envelope, depth + 1) : null;
    return inner?.some(isKnown) ? inner : [{ record: value, envelope: opened.envelope }];
  }
  if (!hasStructure(value)) return [{ record: value, envelope }];
  for (const source of sources) {
    const list = source.unwrap?.(value);
    if (list) return list.flatMap((inner) => unwrap(inner, envelope, depth + 1));
  }
  const list = sources.some((source) => source.recognise(value) >= 0.5) ? null : listInside(value);
  return list === null ? [{ record: value, envelope }] : unwrap(list, envelope, depth + 1);
}

function isKnown({ record }: RawRecord): boolean {
  return !(record instanceof Broken) && sources.some((source) => source.recognise(record) >= 0.5);
}

function hasStructure(record: JsonRecord): boolean {
  for (const key in record) if (typeof record[key] === 'object' && record[key] !== null) return true;
  return false;
}

/** The list an object of unknown origin wraps: an object with a time of its own is a record, not a wrapper. */
function listInside(record: JsonRecord): unknown {
  const { times } = columnsByName(Object.keys(record), {});
  if (times.some(({ key }) => ['string', 'number'].includes(typeof record[key]))) return null;
  const entries = Object.entries(record);
  const lists = entries.filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].some(isRecord),
  );
  lists.sort((a, b) => Number(LIST_NAMES.test(b[0])) - Number(LIST_NAMES.test(a[0])) || b[1].length - a[1].length);
  if (lists[0] !== undefined) return lists[0][1];
  const inner = entries.find(([key, value]) => LIST_NAMES.test(key) && isRecord(value) && hasStructure(value));
  return inner === undefined ? null : inner[1];
}
