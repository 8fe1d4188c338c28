import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';

export type ShownCoe = { id: string; number: string; title: string };

/** Of some COEs the ones that the actor may see, by id. */
export type VisibleCoes = (actor: Actor, coeIds: readonly string[]) => Promise<Map<string, ShownCoe>>;

/** @param visible the database filter of what an actor may see, from the policy table. */
export function visibleCoes(
  coes: Pick<CoeStore, 'coes'>,
  visible: (actor: Actor) => Record<string, unknown>,
): VisibleCoes {
  return async (actor, coeIds) => {
    const ids = [...new Set(coeIds)];
    if (ids.length === 0) return new Map();
    const found = await coes.coes
      .find({ $and: [{ _id: { $in: ids } }, visible(actor)] }, { number: 1, 'content.title': 1 })
      .lean<Pick<StoredCoe, '_id' | 'number' | 'content'>[]>();
    return new Map(found.map(({ _id, number, content }) => [_id, { id: _id, number, title: content.title }]));
  };
}
