import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import type { StoredCoe } from './model.js';
import { subjectOf } from './resolve.js';
import type { CoeStore } from './store.js';

/**
 * An administrator lists themselves on a restricted COE, which stays visible: as a member, in its history, and in the audit with the reason.
 * There is no silent way in. An archived one can be opened too.
 * @throws AppError conflict when there is nothing to open
 */
export async function breakGlass(store: CoeStore, coeId: string, reason: string, actor: Actor): Promise<StoredCoe> {
  return store.edit(coeId, actor, { type: 'coe.opened', details: { reason } }, (current) => {
    const { content } = current;
    if (!content.restricted)
      throw new AppError('conflict', `${current.number} is not restricted: you see it as it is.`);
    if (subjectOf(current).members.includes(actor.id))
      throw new AppError('conflict', `You are listed on ${current.number} already.`);
    // The name may stand there for somebody else, who had it once.
    const written = content.members.includes(actor.name) ? actor.id : actor.name;
    return { content: { ...content, members: [...content.members, written] } };
  });
}
