import type { StoredEvidenceItem } from '../evidence/item.js';
import { eachInTurns, type Steps } from '../kernel/turns.js';
import { type Collapsed, collapseEpisodes, type Episode } from './collapse.js';
import { drillWindows, isDrillAlarm, saysDrill } from './drill.js';
import { joinEchoes } from './echoes.js';
import type { TimelineEvent } from './event.js';
import { isHostile } from './hostile.js';
import { orderItems } from './order.js';
import { collapseRepeats } from './repeats.js';
import { joinEqualKeys } from './same-event.js';
import { LONGEST_READ, type ShapeOf, shapes } from './shape.js';

/** Evidence made into events, with what can never be part of an incident taken out and the reason kept. */
export type Sifted = Collapsed & {
  folded: Map<string, StoredEvidenceItem[]>;
  /** Items whose text gives orders to a machine reader; their words are not read, their structured state still counts. */
  hostile: Set<StoredEvidenceItem>;
};

const WORDS_ONLY: ReadonlySet<string> = new Set(['message', 'note', 'log', 'status', 'ticket']);
export const DRILL = 'test or drill';
export const HOSTILE = 'gives instructions to a machine';

/** Orders, joins and collapses evidence; takes out membership, drills and hostile text. Independent of the order and ids of `items`. */
export function* siftEvidence(items: readonly StoredEvidenceItem[], shapeOf: ShapeOf = shapes()): Steps<Sifted> {
  const folded = new Map<string, StoredEvidenceItem[]>();
  const fold = (reason: string, some: readonly StoredEvidenceItem[]): void => {
    const known = folded.get(reason) ?? [];
    for (const item of some) known.push(item);
    if (known.length > 0) folded.set(reason, known);
  };
  const hostile = new Set<StoredEvidenceItem>();
  const ordered: StoredEvidenceItem[] = [];
  const givesOrders = byShape(isHostile, shapeOf);
  yield* eachInTurns(yield* orderItems(items), (item) => {
    const orders = givesOrders(item.text);
    if (orders) hostile.add(item);
    if (item.kind === 'membership') fold('joined, left or renamed', [item]);
    else if (orders && WORDS_ONLY.has(item.kind)) fold(HOSTILE, [item]);
    else ordered.push(item);
  });
  const events = yield* joinEqualKeys(ordered);
  yield;
  const told = yield* joinEchoes(events);
  yield;
  const { real, drills } = yield* withoutDrills(told, byShape(saysDrill, shapeOf));
  yield;
  for (const drill of drills) fold(DRILL, drill.items);
  const once = yield* collapseRepeats(real);
  yield;
  const collapsed = yield* collapseEpisodes(once);
  yield;
  for (const event of collapsed.noData) fold('alarm without data', event.items);
  const windows = drillWindows(drills);
  const inDrill = (episode: Episode): boolean =>
    windows.some(({ from, to }) => episode.end !== null && episode.from >= from && episode.end <= to);
  const dropped = new Set<TimelineEvent | null>();
  for (const episode of collapsed.episodes.filter(inDrill)) {
    for (const event of [episode.firing, episode.recovery])
      if (event !== null && dropped.add(event)) fold(DRILL, event.items);
  }
  return {
    events: collapsed.events.filter((event) => !dropped.has(event)),
    episodes: collapsed.episodes.filter((episode) => !dropped.has(episode.firing ?? episode.recovery)),
    noData: collapsed.noData,
    folded,
    hostile,
  };
}

/** A verdict on texts that ids and numbers do not change, asked once a shape. A text too long for one is asked by itself. */
function byShape(test: (text: string) => boolean, shapeOf: ShapeOf): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    if (text.length > LONGEST_READ) return test(text);
    const shape = shapeOf(text);
    let verdict = known.get(shape);
    if (verdict === undefined) {
      verdict = test(text);
      known.set(shape, verdict);
    }
    return verdict;
  };
}

/** Parts drills from the rest. The OK after a drill's alarm belongs to the drill although nothing on it says so. */
function* withoutDrills(
  events: readonly TimelineEvent[],
  says: (text: string) => boolean,
): Steps<{ real: TimelineEvent[]; drills: TimelineEvent[] }> {
  const real: TimelineEvent[] = [];
  const drills: TimelineEvent[] = [];
  const drilling = new Set<string>();
  yield* eachInTurns(events, (event) => {
    const { signal } = event;
    const drill =
      isDrillAlarm(event) || says(event.text) || (signal?.state === 'ok' && drilling.has(signal.fingerprint));
    if (signal !== null) {
      if (drill && signal.state === 'firing') drilling.add(signal.fingerprint);
      else drilling.delete(signal.fingerprint);
    }
    (drill ? drills : real).push(event);
  });
  return { real, drills };
}
