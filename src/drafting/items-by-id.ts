import type { StoredEvidenceItem } from '../evidence/item.js';
import { atOnce, STEP, type Steps } from '../kernel/turns.js';

type ById = ReadonlyMap<string, StoredEvidenceItem>;

/** All that a draft does asks for items by their id; the table is made once for one list of items, which nothing changes meanwhile. */
const made = new WeakMap<readonly StoredEvidenceItem[], ById>();

export function itemsById(items: readonly StoredEvidenceItem[]): ById {
  return atOnce(itemsByIdSteps(items));
}

/** The same with places to pause; whoever asks afterwards has it at once. */
export function* itemsByIdSteps(items: readonly StoredEvidenceItem[]): Steps<ById> {
  const known = made.get(items);
  if (known !== undefined) return known;
  const byId = new Map<string, StoredEvidenceItem>();
  let added = 0;
  for (const item of items) {
    byId.set(item.id, item);
    if (++added % STEP === 0) yield;
  }
  made.set(items, byId);
  return byId;
}
