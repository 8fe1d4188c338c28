import type { Actor } from '../kernel/actor.js';
import type { StoredCoe } from './model.js';
import { reviewOf } from './standing.js';
import type { CoeStore } from './store.js';

/** Takes a COE out of lists and search; nothing is destroyed. Archiving twice changes nothing. */
export function archiveCoe(store: CoeStore, coeId: string, actor: Actor): Promise<StoredCoe> {
  return store.edit(coeId, actor, { type: 'coe.archived', details: {} }, (current) => ({
    content: current.content,
    status: 'archived',
    review: { ...reviewOf(current), approvals: [] },
  }));
}
