import { cutPage, type Page, readCursor } from '../http/page.js';
import type { Role } from '../kernel/actor.js';
import type { AccessStore, StoredUser } from './store.js';

/** By name. @throws AppError validation for a foreign cursor */
export async function listUsers(
  { users }: Pick<AccessStore, 'users'>,
  query: { role?: Role | undefined; active?: boolean | undefined; limit: number; cursor?: string | undefined },
): Promise<Page<StoredUser>> {
  const { role, active, limit, cursor } = query;
  const after = readCursor(cursor, ['string']);
  const rows = await users
    .find({
      ...(role === undefined ? {} : { role }),
      ...(active === undefined ? {} : { active: active ? { $ne: false } : false }),
      ...(after ? { name: { $gt: after[0] } } : {}),
    })
    .sort({ name: 1 })
    .limit(limit + 1)
    .lean<StoredUser[]>();
  return cutPage(rows, limit, (user) => [user.name]);
}
