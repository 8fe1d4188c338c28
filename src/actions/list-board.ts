import { cutPage, type Page, readCursor } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { type BoardKey, compare, NO_DATE } from './action-board.js';
import type { Elsewhere } from './elsewhere.js';
import { type ActionQuery, actionRows, type ListActionsParts } from './list-action-items.js';
import type { ListedAction, ListedElsewhere } from './present-action-item.js';

export type BoardItem = ListedAction | ListedElsewhere;
export type BoardParts = ListActionsParts & { elsewhere: Elsewhere };

/**
 * Action items of COEs and those that are kept elsewhere, the longest due first; of one due date those of COEs first.
 * @throws AppError validation for a foreign cursor
 */
export async function listBoard(parts: BoardParts, query: ActionQuery, actor: Actor): Promise<Page<BoardItem>> {
  const after = readCursor(query.cursor, ['string', 'number', 'string']);
  const [ofCoes, others] = await Promise.all([actionRows(parts, query, actor), parts.elsewhere.list(query)]);
  const rest = others
    .map((item) => ({ item, key: [item.dueDate ?? NO_DATE, BEHIND_COES, item.ref] satisfies BoardKey }))
    .filter(({ key }) => after === undefined || compare(key, after) > 0);
  const rows: { item: BoardItem; key: BoardKey }[] = [...ofCoes, ...rest];
  const page = cutPage(
    rows.sort((a, b) => compare(a.key, b.key)),
    query.limit,
    ({ key }) => key,
  );
  return { items: page.items.map(({ item }) => item), nextCursor: page.nextCursor };
}

/** COEs are numbered from 1, and the higher number stands first. */
const BEHIND_COES = 0;
