import type { Router } from 'express';
import { parseContent } from '../coe/content.js';
import { listCoes } from '../coe/list.js';
import type { StoredCoe } from '../coe/model.js';
import { presentSummary, SUMMARY_PROJECTION } from '../coe/present.js';
import { SEVERITIES } from '../coe/schema.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { PageParts } from './parts.js';
import { fieldOf, seedOf, showAt, takeAt, type Visit } from './screen.js';
import { splitList } from './split-list.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'store' | 'create' | 'visible' | 'services'>;
const LATEST = 8;
const MINE = 6;

/** `/`: what needs me, the latest COEs, and the form that starts one. */
export function homeScreen(router: Router, parts: Parts): void {
  showAt(router, parts.ports, '/', 'coe.list', (visit) =>
    showHome(parts, visit, { title: '', services: '', severity: '' }),
  );

  takeAt(router, parts.ports, '/coes', 'coe.create', async (visit) => {
    const { form, actor, response } = visit;
    const typed = {
      title: fieldOf(form, 'title'),
      services: fieldOf(form, 'services'),
      severity: fieldOf(form, 'severity'),
    };
    try {
      const content = parseContent({
        title: typed.title,
        services: splitList(typed.services),
        severity: typed.severity || null,
        owner: actor.name,
      });
      const coe = await parts.create(content, actor, seedOf(actor, form));
      response.redirect(303, `/coes/${coe.number}/evidence?done=created`);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'validation') throw error;
      await showHome(parts, visit, { ...typed, errors: error.errors }, 422);
    }
  });
}

async function showHome(parts: Parts, { actor, response }: Visit, typed: object, status = 200): Promise<void> {
  const [mine, latest] = await Promise.all([
    draftsOf(parts, actor),
    listCoes(parts.store, { limit: LATEST }, parts.visible, actor, parts.services.register.spellingsOf),
  ]);
  const data = {
    mine,
    latest: latest.items.map(presentSummary),
    severities: SEVERITIES,
    key: newId('form'),
    mayCreate: actor.role !== 'viewer',
    typed,
  };
  showPage(response, 'home', { title: 'What needs me', section: '/' }, data, status);
}

/** Unfinished COEs that the actor created, owns or writes, the latest touched first. */
async function draftsOf({ store, visible }: Parts, actor: Actor) {
  const named = [{ 'createdBy.id': actor.id }, { people: { $elemMatch: { id: actor.id, author: true } } }];
  const rows = await store.coes
    .find({ $and: [{ status: { $in: ['draft', 'inReview'] } }, { $or: named }, visible(actor)] }, SUMMARY_PROJECTION)
    .sort({ seq: -1 })
    .limit(MINE)
    .lean<StoredCoe[]>();
  return rows.map(presentSummary);
}
