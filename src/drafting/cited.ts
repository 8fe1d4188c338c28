import type { StoredEvidenceItem } from '../evidence/item.js';
import { sortInTurns } from '../kernel/sort-in-turns.js';
import { atOnce, type Steps } from '../kernel/turns.js';

/** A flapping alarm may stand on a hundred thousand items; a document holds 16 MB. `count` still tells all of them. */
const MOST_CITED = 500;

/** At most 500 ids: the first and the last of them, in their order. */
export function citedIds(ids: readonly string[]): string[] {
  if (ids.length <= MOST_CITED) return [...ids];
  return [...ids.slice(0, MOST_CITED / 2), ...ids.slice(-MOST_CITED / 2)];
}

/** Items by time; those of one instant by their place in their source, so that the order never depends on ids or on the import. */
export const inTimeOrder = (items: readonly StoredEvidenceItem[]): StoredEvidenceItem[] =>
  atOnce(timeOrderSteps(items));

/** The same with places to pause, for all evidence of a COE. */
export function timeOrderSteps(items: readonly StoredEvidenceItem[]): Steps<StoredEvidenceItem[]> {
  return sortInTurns(items, inOrder);
}

const inOrder = (a: StoredEvidenceItem, b: StoredEvidenceItem): number =>
  a.at.getTime() - b.at.getTime() ||
  compare(a.source, b.source) ||
  a.index - b.index ||
  compare(a.deliveryKey, b.deliveryKey);

/** The delivery that stands for a group of evidence in the identity of a suggestion: its earliest one. */
export function anchorOf(ids: readonly string[], byId: ReadonlyMap<string, StoredEvidenceItem>): string {
  let anchor: StoredEvidenceItem | undefined;
  for (const id of ids) {
    const item = byId.get(id);
    if (item !== undefined && (anchor === undefined || inOrder(item, anchor) < 0)) anchor = item;
  }
  return anchor?.deliveryKey ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
