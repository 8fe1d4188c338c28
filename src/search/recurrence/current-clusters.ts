import { AppError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Visible } from '../lexical/view.js';
import type { SeenGrouping, Similarity } from '../similarity/open-similarity.js';
import { type GroupingDecision, replay } from './decisions.js';
import type { RecurrenceStore, StoredDecision } from './recurrence-store.js';
import { type IdentifiedCluster, identify } from './stable-ids.js';

/** A cluster as one asker sees it: two members or more that they may see. */
export type SeenCluster = IdentifiedCluster & { name: string | null; pinned: boolean };
export type SeenClusters = { clusters: SeenCluster[]; grouping: SeenGrouping };

const TRIES = 5;

/** Groups of the machine, corrected by what people decided, with ids that last, as one asker sees them. */
export function currentClusters(similarity: Similarity, store: RecurrenceStore) {
  let settled = '';

  /** Whoever sees a change of the library first writes the clusters down; all other answers read them. */
  async function identified(
    grouping: SeenGrouping,
    decisions: readonly StoredDecision[],
  ): Promise<IdentifiedCluster[]> {
    const mark = `${grouping.generation} ${decisions.length}`;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { version, clusters: former } = await store.clusters();
      if (settled === mark) return former;
      const groups = replay(grouping.groups, decisions.filter(isGrouping));
      const clusters = identify(groups, former, () => newId('rec'));
      if (sameClusters(former, clusters) || (await store.keepClusters(version, clusters))) {
        settled = mark;
        return clusters;
      }
    }
    throw new AppError('unavailable', 'The clusters change too often at this moment; ask again.', {
      retryAfterSeconds: 1,
    });
  }

  return async function seenBy(visible: Visible): Promise<SeenClusters> {
    const [grouping, decisions] = await Promise.all([similarity.grouped(visible), store.decisions()]);
    const clusters = await identified(grouping, decisions);
    const hanging = new Map<string, string[]>();
    for (const [id, near] of grouping.restricted) hanging.set(near, [...(hanging.get(near) ?? []), id]);
    return {
      grouping,
      clusters: clusters.flatMap(({ id, members }) => {
        const all = [...members, ...members.flatMap((member) => hanging.get(member) ?? [])];
        const seen = [...new Set(all)].filter((member) => grouping.seen.has(member));
        return seen.length < 2 ? [] : [{ id, members: seen, ...saidOf(id, decisions) }];
      }),
    };
  };
}

const isGrouping = (decision: StoredDecision): decision is StoredDecision & GroupingDecision =>
  decision.kind === 'together' || decision.kind === 'apart';

/** The last word of people about a cluster. */
function saidOf(id: string, decisions: readonly StoredDecision[]): { name: string | null; pinned: boolean } {
  const said = { name: null as string | null, pinned: false };
  for (const decision of decisions) {
    if (decision.recurrenceId !== id) continue;
    if (decision.kind === 'name') said.name = decision.name;
    if (decision.kind === 'pin') said.pinned = decision.pinned;
  }
  return said;
}

function sameClusters(a: readonly IdentifiedCluster[], b: readonly IdentifiedCluster[]): boolean {
  const key = ({ id, members }: IdentifiedCluster) => `${id} ${members.join()}`;
  return a.length === b.length && a.map(key).sort().join('\n') === b.map(key).sort().join('\n');
}
