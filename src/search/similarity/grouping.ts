import { statedClasses } from './cause-classes.js';
import { communities, mutualPairs, type Neighbour, neighboursOf, type Pair } from './clusters.js';
import type { ComparedCoe } from './compared-coe.js';
import type { Library } from './library.js';

/** Open COEs grouped by the machine, with the pairs most alike. */
export type Grouping = { groups: string[][]; pairs: Pair[] };

/** Facts that both state weigh beside the words: one service, the same trigger, the same class of cause. */
const SAME_SERVICE = 0.08;
const SAME_CLASS = 0.02;
/** A pair below this is near, and no alarm. */
const PAIR = 0.3;
const MOST_PAIRS = 200;

/**
 * Keeps who is near whom while the library changes: after a change only the changed COEs and those that they come near to are looked at again,
 * until the library gives all vectors anew.
 */
export function grouping(library: Library<ComparedCoe>, serviceKey: (name: string) => string) {
  const neighbours = new Map<string, Neighbour[]>();
  const classes = new Map<string, ReadonlySet<string>>();
  const changed = new Set<string>();
  let epoch = -1;
  let kept: Grouping | undefined;

  const classesOf = (coe: ComparedCoe): ReadonlySet<string> => {
    let known = classes.get(coe.id);
    if (!known) {
      known = new Set(statedClasses(coe.problems).map((one) => one.class.name));
      classes.set(coe.id, known);
    }
    return known;
  };

  function agreement(a: ComparedCoe, b: ComparedCoe): number {
    const keys = new Set(b.services.map(serviceKey));
    const service = a.services.some((name) => keys.has(serviceKey(name))) ? SAME_SERVICE : 0;
    const theirs = classesOf(b);
    let shared = 0;
    for (const name of classesOf(a)) if (theirs.has(name)) shared++;
    return service + SAME_CLASS * Math.min(2, shared);
  }

  function look(id: string): string[] {
    const { nearest, looked } = neighboursOf(library, id, agreement);
    neighbours.set(id, nearest);
    return looked;
  }

  function update(): void {
    const open = library.entries().flatMap((entry) => (entry?.document.open ? [entry.document.id] : []));
    if (library.epoch() !== epoch) {
      epoch = library.epoch();
      neighbours.clear();
      for (const id of open) look(id);
      return;
    }
    const present = new Set(open);
    const again = new Set<string>();
    for (const [id, near] of neighbours) {
      if (!present.has(id)) neighbours.delete(id);
      else if (near.some((one) => changed.has(one.id) || !present.has(one.id))) again.add(id);
    }
    for (const id of changed) if (present.has(id)) for (const other of look(id)) again.add(other);
    for (const id of again) if (!changed.has(id)) look(id);
  }

  return {
    /** A COE was put or removed. */
    touch(id: string): void {
      changed.add(id);
      classes.delete(id);
      kept = undefined;
    },
    /** Services are told apart differently now. */
    forget(): void {
      epoch = -1;
      kept = undefined;
    },
    of(): Grouping {
      if (kept) return kept;
      update();
      changed.clear();
      const pairs = mutualPairs(neighbours);
      kept = { groups: communities(pairs), pairs: pairs.filter(({ score }) => score >= PAIR).slice(0, MOST_PAIRS) };
      return kept;
    },
    /** The open COE nearest to one that takes no part in groups itself: where a restricted one is shown to those who may see it. */
    nearest: (id: string): string | null => neighboursOf(library, id, agreement).nearest[0]?.id ?? null,
  };
}
