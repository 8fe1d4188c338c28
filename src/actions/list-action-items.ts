import { z } from 'zod';
import { ACTION_STATUSES, ACTION_TYPES, type ActionItem } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import { cutPage, type Page, pageQuery, readCursor } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import type { SpellingsOf } from '../kernel/service-names.js';
import { dayOf, UNFINISHED } from './overdue.js';
import { type ActionCoe, type ListedAction, presentAction } from './present-action-item.js';

export const actionQuery = z.strictObject({
  ...pageQuery,
  status: z
    .enum([...ACTION_STATUSES, 'unfinished'])
    .optional()
    .describe('unfinished: open or in progress'),
  owner: z.string().max(200).optional(),
  overdue: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .describe('unfinished on a UTC day after the due date, or not'),
  service: z.string().max(200).optional(),
  type: z.enum(ACTION_TYPES).optional(),
});
export type ActionQuery = z.output<typeof actionQuery>;

export type ListActionsParts = {
  store: CoeStore;
  clock: Clock;
  visible(actor: Actor): Record<string, unknown>;
  spellingsOf: SpellingsOf;
};

/** Sorts after every date. */
export const NO_DATE = '~';
/** Due date, number of the COE (the higher first), id. */
export type Key = [due: string, seq: number, id: string];
type Row = ActionCoe & { item: ActionItem; due: string; seq: number };

/** Action items of all COEs that the actor may see: the longest due first, those without a date last. Archived COEs are left out. */
export async function listActionItems(
  parts: ListActionsParts,
  query: ActionQuery,
  actor: Actor,
): Promise<Page<ListedAction>> {
  const { items, nextCursor } = cutPage(await actionRows(parts, query, actor), query.limit, ({ key }) => key);
  return { items: items.map(({ item }) => item), nextCursor };
}

/** The page with one row more and the sort key of each, for lists that hold others too. */
export async function actionRows(
  { store, clock, visible, spellingsOf }: ListActionsParts,
  query: ActionQuery,
  actor: Actor,
): Promise<{ item: ListedAction; key: Key }[]> {
  const after = readCursor(query.cursor, ['string', 'number', 'string']);
  const now = clock.now();
  const services = query.service === undefined ? {} : { 'content.services': { $in: await spellingsOf(query.service) } };
  const coes = { status: { $ne: 'archived' }, 'content.actionItems.0': { $exists: true } };
  const rows = await store.coes.aggregate<Row>([
    { $match: { $and: [coes, services, narrowing(query), visible(actor)] } },
    {
      $project: {
        seq: 1,
        number: 1,
        status: 1,
        item: '$content.actionItems',
        'content.title': 1,
        'content.severity': 1,
        'content.services': 1,
        'content.decisions': 1,
      },
    },
    { $unwind: '$item' },
    { $set: { due: { $ifNull: ['$item.dueDate', NO_DATE] } } },
    { $match: { $and: [...conditions(query, dayOf(now)), ...(after ? [afterKey(after)] : [])] } },
    { $sort: { due: 1, seq: -1, 'item.id': 1 } },
    { $limit: query.limit + 1 },
  ]);
  return rows.map((row) => ({ item: presentAction(row.item, row, now), key: [row.due, row.seq, row.item.id] }));
}

const unfinished = { $in: [...UNFINISHED] };

/** What an index can answer before the items are taken apart. */
function narrowing({ status, overdue }: ActionQuery): Record<string, unknown> {
  if (overdue === true || status === 'unfinished') return { 'content.actionItems.status': unfinished };
  return status === undefined ? {} : { 'content.actionItems.status': status };
}

function conditions({ status, owner, overdue, type }: ActionQuery, today: string): Record<string, unknown>[] {
  // Dates and times are text: "2026-01-30" and "2026-01-30T…" both sort before "2026-01-31".
  const late = { 'item.status': unfinished, due: { $lt: today } };
  return [
    {},
    ...(status === undefined ? [] : [{ 'item.status': status === 'unfinished' ? unfinished : status }]),
    ...(owner === undefined ? [] : [{ 'item.owner': owner }]),
    ...(type === undefined ? [] : [{ 'item.type': type }]),
    ...(overdue === undefined ? [] : [overdue ? late : { $nor: [late] }]),
  ];
}

const afterKey = ([due, seq, id]: [string, number, string]) => ({
  $or: [{ due: { $gt: due } }, { due, seq: { $lt: seq } }, { due, seq, 'item.id': { $gt: id } }],
});
