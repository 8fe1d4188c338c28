import { z } from 'zod';
import { cutPage, type Page, pageQuery, readCursor } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import type { SpellingsOf } from '../kernel/service-names.js';
import { dateOrTime } from './fields.js';
import type { StoredCoe } from './model.js';
import { SUMMARY_PROJECTION } from './present.js';
import { COE_STATUSES, SEVERITIES } from './schema.js';
import type { CoeStore } from './store.js';

export const listQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(COE_STATUSES).optional(),
  service: z.string().max(200).optional(),
  severity: z.enum(SEVERITIES).optional(),
  owner: z.string().max(200).optional(),
  tag: z.string().max(200).optional(),
  from: dateOrTime.optional().describe('created at or after, in UTC'),
  to: dateOrTime.optional().describe('created before or at; a day means until its end'),
});
export type ListQuery = z.output<typeof listQuery>;

/** COEs that the actor may see, newest first; archived ones only when asked for. */
export async function listCoes(
  store: CoeStore,
  query: ListQuery,
  visible: (actor: Actor) => Record<string, unknown>,
  actor: Actor,
  spellingsOf: SpellingsOf,
): Promise<Page<StoredCoe>> {
  const after = readCursor(query.cursor, ['number']);
  const filter: Record<string, unknown> = { status: query.status ?? { $ne: 'archived' } };
  if (query.service !== undefined) filter['content.services'] = { $in: await spellingsOf(query.service) };
  if (query.severity !== undefined) filter['content.severity'] = query.severity;
  if (query.owner !== undefined) filter['content.owner'] = query.owner;
  if (query.tag !== undefined) filter['content.tags'] = query.tag;
  const created = {
    ...(query.from === undefined ? {} : { $gte: query.from }),
    // Stored times are text: "2026-01-31T…" sorts before "2026-01-31T~", so a bare day includes all of itself.
    ...(query.to === undefined ? {} : { $lte: query.to.length === 10 ? `${query.to}T~` : query.to }),
  };
  if (Object.keys(created).length > 0) filter.createdAt = created;
  if (after) filter.seq = { $lt: after[0] };
  const rows = await store.coes
    .find({ $and: [filter, visible(actor)] }, SUMMARY_PROJECTION)
    .sort({ seq: -1 })
    .limit(query.limit + 1)
    .lean<StoredCoe[]>();
  return cutPage(rows, query.limit, (coe) => [coe.seq]);
}
