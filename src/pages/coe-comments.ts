import type { Router } from 'express';
import { SECTIONS } from '../coe/schema.js';
import { parseBody } from '../http/validate.js';
import { newId } from '../kernel/ids.js';
import { newCommentSchema } from '../review/comment-model.js';
import { presentComment } from '../review/present-comment.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import { fieldOf, seedOf, showAt, takeAt } from './screen.js';
import { showPage } from './view.js';

/** Threads on one screen; a COE with more of them is read through the API. */
const MOST_THREADS = 500;

/** `/coes/{coe}/comments`: threads on sections, open ones first. */
export function coeCommentsScreen(router: Router, parts: CoeParts): void {
  const { ports, comments } = parts;
  const back = async (coeId: string, place: string) =>
    `/coes/${(await parts.store.byId(coeId)).number}/comments${place}`;

  showAt(router, ports, '/coes/:coe/comments', 'coe.read', async (visit) => {
    const [frame, page] = await Promise.all([
      frameOf(parts, visit, 'comments'),
      comments.page(visit.coeId, { limit: MOST_THREADS }),
    ]);
    const threads = page.items.map(presentComment);
    showPage(
      visit.response,
      'coe-comments',
      { title: `Comments on ${frame.coe.number}`, section: '/coes' },
      {
        ...frame,
        open: threads.filter((thread) => !thread.resolved),
        resolved: threads.filter((thread) => thread.resolved),
        sections: SECTIONS,
        key: newId('form'),
        about: typeof visit.request.query.section === 'string' ? visit.request.query.section : 'summary',
      },
    );
  });

  takeAt(router, ports, '/coes/:coe/comments', 'coe.comment', async ({ coeId, actor, form, response }) => {
    const comment = parseBody(newCommentSchema, { section: fieldOf(form, 'section'), body: fieldOf(form, 'body') });
    await comments.add(coeId, actor, comment, seedOf(actor, form));
    response.redirect(303, await back(coeId, '?done=commented'));
  });

  takeAt(
    router,
    ports,
    '/coes/:coe/comments/:id/replies',
    'coe.comment',
    async ({ coeId, actor, form, request, response }) => {
      const id = request.params.id as string;
      const { body } = parseBody(newCommentSchema.pick({ body: true }), { body: fieldOf(form, 'body') });
      await comments.reply(coeId, actor, id, body, seedOf(actor, form));
      response.redirect(303, await back(coeId, `#${encodeURIComponent(id)}`));
    },
  );

  for (const verb of ['resolve', 'reopen'] as const)
    takeAt(
      router,
      ports,
      `/coes/:coe/comments/:id/${verb}`,
      'coe.comment',
      async ({ coeId, actor, request, response }) => {
        const id = request.params.id as string;
        await comments[verb](coeId, actor, id);
        response.redirect(303, await back(coeId, `#${encodeURIComponent(id)}`));
      },
    );
}
