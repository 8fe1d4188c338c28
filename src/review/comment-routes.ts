import { z } from 'zod';
import { type EditCoe, etagOf } from '../coe/edit.js';
import { SECTIONS } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { AppError, notFound } from '../kernel/errors.js';
import { applySchema, applySuggestedEdit } from './apply-suggested-edit.js';
import { commentBodySchema, newCommentSchema, type StoredComment } from './comment-model.js';
import type { Comments } from './comments.js';
import { commentSchema, presentComment } from './present-comment.js';

export type CommentRoutesParts = {
  comments: Comments;
  store: CoeStore;
  edit: EditCoe;
  /** Asks the policy table about one COE. @throws AppError notFound, forbidden */
  authoriseCoe(actor: Actor, action: string, coeId: string): Promise<unknown>;
};

const coeParams = z.object({ coe: z.string().max(100) });
const commentParams = z.object({ id: z.string().max(100) });

const listQuery = z.strictObject({
  ...pageQuery,
  section: z.enum(SECTIONS as [string, ...string[]]).optional(),
  resolved: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
});

export function commentRoutes({ comments, store, edit, authoriseCoe }: CommentRoutesParts): Endpoint[] {
  const show = async (comment: StoredComment) => presentComment(comment, (await store.byId(comment.coeId)).content);

  /** A path that names only a comment is decided on the COE behind it; one that the actor may not see hides the comment too. */
  async function reach(id: string, actor: Actor, action = 'coe.comment'): Promise<string> {
    const coeId = await comments.coeOf(id);
    try {
      await authoriseCoe(actor, action, coeId);
    } catch (error) {
      if (error instanceof AppError && error.code === 'notFound') notFound('comment', id);
      throw error;
    }
    return coeId;
  }
  const thread = { description: 'The thread', schema: commentSchema };

  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/comments',
      action: 'coe.read',
      tag: 'Comments',
      summary: 'Comment threads of a COE, oldest first',
      params: coeParams,
      query: listQuery,
      responses: { 200: { description: 'A page', schema: pageOf(commentSchema) } },
      async handle({ coeId, query }) {
        const { items, nextCursor } = await comments.page(coeId, query);
        const { content } = await store.byId(coeId);
        return { status: 200, body: { items: items.map((item) => presentComment(item, content)), nextCursor } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/coes/{coe}/comments',
      action: 'coe.comment',
      tag: 'Comments',
      summary: 'Comment on a section, or on words of it',
      params: coeParams,
      body: newCommentSchema,
      responses: { 201: thread },
      async handle({ coeId, body, actor, idempotencySeed }) {
        const comment = await comments.add(coeId, actor, body, idempotencySeed);
        return {
          status: 201,
          body: await show(comment),
          headers: { Location: `/api/v1/coes/${coeId}/comments#${comment._id}` },
        };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/comments/{id}',
      action: 'comment.write',
      tag: 'Comments',
      summary: 'Change your own words, in a comment or a reply',
      params: commentParams,
      body: commentBodySchema,
      responses: { 200: thread },
      async handle({ params, body, actor }) {
        const coeId = await reach(params.id, actor);
        return { status: 200, body: await show(await comments.edit(coeId, actor, params.id, body.body)) };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/comments/{id}',
      action: 'comment.write',
      tag: 'Comments',
      summary: 'Withdraw a comment or reply: your own, or any as an administrator',
      params: commentParams,
      responses: { 204: { description: 'Withdrawn' } },
      async handle({ params, actor }) {
        await comments.remove(await reach(params.id, actor), actor, params.id);
        return { status: 204 };
      },
    }),
    endpoint({
      method: 'post',
      path: '/comments/{id}/replies',
      action: 'comment.write',
      tag: 'Comments',
      summary: 'Reply in a thread',
      params: commentParams,
      body: commentBodySchema,
      responses: { 201: thread },
      async handle({ params, body, actor, idempotencySeed }) {
        const coeId = await reach(params.id, actor);
        const comment = await comments.reply(coeId, actor, params.id, body.body, idempotencySeed);
        return { status: 201, body: await show(comment) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/comments/{id}/apply',
      action: 'comment.write',
      tag: 'Comments',
      summary: 'Put a suggested edit into the COE, and resolve its thread',
      description:
        'For those who may edit the COE. When other words stand there by now the answer is 409 with them (`now`); send `onto` and `replacement` to merge.',
      params: commentParams,
      body: applySchema,
      responses: {
        200: {
          description: 'The thread, and the version it made',
          schema: z.object({
            comment: commentSchema,
            coe: z.object({ number: z.string(), version: z.number().int() }),
          }),
        },
      },
      async handle({ params, body, actor }) {
        const coeId = await reach(params.id, actor, 'coe.edit');
        const { coe, comment } = await applySuggestedEdit({ edit, comments }, coeId, actor, params.id, body);
        return {
          status: 200,
          body: { comment: presentComment(comment, coe.content), coe: { number: coe.number, version: coe.version } },
          headers: { ETag: etagOf(coe) },
        };
      },
    }),
    ...(['resolve', 'reopen'] as const).map((verb) =>
      endpoint({
        method: 'post',
        path: `/comments/{id}/${verb}`,
        action: 'comment.write',
        tag: 'Comments',
        summary: verb === 'resolve' ? 'Mark a thread as resolved' : 'Open a resolved thread again',
        params: commentParams,
        responses: { 200: thread },
        async handle({ params, actor }) {
          const coeId = await reach(params.id, actor);
          return { status: 200, body: await show(await comments[verb](coeId, actor, params.id)) };
        },
      }),
    ),
  ];
}
