import { z } from 'zod';
import { coeParams } from '../coe/routes.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import type { Actor } from '../kernel/actor.js';
import type { Visible } from '../search/lexical/view.js';
import { type AnswerPromiseParts, answerPromise } from './answer-promise.js';
import { listPromises } from './list-promises.js';
import { promiseAnswerInput, promiseSchema } from './promise-schema.js';

export type PromiseRoutesParts = AnswerPromiseParts & {
  /** The reading rule of the policy table, for one actor. */
  visibleTo(actor: Actor): Visible;
};

const tag = 'Promises';

/** Action items as seen from a later COE. */
export function promiseRoutes(parts: PromiseRoutesParts): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/promises',
      action: 'coe.read',
      tag,
      summary: 'What earlier COEs promised that answers the problem of this one, and whether it was done',
      params: coeParams,
      responses: {
        200: { description: 'Alerts first, best first', schema: z.object({ items: z.array(promiseSchema) }) },
      },
      async handle({ coeId, actor }) {
        const coe = await parts.coes.byId(coeId);
        return { status: 200, body: { items: await listPromises(parts, coe, parts.visibleTo(actor)) } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/coes/{coe}/promises/{promise}/answer',
      action: 'coe.edit',
      tag,
      summary: 'Say whether a promise answers the same problem; reopen the action item when its problem came back',
      description:
        'A later answer takes the place of an earlier one. Reopening changes the COE that promised it and takes the right to edit that one.',
      params: coeParams.extend({ promise: z.string().max(100) }),
      body: promiseAnswerInput,
      responses: { 200: { description: 'The promise with its answer', schema: promiseSchema } },
      async handle({ coeId, params, body, actor, activity }) {
        const coe = await parts.coes.byId(coeId);
        const visible = parts.visibleTo(actor);
        activity.answer = body.answer;
        activity.reopened = body.reopen;
        return { status: 200, body: await answerPromise(parts, coe, params.promise, body, actor, visible) };
      },
    }),
  ];
}
