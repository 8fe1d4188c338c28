import type { Router } from 'express';
import { listCoes, listQuery } from '../coe/list.js';
import { presentSummary } from '../coe/present.js';
import { COE_STATUSES, SEVERITIES } from '../coe/schema.js';
import { check } from '../http/validate.js';
import type { PageParts } from './parts.js';
import { readFilters } from './read-filters.js';
import { showAt } from './screen.js';
import { showPage } from './view.js';

const FILTERS = ['status', 'severity', 'service', 'owner', 'tag', 'from', 'to'] as const;

/** `/coes`: the list with the filters of the API. */
export function coeListScreen(
  router: Router,
  { ports, store, visible, services }: Pick<PageParts, 'ports' | 'store' | 'visible' | 'services'>,
): void {
  showAt(router, ports, '/coes', 'coe.list', async ({ request, response, actor }) => {
    const { filters, link } = readFilters(request, FILTERS);
    const parsed = check(listQuery, { limit: '25', ...filters, ...cursorOf(request.query.cursor) }, 'query');
    const errors = 'errors' in parsed ? parsed.errors : [];
    const page =
      'value' in parsed
        ? await listCoes(store, parsed.value, visible, actor, services.register.spellingsOf)
        : { items: [], nextCursor: null };
    showPage(
      response,
      'coes',
      { title: 'COEs', section: '/coes' },
      {
        coes: page.items.map(presentSummary),
        next: page.nextCursor === null ? null : link('/coes', { cursor: page.nextCursor }),
        first: request.query.cursor === undefined ? null : link('/coes', {}),
        filters,
        filtered: Object.keys(filters).length > 0,
        statuses: COE_STATUSES,
        severities: SEVERITIES,
        errors,
      },
    );
  });
}

function cursorOf(cursor: unknown): { cursor?: string } {
  return typeof cursor === 'string' && cursor !== '' ? { cursor } : {};
}
