import type { Router } from 'express';
import { proofSchema, reopenSchema } from '../actions/action-routes.js';
import { changeActionItem, closed, reopened } from '../actions/change-action-item.js';
import { findActionItem } from '../actions/find-action-item.js';
import { authoriseFollowUp } from '../actions/follow-up.js';
import { actionQuery, listActionItems } from '../actions/list-action-items.js';
import { ACTION_STATUSES, ACTION_TYPES } from '../coe/schema.js';
import { parseBody } from '../http/validate.js';
import type { PageParts } from './parts.js';
import { readFilters } from './read-filters.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

const FILTERS = ['status', 'type', 'owner', 'service', 'overdue'] as const;
const ROWS = '50';

/** `/action-items`: what was promised in all COEs that the reader may see, the longest due first; closing with proof, reopening with a reason. */
export function actionItemsScreen(router: Router, { ports, actions }: Pick<PageParts, 'ports' | 'actions'>): void {
  showAt(router, ports, '/action-items', 'actionItem.read', async ({ request, response, actor }) => {
    const { filters, link } = readFilters(request, FILTERS);
    const cursor = typeof request.query.cursor === 'string' ? request.query.cursor : undefined;
    const wanted = { status: 'unfinished', ...filters, limit: ROWS, ...(cursor === undefined ? {} : { cursor }) };
    const page = await listActionItems(actions, parseBody(actionQuery, wanted), actor);
    showPage(
      response,
      'action-items',
      { title: 'Action items', section: '/action-items' },
      {
        items: page.items.map((item) => ({
          ...item,
          isFinished: item.status === 'done' || item.status === 'cancelled',
        })),
        next: page.nextCursor === null ? null : link('/action-items', { cursor: page.nextCursor }),
        filters,
        statuses: ACTION_STATUSES,
        types: ACTION_TYPES,
        mayChange: actor.role !== 'viewer',
        done: typeof request.query.done === 'string' ? request.query.done : undefined,
      },
    );
  });

  /** A form on one item; afterwards the reader is back at the list. */
  const onItem = (
    verb: string,
    done: string,
    event: (visit: Visit) => Parameters<typeof changeActionItem>[4],
    change: (visit: Visit) => Parameters<typeof changeActionItem>[5],
    fields: readonly string[],
  ) =>
    takeAt(router, ports, `/action-items/:id/${verb}`, 'actionItem.change', async (visit) => {
      const { actor, request, response } = visit;
      const found = await findActionItem(actions, String(request.params.id), actor);
      await authoriseFollowUp(actions, actor, found, fields);
      await changeActionItem(actions.edit, found.coe._id, found.item.id, actor, event(visit), change(visit));
      response.redirect(303, `/action-items?done=${done}`);
    });

  onItem(
    'close',
    'closed',
    () => ({ type: 'actionItem.closed' }),
    ({ form }) => closed(parseBody(proofSchema, { proof: fieldOf(form, 'proof') }).proof),
    ['status', 'proof'],
  );
  onItem(
    'reopen',
    'reopened',
    ({ form }) => ({
      type: 'actionItem.reopened',
      note: parseBody(reopenSchema, { reason: fieldOf(form, 'reason') }).reason,
    }),
    () => reopened,
    ['status'],
  );
}
