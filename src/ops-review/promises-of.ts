import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { PacketPromise } from './packet.js';

type Match = { coeId: string; itemId: string; strength: 'alert' | 'question' };

/** Matched promises with what became of each; best first, as they come. Whoever matched them left out what the reader may not see. */
export async function promisesOf(store: CoeStore, matches: readonly Match[]): Promise<PacketPromise[]> {
  if (matches.length === 0) return [];
  const rows = await store.coes
    .find(
      { _id: { $in: [...new Set(matches.map(({ coeId }) => coeId))] }, status: { $ne: 'archived' } },
      { number: 1, 'content.actionItems': 1 },
    )
    .lean<StoredCoe[]>();
  const byId = new Map(rows.map((row) => [row._id, row]));
  return matches.flatMap(({ coeId, itemId, strength }) => {
    const coe = byId.get(coeId);
    const item = coe?.content.actionItems.find(({ id }) => id === itemId);
    if (!coe || !item) return [];
    const { title, status, owner, dueDate } = item;
    return [{ coe: coe.number, title, status, owner, dueDate, strength }];
  });
}
