import { followCoes } from '../coe/follow-coes.js';
import type { StoredCoe } from '../coe/model.js';
import { type CoeSubject, subjectOf } from '../coe/resolve.js';
import type { ActionItem } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import type { Clock } from '../kernel/clock.js';

/** What a COE tells of all its action items. */
export type BoardCoe = { subject: CoeSubject; seq: number; services: readonly string[] };
/** What action items are chosen and sorted by; the rest is read for those that are shown. */
export type BoardRow = Pick<ActionItem, 'id' | 'status' | 'owner' | 'type'> & { due: string; coe: BoardCoe };
export type BoardKey = [due: string, seq: number, id: string];

export type ActionBoard = {
  /**
   * The first `most` rows that match, the longest due first, behind the key where one is given. Holds every write acknowledged before the call.
   */
  find(matches: (row: BoardRow) => boolean, after: BoardKey | undefined, most: number): Promise<BoardRow[]>;
};

/** Sorts after every date. */
export const NO_DATE = '~';
const FIELDS = {
  version: 1,
  status: 1,
  seq: 1,
  createdBy: 1,
  people: 1,
  'content.restricted': 1,
  'content.services': 1,
  'content.actionItems.id': 1,
  'content.actionItems.status': 1,
  'content.actionItems.owner': 1,
  'content.actionItems.type': 1,
  'content.actionItems.dueDate': 1,
} as const;

export const keyOf = ({ due, coe, id }: BoardRow): BoardKey => [due, coe.seq, id];

/**
 * The action items of all COEs that are not archived, sorted, in memory: they lie inside the documents of their COEs, and no index of the database
 * can list them in order across COEs without reading the whole library.
 */
export function actionBoard(coes: CoeStore['coes'], clock: Clock): ActionBoard {
  const rowsOf = new Map<string, BoardRow[]>();
  let sorted: BoardRow[] = [];
  /** While a library is read for the first time rows are only collected. */
  let inOrder = false;

  function remove(coeId: string): void {
    const rows = rowsOf.get(coeId);
    rowsOf.delete(coeId);
    if (inOrder) for (const row of rows ?? []) sorted.splice(placeOf(sorted, keyOf(row)), 1);
  }

  function put(stored: StoredCoe): void {
    remove(stored._id);
    const { services, actionItems } = stored.content;
    if (actionItems.length === 0) return;
    const coe = { subject: subjectOf(stored), seq: stored.seq, services };
    const rows = actionItems.map(({ id, status, owner, type, dueDate }) => {
      return { id, status, owner, type, due: dueDate ?? NO_DATE, coe };
    });
    rowsOf.set(stored._id, rows);
    if (inOrder) for (const row of rows) sorted.splice(placeOf(sorted, keyOf(row)), 0, row);
  }

  const follower = followCoes<StoredCoe>(coes, { put, remove }, clock, FIELDS);
  return {
    async find(matches, after, most) {
      await follower.refresh();
      if (!inOrder) {
        sorted = [...rowsOf.values()].flat().sort((a, b) => compare(keyOf(a), keyOf(b)));
        inOrder = true;
      }
      const found: BoardRow[] = [];
      for (let at = after ? placeBehind(sorted, after) : 0; at < sorted.length && found.length < most; at++) {
        const row = sorted[at] as BoardRow;
        if (matches(row)) found.push(row);
      }
      return found;
    },
  };
}

/** By due date, then the newest COE first, then the item's id: no two rows have one key. */
export function compare([due, seq, id]: BoardKey, [otherDue, otherSeq, otherId]: BoardKey): number {
  if (due !== otherDue) return due < otherDue ? -1 : 1;
  if (seq !== otherSeq) return otherSeq - seq;
  return id < otherId ? -1 : id > otherId ? 1 : 0;
}

/** Where the key stands, or would stand. */
function placeOf(rows: readonly BoardRow[], key: BoardKey): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(keyOf(rows[middle] as BoardRow), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeBehind(rows: readonly BoardRow[], key: BoardKey): number {
  const at = placeOf(rows, key);
  const row = rows[at];
  return row && compare(keyOf(row), key) === 0 ? at + 1 : at;
}
