import type { Router } from 'express';
import { diffContents } from '../coe/diff.js';
import { restoreRevision } from '../coe/restore-revision.js';
import { listRevisions, revisionAt } from '../coe/revisions.js';
import { invalid, notFound } from '../kernel/errors.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import { shorten } from './diff-words.js';
import type { PageParts } from './parts.js';
import { showAt, takeAt } from './screen.js';
import { showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'edit'>;
const ROWS = 50;

/** `/coes/{coe}/history`: revisions, what each changed word by word, and bringing one back. */
export function coeHistoryScreens(router: Router, parts: Parts): void {
  const { ports, store, edit } = parts;

  showAt(router, ports, '/coes/:coe/history', 'coe.read', async (visit) => {
    const { request, coeId, response } = visit;
    const cursor = typeof request.query.cursor === 'string' ? request.query.cursor : undefined;
    const [frame, page] = await Promise.all([
      frameOf(parts, visit, 'history'),
      listRevisions(store, coeId, { limit: ROWS, cursor }),
    ]);
    showPage(
      response,
      'coe-history',
      { title: `History of ${frame.coe.number}`, section: '/coes' },
      {
        ...frame,
        revisions: page.items.map((revision) => ({ ...revision, isLatest: revision.n === frame.coe.version })),
        next: page.nextCursor === null ? null : `${frame.path}/history?cursor=${encodeURIComponent(page.nextCursor)}`,
      },
    );
  });

  showAt(router, ports, '/coes/:coe/history/:n', 'coe.read', async (visit) => {
    const { request, coeId, response } = visit;
    const n = revisionNumber(request.params.n);
    const from = request.query.from === undefined ? n - 1 : revisionNumber(request.query.from);
    const [frame, after] = await Promise.all([frameOf(parts, visit, 'history'), revisionAt(store, coeId, n)]);
    const sections = from < 1 ? [] : diffContents((await revisionAt(store, coeId, from)).content, after.content);
    showPage(
      response,
      'coe-revision',
      { title: `Revision ${n} of ${frame.coe.number}`, section: '/coes' },
      {
        ...frame,
        revision: after,
        from,
        isFirst: from < 1,
        isLatest: n === frame.coe.version,
        sections: sections.map((section) => ({ section: section.section, words: shorten(section.words) })),
      },
    );
  });

  takeAt(router, ports, '/coes/:coe/history/:n/restore', 'coe.edit', async ({ coeId, actor, request, response }) => {
    const restored = await restoreRevision(store, edit, coeId, revisionNumber(request.params.n), actor);
    response.redirect(303, `/coes/${restored.number}/history?done=restored`);
  });
}

function revisionNumber(value: unknown): number {
  if (typeof value !== 'string') invalid('query:from', 'Name one revision.');
  return /^[1-9]\d{0,8}$/.test(value) ? Number(value) : notFound('revision', value.slice(0, 40));
}
