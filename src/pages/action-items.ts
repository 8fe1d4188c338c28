import type { Router } from 'express';
import type { StoredCoe } from '../coe/model.js';
import { ACTION_STATUSES, ACTION_TYPES } from '../coe/schema.js';
import { cutPage, readCursor } from '../http/page.js';
import type { PageParts } from './parts.js';
import { readFilters } from './read-filters.js';
import { showAt } from './screen.js';
import { showPage } from './view.js';

const FILTERS = ['status', 'type', 'owner'] as const;
/** COEs a page, each with its matching action items. */
const COES = 30;

/** `/action-items`: what was promised in all COEs that the reader may see, the newest COE first. */
export function actionItemsScreen(
  router: Router,
  { ports, store, visible }: Pick<PageParts, 'ports' | 'store' | 'visible'>,
): void {
  showAt(router, ports, '/action-items', 'coe.list', async ({ request, response, actor }) => {
    const { filters, link } = readFilters(request, FILTERS);
    const wanted = {
      status: filters.status === undefined ? { $in: ['open', 'inProgress'] } : filters.status,
      ...(filters.type === undefined ? {} : { type: filters.type }),
      ...(filters.owner === undefined ? {} : { owner: filters.owner }),
    };
    const cursor = typeof request.query.cursor === 'string' ? request.query.cursor : undefined;
    const after = readCursor(cursor, ['number']);
    const rows = await store.coes
      .find(
        {
          $and: [
            { status: { $ne: 'archived' }, 'content.actionItems': { $elemMatch: wanted } },
            after ? { seq: { $lt: after[0] } } : {},
            visible(actor),
          ],
        },
        { seq: 1, number: 1, 'content.title': 1, 'content.actionItems': 1 },
      )
      .sort({ seq: -1 })
      .limit(COES + 1)
      .lean<StoredCoe[]>();
    const page = cutPage(rows, COES, (coe) => [coe.seq]);
    const matches = (item: StoredCoe['content']['actionItems'][number]) =>
      (filters.status === undefined ? ['open', 'inProgress'].includes(item.status) : item.status === filters.status) &&
      (filters.type === undefined || item.type === filters.type) &&
      (filters.owner === undefined || item.owner === filters.owner);
    showPage(
      response,
      'action-items',
      { title: 'Action items', section: '/action-items' },
      {
        coes: page.items.map(({ number, content }) => ({
          number,
          title: content.title,
          items: content.actionItems.filter(matches),
        })),
        next: page.nextCursor === null ? null : link('/action-items', { cursor: page.nextCursor }),
        filters,
        statuses: ACTION_STATUSES,
        types: ACTION_TYPES,
      },
    );
  });
}
