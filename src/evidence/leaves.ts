import { isRecord } from './source.js';

/** Records nested deeper than this are refused: the database takes about 100 levels, and no source needs ten. */
export const DEEPEST = 40;

/** Calls back for every scalar in a value with the name of its member, in one fixed order. @returns false when too deep. */
export function eachLeaf(
  value: unknown,
  visit: (name: string, leaf: string | number | bigint | boolean) => void,
  skip: readonly string[] = [],
  name = '',
  depth = 0,
): boolean {
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint'
  ) {
    visit(name, value);
    return true;
  }
  if (value === null || typeof value !== 'object') return true;
  if (depth >= DEEPEST) return false;
  if (Array.isArray(value)) {
    for (const inner of value) if (!eachLeaf(inner, visit, [], name, depth + 1)) return false;
    return true;
  }
  for (const key in value) {
    if (skip.length > 0 && skip.includes(key)) continue;
    if (!eachLeaf((value as Record<string, unknown>)[key], visit, [], key, depth + 1)) return false;
  }
  return true;
}

/** A copy with every scalar replaced, in the order of `eachLeaf`; member names go through `rename`. */
export function mapLeaves(
  value: unknown,
  map: (name: string, leaf: string | number | bigint | boolean) => unknown,
  rename: (key: string) => string,
  name = '',
): unknown {
  if (Array.isArray(value)) return value.map((inner) => mapLeaves(inner, map, rename, name));
  if (isRecord(value)) {
    const copy: Record<string, unknown> = {};
    for (const key in value) {
      // Assigning to __proto__ would set the prototype instead of a member.
      Object.defineProperty(copy, rename(key), {
        value: mapLeaves(value[key], map, rename, key),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return copy;
  }
  return value === null || value === undefined || typeof value === 'object' || typeof value === 'function'
    ? value
    : map(name, value as string | number | bigint | boolean);
}
