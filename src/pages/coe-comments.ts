import type { Router } from 'express';
import { SECTIONS } from '../coe/schema.js';
import { parseBody } from '../http/validate.js';
import { newId } from '../kernel/ids.js';
import { applySchema, applySuggestedEdit } from '../review/apply-suggested-edit.js';
import { commentBodySchema, newCommentSchema } from '../review/comment-model.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import type { PageParts } from './parts.js';
import { fieldOf, seedOf, showAt, takeAt, type Visit } from './screen.js';
import { showThreads } from './threads.js';
import { showPage } from './view.js';

/** Threads on one screen; a COE with more of them is read through the API. */
export const MOST_THREADS = 500;

/** `/coes/{coe}/comments`: threads on sections and words, open ones first. */
export function coeCommentsScreen(router: Router, parts: CoeParts & Pick<PageParts, 'edit'>): void {
  const { ports, comments } = parts;
  const back = async (coeId: string, place: string) => `/coes/${(await parts.store.byId(coeId)).number}${place}`;

  showAt(router, ports, '/coes/:coe/comments', 'coe.read', async (visit) => {
    const { actor, coeId, request, response } = visit;
    const [frame, page] = await Promise.all([
      frameOf(parts, visit, 'comments'),
      comments.page(coeId, { limit: MOST_THREADS }),
    ]);
    const key = newId('form');
    const threads = showThreads(page.items, frame.stored, actor, { ...frame, key });
    showPage(
      response,
      'coe-comments',
      { title: `Comments on ${frame.coe.number}`, section: '/coes', room: 'review' },
      {
        ...frame,
        open: threads.filter((thread) => !thread.resolved),
        resolved: threads.filter((thread) => thread.resolved),
        sections: SECTIONS,
        key,
        about: typeof request.query.section === 'string' ? request.query.section : 'summary',
        quoted: typeof request.query.quote === 'string' ? request.query.quote : '',
      },
    );
  });

  takeAt(router, ports, '/coes/:coe/comments', 'coe.comment', async ({ coeId, actor, form, response }) => {
    await comments.add(coeId, actor, readComment(form), seedOf(actor, form));
    const place = fieldOf(form, 'from') === 'review' ? '/review' : '/comments';
    response.redirect(303, await back(coeId, `${place}?done=commented`));
  });

  /** A form on one thread or reply; afterwards the reader is back at it. */
  const onThread = (verb: string, take: (visit: Visit, id: string) => Promise<unknown>, action = 'coe.comment') =>
    takeAt(router, ports, `/coes/:coe/comments/:id/${verb}`, action, async (visit) => {
      const id = visit.request.params.id as string;
      await take(visit, id);
      visit.response.redirect(303, await back(visit.coeId, `/comments#${encodeURIComponent(id)}`));
    });
  const bodyOf = (form: Visit['form']) => parseBody(commentBodySchema, { body: fieldOf(form, 'body') }).body;

  onThread('replies', ({ coeId, actor, form }, id) =>
    comments.reply(coeId, actor, id, bodyOf(form), seedOf(actor, form)),
  );
  onThread('resolve', ({ coeId, actor }, id) => comments.resolve(coeId, actor, id));
  onThread('reopen', ({ coeId, actor }, id) => comments.reopen(coeId, actor, id));
  onThread('edit', ({ coeId, actor, form }, id) => comments.edit(coeId, actor, id, bodyOf(form)));
  onThread('delete', ({ coeId, actor }, id) => comments.remove(coeId, actor, id));
  onThread(
    'apply',
    ({ coeId, actor, form }, id) => {
      const onto = fieldOf(form, 'onto');
      const merged = onto === '' ? {} : { onto, replacement: fieldOf(form, 'replacement') };
      return applySuggestedEdit(parts, coeId, actor, id, parseBody(applySchema, merged));
    },
    'coe.edit',
  );
}

/** The form of a new comment: quoted words and suggested ones are optional. */
function readComment(form: Visit['form']) {
  const quote = fieldOf(form, 'quote').trim();
  const replacement = fieldOf(form, 'replacement');
  return parseBody(newCommentSchema, {
    section: fieldOf(form, 'section'),
    body: fieldOf(form, 'body'),
    quote: quote === '' ? null : { text: quote },
    suggestion: replacement.trim() === '' ? null : { replacement },
  });
}
