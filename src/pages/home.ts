import type { Router } from 'express';
import { listCoes } from '../coe/list.js';
import { presentSummary } from '../coe/present.js';
import { SEVERITIES } from '../coe/schema.js';
import { newId } from '../kernel/ids.js';
import { type NeedsMeParts, needsMe } from './needs-me.js';
import type { PageParts } from './parts.js';
import { showAt, type Visit } from './screen.js';
import { showPage } from './view.js';

export type HomeParts = NeedsMeParts & Pick<PageParts, 'ports' | 'services' | 'inbox'>;
const LATEST = 8;
const SENDERS = 3;

/** `/`: what needs me, the latest COEs, and the ways to start one. */
export function homeScreen(router: Router, parts: HomeParts): void {
  showAt(router, parts.ports, '/', 'coe.list', (visit) => showHome(parts, visit, {}));
}

/** @param typed what a form of the page held, with what is wrong with it */
export async function showHome(
  parts: HomeParts,
  { actor, response }: Visit,
  typed: object,
  status = 200,
): Promise<void> {
  const mayCreate = actor.role !== 'viewer';
  const [waiting, latest, senders] = await Promise.all([
    needsMe(parts, actor),
    listCoes(parts.store, { limit: LATEST }, parts.visible, actor, parts.services.register.spellingsOf),
    mayCreate ? parts.inbox.inbox.latestSenders(SENDERS) : [],
  ]);
  const { drafts, reviews, discussed, items, promises } = waiting;
  const data = {
    ...waiting,
    isQuiet: drafts.length + reviews.length + discussed.length + items.length + promises.length === 0,
    latest: latest.items.map(presentSummary),
    senders,
    mine: encodeURIComponent(actor.name),
    severities: SEVERITIES,
    key: newId('form'),
    mayCreate,
    typed,
  };
  showPage(response, 'home', { title: 'What needs me', section: '/' }, data, status);
}
