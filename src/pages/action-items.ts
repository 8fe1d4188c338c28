import type { Router } from 'express';
import { proofSchema, reopenSchema } from '../actions/action-routes.js';
import { changeMany, type ManyResult, manyActionsSchema } from '../actions/change-many.js';
import { followUpItem, type ItemChange } from '../actions/follow-up-item.js';
import { actionQuery } from '../actions/list-action-items.js';
import { listBoard } from '../actions/list-board.js';
import { ACTION_STATUSES, ACTION_TYPES } from '../coe/schema.js';
import { check, parseBody } from '../http/validate.js';
import type { FieldError } from '../kernel/errors.js';
import type { PageParts } from './parts.js';
import { readFilters } from './read-filters.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'actions'>;
type Outcome = { results?: ManyResult[]; errors?: FieldError[]; typed?: Record<string, string> };
const FILTERS = ['status', 'type', 'owner', 'service', 'overdue'] as const;
const BULK = ['owner', 'dueDate', 'status', 'proof'] as const;
const ROWS = '50';

/**
 * `/action-items`: what was promised in all COEs that the reader may see and in ORR reviews, the longest due first; closing with proof, reopening with a
 * reason, and one change to many.
 */
export function actionItemsScreen(router: Router, parts: Parts): void {
  const { ports, actions } = parts;
  showAt(router, ports, '/action-items', 'actionItem.read', (visit) => showBoard(parts, visit, {}));

  // The outcome is shown at once, by item; sent again, the same change changes nothing.
  takeAt(router, ports, '/action-items/bulk', 'actionItem.change', async (visit) => {
    const typed = Object.fromEntries(BULK.map((name) => [name, fieldOf(visit.form, name).trim()]));
    const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));
    const parsed = check(manyActionsSchema, { ...given, items: [visit.form.items ?? []].flat() }, 'body');
    if ('errors' in parsed) return showBoard(parts, visit, { errors: parsed.errors, typed }, 422);
    await showBoard(parts, visit, { results: await changeMany(actions, parsed.value, visit.actor) });
  });

  /** A form on one item; afterwards the reader is back at the list. */
  const onItem = (verb: string, done: string, change: (form: Visit['form']) => ItemChange) =>
    takeAt(
      router,
      ports,
      `/action-items/:id/${verb}`,
      'actionItem.change',
      async ({ actor, request, response, form }) => {
        await followUpItem(actions, String(request.params.id), change(form), actor);
        response.redirect(303, `/action-items?done=${done}`);
      },
    );

  onItem('close', 'closed', (form) => parseBody(proofSchema, { proof: fieldOf(form, 'proof') }));
  onItem('reopen', 'reopened', (form) => {
    const { reason } = parseBody(reopenSchema, { reason: fieldOf(form, 'reason') });
    return { reopenedBecause: reason };
  });
}

async function showBoard({ actions }: Parts, visit: Visit, outcome: Outcome, status = 200): Promise<void> {
  const { request, response, actor, form } = visit;
  const { filters, link } = readFilters(request, FILTERS);
  const cursor = typeof request.query.cursor === 'string' ? request.query.cursor : undefined;
  const wanted = { status: 'unfinished', ...filters, limit: ROWS, ...(cursor === undefined ? {} : { cursor }) };
  const query = check(actionQuery, wanted, 'query');
  const page = 'value' in query ? await listBoard(actions, query.value, actor) : { items: [], nextCursor: null };
  // A selection that could not be used is still there.
  const chosen = new Set(outcome.errors ? [form.items ?? []].flat() : []);
  showPage(
    response,
    'action-items',
    { title: 'Action items', section: '/action-items' },
    {
      items: page.items.map((item) => ({
        ...item,
        isFinished: item.status === 'done' || item.status === 'cancelled',
        isChosen: chosen.has(item.ref),
      })),
      next: page.nextCursor === null ? null : link('/action-items', { cursor: page.nextCursor }),
      bulk: link('/action-items/bulk', cursor === undefined ? {} : { cursor }),
      filters,
      isFiltered: Object.keys(filters).length > 0,
      mine: `/action-items?owner=${encodeURIComponent(actor.name)}`,
      statuses: ACTION_STATUSES,
      types: ACTION_TYPES,
      mayChange: actor.role !== 'viewer',
      done: typeof request.query.done === 'string' ? request.query.done : undefined,
      typed: outcome.typed ?? {},
      refused: outcome.errors !== undefined,
      errors: [...('errors' in query ? query.errors : []), ...(outcome.errors ?? [])],
      changed: outcome.results?.filter(({ problem }) => problem === null),
      failed: outcome.results?.filter(({ problem }) => problem !== null),
    },
    'errors' in query ? 422 : status,
  );
}
