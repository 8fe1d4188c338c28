import type { Actor } from '../kernel/actor.js';
import { AppError, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { Sessions } from './sessions.js';
import type { StoredUser } from './store.js';
import type { UsersParts } from './users.js';

/**
 * A link that signs a user in once, within a day. Whoever opens it acts as them, so the audit says who made it.
 * @param base the address of the service @throws AppError notFound, conflict for a deactivated user
 */
export async function makeSignInLink(
  parts: Pick<UsersParts, 'store' | 'clock' | 'recordAudit'> & { sessions: Pick<Sessions, 'makeLink'> },
  userId: string,
  base: string,
  actor: Actor,
): Promise<{ url: string; expiresAt: string; user: StoredUser }> {
  const user = (await parts.store.users.findById(userId).lean<StoredUser>()) ?? notFound('user', userId);
  if (user.active === false)
    throw new AppError('conflict', `${user.name} is deactivated; activate the account before you invite.`);
  const { secret, expiresAt } = await parts.sessions.makeLink(userId);
  const at = parts.clock.now().toISOString();
  const by = { id: actor.id, name: actor.name };
  await parts.recordAudit({ type: 'user.linkMade', at, actor: by, coeId: null, details: { userId } }, newId('aud'));
  return { url: `${base}/sign-in/${secret}`, expiresAt, user };
}
