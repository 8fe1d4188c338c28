import type { Json } from '../coe/merge-patch.js';
import { canonicalJson } from '../kernel/ids.js';

type Fields = { [key: string]: Json };

/** The merge patch (RFC 7396) that turns one content into the other: only what differs, lists whole, null for what is gone. */
export function contentPatch(before: Fields, after: Fields): Fields {
  const patch: Fields = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[key], after[key]];
    if (canonicalJson(was ?? null) === canonicalJson(is ?? null)) continue;
    patch[key] = isFields(was) && isFields(is) ? contentPatch(was, is) : (is ?? null);
  }
  return patch;
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
