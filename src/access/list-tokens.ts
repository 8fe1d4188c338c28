import type { z } from 'zod';
import { cutPage, type Page, readCursor } from '../http/page.js';
import type { AccessStore } from './store.js';
import { presentToken, type tokenSchema } from './tokens.js';

/** Newest first, of one user or of all. @throws AppError validation for a foreign cursor */
export async function listTokens(
  store: Pick<AccessStore, 'users' | 'tokens'>,
  query: { userId?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<Page<z.output<typeof tokenSchema>>> {
  const { userId, limit, cursor } = query;
  const after = readCursor(cursor, ['string', 'string']);
  const rows = await store.tokens
    .find({
      ...(userId === undefined ? {} : { userId }),
      ...(after && { $or: [{ createdAt: { $lt: after[0] } }, { createdAt: after[0], _id: { $lt: after[1] } }] }),
    })
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean();
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.createdAt, row._id]);
  const holders = await store.users.find({ _id: { $in: items.map((row) => row.userId) } }, { name: 1 }).lean();
  const names = new Map(holders.map(({ _id, name }) => [_id, name]));
  return {
    items: items.map((row) => presentToken(row, { _id: row.userId, name: names.get(row.userId) ?? '' })),
    nextCursor,
  };
}
