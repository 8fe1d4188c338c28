import type { Actor } from '../kernel/actor.js';
import type { AccessStore } from './store.js';

/** An active account as policies see it, with its e-mail: for what is sent to somebody who is not asking just now. */
export function notifiedPerson(store: Pick<AccessStore, 'users'>) {
  return async (userId: string): Promise<{ actor: Actor; email: string | undefined } | undefined> => {
    const user = await store.users.findById(userId).lean();
    if (!user || user.active === false) return undefined;
    const { _id: id, name, role, qualifications = [], email } = user;
    return { actor: { id, name, role, qualifications, scope: 'read', via: 'session' }, email };
  };
}
