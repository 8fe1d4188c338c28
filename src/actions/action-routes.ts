import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { actionPatchSchema } from './change-action-item.js';
import { type FollowUpItemParts, followUpItem, type ItemChange } from './follow-up-item.js';
import { actionQuery } from './list-action-items.js';
import { listBoard } from './list-board.js';
import { boardItemSchema } from './present-action-item.js';

export type ActionRoutesParts = FollowUpItemParts;

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'The text holds NUL or half a surrogate pair.');
export const proofSchema = z
  .strictObject({
    proof: words(200_000).refine((text) => text !== '', 'Say what shows that it is done: a link, a test, a graph.'),
  })
  .meta({ id: 'ActionItemProof' });
export const reopenSchema = z
  .strictObject({ reason: words(20_000).refine((text) => text !== '', 'Say why it is open again.') })
  .meta({ id: 'ActionItemReopened' });

/** Action items across COEs, and their follow-up. Each change is a revision of the COE that promised it. */
export function actionRoutes(parts: ActionRoutesParts): Endpoint[] {
  const params = z.object({ id: z.string().max(250).describe('COE-1:a1, or the id alone where it is unique') });
  const responses = { 200: { description: 'The action item as it is now', schema: boardItemSchema } };
  const shared = { tag: 'Action items', params, responses, action: 'actionItem.change' } as const;
  const follow = async (id: string, change: ItemChange, actor: Actor) => {
    const { item, etag } = await followUpItem(parts, id, change, actor);
    return { status: 200, body: item, headers: etag === null ? {} : { ETag: etag } };
  };

  return [
    endpoint({
      method: 'get',
      path: '/action-items',
      action: 'actionItem.read',
      tag: 'Action items',
      summary: 'Action items of all COEs that you may see and open risks of ORR reviews, the longest due first',
      query: actionQuery,
      responses: { 200: { description: 'A page', schema: pageOf(boardItemSchema) } },
      async handle({ query, actor }) {
        return { status: 200, body: await listBoard(parts, query, actor) };
      },
    }),
    endpoint({
      ...shared,
      method: 'patch',
      path: '/action-items/{id}',
      summary: 'Change an action item; of a published COE only its follow-up',
      description:
        'Whoever may edit the COE; the owner of the item its status and proof. Of an ORR risk: owner, dueDate, status and proof.',
      body: actionPatchSchema,
      bodyTypes: ['application/merge-patch+json'],
      handle: ({ params: { id }, body, actor }) => follow(id, { patch: body }, actor),
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/action-items/{id}/close',
      summary: 'Mark an action item as done, with proof',
      body: proofSchema,
      handle: ({ params: { id }, body: { proof }, actor }) => follow(id, { proof }, actor),
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/action-items/{id}/reopen',
      summary: 'Open a finished action item again, such as when its problem came back',
      body: reopenSchema,
      handle: ({ params: { id }, body: { reason }, actor }) => follow(id, { reopenedBecause: reason }, actor),
    }),
  ];
}
