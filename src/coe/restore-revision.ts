import type { Actor } from '../kernel/actor.js';
import type { EditCoe } from './edit.js';
import type { StoredCoe } from './model.js';
import { revisionAt } from './revisions.js';
import type { CoeStore } from './store.js';

/** Writes the content of revision `n` as a new revision; what came between stays in the history. */
export async function restoreRevision(
  store: CoeStore,
  edit: EditCoe,
  coeId: string,
  n: number,
  actor: Actor,
): Promise<StoredCoe> {
  const { content } = await revisionAt(store, coeId, n);
  return edit.apply(coeId, actor, { type: 'coe.restored', details: { restoredVersion: n } }, () => content);
}
