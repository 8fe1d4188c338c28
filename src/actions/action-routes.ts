import { z } from 'zod';
import { type EditCoe, etagOf } from '../coe/edit.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { actionPatchSchema, changeActionItem, closed, patched, reopened } from './change-action-item.js';
import { findActionItem } from './find-action-item.js';
import { authoriseFollowUp, type FollowUpParts } from './follow-up.js';
import { actionQuery, type ListActionsParts, listActionItems } from './list-action-items.js';
import { listedActionSchema, presentAction } from './present-action-item.js';

export type ActionRoutesParts = ListActionsParts & FollowUpParts & { edit: EditCoe };

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
  const { edit, clock } = parts;
  const params = z.object({ id: z.string().max(250).describe('COE-1:a1, or the id alone where it is unique') });
  const responses = { 200: { description: 'The action item as it is now', schema: listedActionSchema } };
  const shared = { tag: 'Action items', params, responses, action: 'actionItem.change' } as const;

  async function change(
    address: string,
    actor: Actor,
    event: Parameters<typeof changeActionItem>[4],
    apply: Parameters<typeof changeActionItem>[5],
    fields: readonly string[],
  ) {
    const found = await findActionItem(parts, address, actor);
    await authoriseFollowUp(parts, actor, found, fields);
    const { coe, item } = await changeActionItem(edit, found.coe._id, found.item.id, actor, event, apply);
    return { status: 200, body: presentAction(item, coe, clock.now()), headers: { ETag: etagOf(coe) } };
  }

  return [
    endpoint({
      method: 'get',
      path: '/action-items',
      action: 'actionItem.read',
      tag: 'Action items',
      summary: 'Action items of all COEs that you may see, the longest due first',
      query: actionQuery,
      responses: { 200: { description: 'A page', schema: pageOf(listedActionSchema) } },
      async handle({ query, actor }) {
        return { status: 200, body: await listActionItems(parts, query, actor) };
      },
    }),
    endpoint({
      ...shared,
      method: 'patch',
      path: '/action-items/{id}',
      summary: 'Change an action item; of a published COE only its follow-up',
      description: 'Whoever may edit the COE; the owner of the item its status and proof.',
      body: actionPatchSchema,
      bodyTypes: ['application/merge-patch+json'],
      handle: ({ params: { id }, body, actor }) =>
        change(id, actor, { type: 'actionItem.changed' }, patched(body), Object.keys(body)),
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/action-items/{id}/close',
      summary: 'Mark an action item as done, with proof',
      body: proofSchema,
      handle: ({ params: { id }, body, actor }) =>
        change(id, actor, { type: 'actionItem.closed' }, closed(body.proof), ['status', 'proof']),
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/action-items/{id}/reopen',
      summary: 'Open a finished action item again, such as when its problem came back',
      body: reopenSchema,
      handle: ({ params: { id }, body, actor }) =>
        change(id, actor, { type: 'actionItem.reopened', note: body.reason }, reopened, ['status']),
    }),
  ];
}
