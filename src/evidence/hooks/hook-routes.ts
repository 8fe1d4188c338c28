import { z } from 'zod';
import { type Endpoint, endpoint } from '../../http/endpoint.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../../http/page.js';
import { shownOnce } from '../../http/shown-once.js';
import { hookInput, hookPatch, hookSchema, newHookSchema, rotation } from './hook-schema.js';
import { presentHook, presentNewHook } from './present-hook.js';
import { changeHook, type HookParts, registerHook, removeHook, rotateHook } from './register-hook.js';

export type HookRoutesParts = HookParts & {
  /** The public address of the service; undefined: the one that the administrator's request came to. */
  publicUrl: string | undefined;
};

const params = z.object({ id: z.string().max(100) });

/** Registrations of senders, for administrators. */
export function hookRoutes(parts: HookRoutesParts): Endpoint[] {
  const base = (request: { protocol: string; get(name: string): string | undefined }) =>
    parts.publicUrl ?? `${request.protocol}://${request.get('Host') ?? 'localhost'}`;
  return [
    endpoint({
      method: 'post',
      path: '/hook-registrations',
      action: 'hooks.manage',
      tag: 'Inbox',
      summary: 'Register a sender of webhooks',
      description:
        'The answer shows the address with its secret, once. PagerDuty makes its signing secret when the address is entered there: ' +
        'set it afterwards by PATCH. For GitHub one is made here. With an Idempotency-Key, a repeat gets 201 without a body: secrets are not kept.',
      body: hookInput,
      responses: { 201: { description: 'Registered', schema: newHookSchema } },
      async handle({ body, actor, request, activity }) {
        const made = await registerHook(parts, body, actor);
        activity.hookId = made.hook._id;
        return shownOnce(201, presentNewHook(made, base(request)));
      },
    }),
    endpoint({
      method: 'get',
      path: '/hook-registrations',
      action: 'hooks.manage',
      tag: 'Inbox',
      summary: 'Registered senders, without their secrets',
      query: z.strictObject(pageQuery),
      responses: { 200: { description: 'A page', schema: pageOf(hookSchema) } },
      async handle({ query: { limit, cursor } }) {
        const rows = await parts.hooks.list(limit + 1, readCursor(cursor, ['string'])?.[0]);
        const page = cutPage(rows, limit, (row) => [row._id]);
        return { status: 200, body: { items: page.items.map(presentHook), nextCursor: page.nextCursor } };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/hook-registrations/{id}',
      action: 'hooks.manage',
      tag: 'Inbox',
      summary: 'Change a sender: its services, its signing secret, whether it is enabled',
      params,
      body: hookPatch,
      responses: { 200: { description: 'The registration', schema: hookSchema } },
      async handle({ params: { id }, body, actor }) {
        return { status: 200, body: presentHook(await changeHook(parts, id, body, actor)) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/hook-registrations/{id}/rotate',
      action: 'hooks.manage',
      tag: 'Inbox',
      summary: 'Give a sender a new address',
      params,
      body: rotation,
      responses: { 200: { description: 'The registration with its new address', schema: newHookSchema } },
      async handle({ params: { id }, body, actor, request }) {
        return shownOnce(200, presentNewHook(await rotateHook(parts, id, body, actor), base(request)));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/hook-registrations/{id}',
      action: 'hooks.manage',
      tag: 'Inbox',
      summary: 'Remove a sender; what it delivered stays',
      params,
      responses: { 204: { description: 'Removed' } },
      async handle({ params: { id }, actor }) {
        await removeHook(parts, id, actor);
        return { status: 204 };
      },
    }),
  ];
}
