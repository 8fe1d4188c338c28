import { z } from 'zod';
import type { StoredCoe } from '../coe/model.js';
import type { CoeSubject } from '../coe/resolve.js';
import { ACTION_STATUSES, ACTION_TYPES } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import { cutPage, type Page, pageQuery, readCursor } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { type ActionBoard, type BoardKey, type BoardRow, keyOf } from './action-board.js';
import { dayOf, UNFINISHED } from './overdue.js';
import { type ListedAction, presentAction } from './present-action-item.js';

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
  board: ActionBoard;
  canSee(actor: Actor, coe: CoeSubject): boolean;
  /** Equal for all names of one service. */
  serviceKey(name: string): string;
};

const SHOWN = {
  number: 1,
  status: 1,
  'content.title': 1,
  'content.severity': 1,
  'content.services': 1,
  'content.decisions': 1,
  'content.actionItems': 1,
} as const;

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
  { store, clock, board, canSee, serviceKey }: ListActionsParts,
  query: ActionQuery,
  actor: Actor,
): Promise<{ item: ListedAction; key: BoardKey }[]> {
  const after = readCursor(query.cursor, ['string', 'number', 'string']);
  const now = clock.now();
  const matches = matching(query, dayOf(now), serviceKey);
  const rows = await board.find((row) => matches(row) && canSee(actor, row.coe.subject), after, query.limit + 1);
  const ids = [...new Set(rows.map(({ coe }) => coe.subject.id))];
  const coes = await store.coes.find({ _id: { $in: ids } }, SHOWN).lean<StoredCoe[]>();
  const byId = new Map(coes.map((coe) => [coe._id, coe]));
  return rows.flatMap((row) => {
    const coe = byId.get(row.coe.subject.id);
    const item = coe?.content.actionItems.find(({ id }) => id === row.id);
    // Taken away between the two readings.
    return coe && item ? [{ item: presentAction(item, coe, now), key: keyOf(row) }] : [];
  });
}

function matching(
  { status, owner, overdue, type, service }: ActionQuery,
  today: string,
  serviceKey: (name: string) => string,
): (row: BoardRow) => boolean {
  const wanted = service === undefined ? undefined : serviceKey(service);
  // Dates and times are text: "2026-01-30" and "2026-01-30T…" both sort before "2026-01-31".
  const isLate = (row: BoardRow) => isUnfinished(row) && row.due < today;
  return (row) =>
    (status === undefined || (status === 'unfinished' ? isUnfinished(row) : row.status === status)) &&
    (owner === undefined || row.owner === owner) &&
    (type === undefined || row.type === type) &&
    (overdue === undefined || isLate(row) === overdue) &&
    (wanted === undefined || row.coe.services.some((name) => serviceKey(name) === wanted));
}

const isUnfinished = ({ status }: BoardRow) => (UNFINISHED as readonly string[]).includes(status);
