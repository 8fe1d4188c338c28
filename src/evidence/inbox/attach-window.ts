import type { CoeStore } from '../../coe/store.js';
import type { Actor } from '../../kernel/actor.js';
import { AppError } from '../../kernel/errors.js';
import type { AuthoriseCoe, FromWindow } from './coe-from-window.js';
import { type CopyParts, copyWindow } from './copy-window.js';
import type { InboxWindow } from './inbox-store.js';

export type AttachParts = CopyParts & { store: Pick<CoeStore, 'byId'>; authoriseCoe: AuthoriseCoe };

/** Adds a window to the evidence of a COE; again, it adds only what came since. @throws AppError notFound, forbidden, conflict */
export async function attachWindow(
  parts: AttachParts,
  window: InboxWindow,
  reference: string,
  actor: Actor,
): Promise<FromWindow> {
  const coe = await parts.store.byId(await parts.authoriseCoe(actor, 'coe.edit', reference));
  if (coe.status === 'archived')
    throw new AppError('conflict', `${coe.number} is archived: evidence can no longer be added.`);
  return { coe, created: false, evidence: await copyWindow(parts, window, coe._id, actor) };
}
