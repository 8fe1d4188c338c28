import { isRecord, textOf } from '../source.js';

const DEEPEST = 8;

/** An OTLP `AnyValue` as text: {"intValue": "10"} → "10", lists and maps spelled out. Null when it is empty. */
export function anyValue(value: unknown, depth = 0): string | null {
  if (!isRecord(value) || depth > DEEPEST) return null;
  const plain =
    textOf(value.stringValue) ?? textOf(value.intValue) ?? textOf(value.doubleValue) ?? textOf(value.bytesValue);
  if (plain !== null) return plain;
  if (typeof value.boolValue === 'boolean') return String(value.boolValue);
  if (isRecord(value.arrayValue) && Array.isArray(value.arrayValue.values)) {
    return value.arrayValue.values.map((each) => anyValue(each, depth + 1) ?? '').join(', ');
  }
  if (isRecord(value.kvlistValue)) {
    return Object.entries(attributes(value.kvlistValue.values, depth + 1))
      .map(([name, each]) => `${name}=${each}`)
      .join(', ');
  }
  return null;
}

/** OTLP attributes, a list of {key, value}, by key. */
export function attributes(list: unknown, depth = 0): Record<string, string> {
  const found: Record<string, string> = {};
  if (!Array.isArray(list)) return found;
  for (const each of list) {
    if (!isRecord(each) || typeof each.key !== 'string' || each.key === '__proto__') continue;
    const text = anyValue(each.value, depth);
    if (text !== null) found[each.key] = text;
  }
  return found;
}

/** Zero stands for "unknown" in every OTLP time. */
export function stated(time: unknown): unknown {
  return time === 0 || time === '0' || time === '' ? undefined : (time ?? undefined);
}
