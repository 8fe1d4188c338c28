import type { StoredEvidenceItem } from '../evidence/item.js';
import { sortInTurns } from '../kernel/sort-in-turns.js';
import { STEP, type Steps } from '../kernel/turns.js';

/**
 * The one order of evidence, equal for every import order and for every set of ids: the instant, then what usually comes first in the
 * same instant (a change, its failure, the alarm, the people, the end), then the sharper time, then the text. An order inside a minute
 * of sources that only know minutes is a convention, not a finding.
 */
const KIND_RANK: Readonly<Record<StoredEvidenceItem['kind'], number>> = {
  change: 0,
  deploy: 1,
  metric: 2,
  log: 3,
  alarm: 4,
  page: 5,
  ticket: 6,
  message: 7,
  note: 8,
  status: 9,
  membership: 10,
};
const STATE_RANK: Readonly<Record<NonNullable<StoredEvidenceItem['state']>, number>> = {
  started: 0,
  open: 1,
  firing: 2,
  failed: 3,
  insufficientData: 4,
  acknowledged: 5,
  succeeded: 6,
  ok: 7,
  resolved: 8,
};
const PRECISION_RANK: Readonly<Record<StoredEvidenceItem['precision'], number>> = { day: 0, minute: 1, second: 2 };

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const stateRank = (item: StoredEvidenceItem): number => (item.state === null ? 4.5 : STATE_RANK[item.state]);

/** Compares two items by the order above; never by id, index or time of import. */
export function compareItems(a: StoredEvidenceItem, b: StoredEvidenceItem): number {
  return (
    a.at.getTime() - b.at.getTime() ||
    KIND_RANK[a.kind] - KIND_RANK[b.kind] ||
    stateRank(a) - stateRank(b) ||
    PRECISION_RANK[a.precision] - PRECISION_RANK[b.precision] ||
    compareText(a.source, b.source) ||
    compareText(a.subject ?? '', b.subject ?? '') ||
    compareText(a.text, b.text) ||
    compareText(a.actor?.name ?? '', b.actor?.name ?? '') ||
    compareText(a.eventKey, b.eventKey) ||
    compareText(a.deliveryKey, b.deliveryKey)
  );
}

/** Places of up to this many items and their times fit one number, which the engine sorts without asking us. */
const MOST_PACKED = 2 ** 17;
/** More than any rank of `rankOf`. */
const MOST_RANKS = 1024;

/** A sorted copy, made with places to pause. Times and ranks are taken out first: nearly all comparisons end with them. */
export function* orderItems(items: readonly StoredEvidenceItem[]): Steps<StoredEvidenceItem[]> {
  const times = Float64Array.from(items, (item) => item.at.getTime());
  yield;
  const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  const ranks = Float64Array.from(items, rankOf);
  yield;
  if (items.length <= MOST_PACKED && (last - first + 1) * MOST_RANKS * MOST_PACKED <= Number.MAX_SAFE_INTEGER)
    return yield* orderPacked(
      items,
      times.map((time, place) => (time - first) * MOST_RANKS + (ranks[place] as number)),
    );
  const places = yield* sortInTurns(
    items.map((_item, place) => place),
    (a, b) =>
      (times[a] as number) - (times[b] as number) ||
      (ranks[a] as number) - (ranks[b] as number) ||
      compareItems(items[a] as StoredEvidenceItem, items[b] as StoredEvidenceItem),
  );
  return places.map((place) => items[place] as StoredEvidenceItem);
}

/** Sorts by time and rank with the place in the low digits, then each group that these leave equal by the whole order. */
function* orderPacked(items: readonly StoredEvidenceItem[], ranked: Float64Array): Steps<StoredEvidenceItem[]> {
  const packed = ranked.map((rank, place) => rank * MOST_PACKED + place).sort();
  yield;
  const ordered: StoredEvidenceItem[] = [];
  let paused = 0;
  for (let from = 0; from < packed.length; ) {
    const start = packed[from] as number;
    const place = start % MOST_PACKED;
    const beyond = start - place + MOST_PACKED;
    let to = from + 1;
    while (to < packed.length && (packed[to] as number) < beyond) to += 1;
    const group: StoredEvidenceItem[] = [];
    for (let i = from; i < to; i++) group.push(items[(packed[i] as number) % MOST_PACKED] as StoredEvidenceItem);
    // An export without times of day puts all it holds into one instant.
    const inOrder =
      group.length === 1
        ? group
        : group.length <= STEP
          ? group.sort(compareItems)
          : yield* sortInTurns(group, compareItems);
    for (const item of inOrder) ordered.push(item);
    from = to;
    if (from - paused < STEP) continue;
    paused = from;
    yield;
  }
  return ordered;
}

/** Kind, state and precision of one item as one number, in the order in which `compareItems` asks for them. */
const rankOf = (item: StoredEvidenceItem): number =>
  (KIND_RANK[item.kind] * 20 + stateRank(item) * 2) * 3 + PRECISION_RANK[item.precision];
