import type { Router } from 'express';
import { isAllowed } from '../access/policies.js';
import { parseBody } from '../http/validate.js';
import { AppError, type FieldError, invalid } from '../kernel/errors.js';
import { changeService, registerService } from '../services/change-service.js';
import { listServices } from '../services/list-services.js';
import { mergeService, unmergeService } from '../services/merge-services.js';
import { serviceInput, servicePatch } from '../services/service-schema.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { splitList } from './split-list.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'services'>;
const ROWS = 50;

/** `/services`: the register, with a form for each service and for merging two. */
export function servicesScreen(router: Router, parts: Parts): void {
  const { ports, services } = parts;
  showAt(router, ports, '/services', 'service.read', (visit) => showServices(parts, visit));

  const take = (path: string, action: string, done: string, verb: (visit: Visit, id: string) => Promise<unknown>) =>
    takeAt(router, ports, path, action, async (visit) => {
      const id = String(visit.request.params.id ?? '');
      try {
        await verb(visit, id);
        visit.response.redirect(303, `/services?done=${done}`);
      } catch (error) {
        if (!(error instanceof AppError) || !(error.code in STATUS)) throw error;
        const fault = { problem: error.message, errors: error.errors };
        await showServices(parts, visit, fault, STATUS[error.code as keyof typeof STATUS]);
      }
    });
  take('/services', 'service.change', 'registered', ({ form, actor }) =>
    registerService(services, parseBody(serviceInput, typed(form)), actor),
  );
  take('/services/:id', 'service.change', 'changed', ({ form, actor }, id) =>
    changeService(services, id, parseBody(servicePatch, typed(form)), actor),
  );
  take('/services/:id/merge', 'service.merge', 'merged', ({ form, actor }, id) => {
    const into = fieldOf(form, 'into').trim();
    return mergeService(services, id, into === '' ? invalid('/into', 'Name the service that stays.') : into, actor);
  });
  take('/services/:id/unmerge', 'service.merge', 'unmerged', ({ actor }, id) => unmergeService(services, id, actor));
}

const STATUS = { validation: 422, conflict: 409, notFound: 404 };
const DONE = new Map([
  ['registered', 'The service is registered.'],
  ['changed', 'The service is changed.'],
  ['merged', 'The two are one service now. No COE was rewritten.'],
  ['unmerged', 'The merge is undone.'],
]);

function typed(form: Visit['form']): Record<string, unknown> {
  const text = (name: string) => fieldOf(form, name).trim();
  const orNull = (name: string) => text(name) || null;
  const aliases = splitList(text('aliases'));
  return { name: text('name'), aliases, team: orNull('team'), tier: orNull('tier'), owner: orNull('owner') };
}

async function showServices(
  parts: Parts,
  visit: Visit,
  fault: { problem?: string; errors?: FieldError[] } = {},
  status = 200,
): Promise<void> {
  const { query } = visit.request;
  const q = typeof query.q === 'string' ? query.q.slice(0, 200).trim() : '';
  const cursor = typeof query.cursor === 'string' ? query.cursor : undefined;
  const page = await listServices(parts.services, { limit: ROWS, cursor, q, merged: false }, visit.actor);
  const next = new URLSearchParams({ ...(q && { q }), cursor: page.nextCursor ?? '' }).toString();
  showPage(
    visit.response,
    'services',
    { title: 'Services', section: '/services' },
    {
      services: page.items.map((service) => ({ ...service, aliasText: service.aliases.join(', ') })),
      next: page.nextCursor === null ? null : `/services?${next}`,
      q,
      mayChange: isAllowed(visit.actor, 'service.change'),
      mayMerge: isAllowed(visit.actor, 'service.merge'),
      notice: DONE.get(String(query.done)),
      ...fault,
    },
    status,
  );
}
