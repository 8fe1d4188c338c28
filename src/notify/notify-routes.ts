import { z } from 'zod';
import type { StoredCoe } from '../coe/model.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { channelInput, channelPatch, channelSchema, newChannelSchema } from './channel-schema.js';
import { presentChannel } from './channel-store.js';
import { DELIVERY_STATUSES } from './delivery-store.js';
import type { Notify } from './open-notify.js';
import { preferencesPatch, preferencesSchema } from './preferences.js';
import { deliverySchema, presentDelivery } from './present-delivery.js';
import { testChannel } from './test-channel.js';

export type NotifyRoutesParts = {
  notify: Notify;
  /** A COE for those who may see it; what others are told of it stays hidden from administrators too. */
  seenBy(actor: Actor, coeId: string): Promise<StoredCoe | undefined>;
};

const params = z.object({ id: z.string().max(100) });
const tag = 'Notifications';

export function notifyRoutes({ notify, seenBy }: NotifyRoutesParts): Endpoint[] {
  const { channels, preferences, deliveries } = notify;
  return [
    endpoint({
      method: 'get',
      path: '/notification-preferences',
      action: 'account.read',
      tag,
      summary: 'What you are told by e-mail',
      responses: { 200: { description: 'Yours', schema: preferencesSchema } },
      handle: async ({ actor }) => ({ status: 200, body: await preferences.of(actor.id) }),
    }),
    endpoint({
      method: 'patch',
      path: '/notification-preferences',
      action: 'account.manage',
      tag,
      summary: 'Choose what you are told, at once or in a daily digest',
      body: preferencesPatch,
      responses: { 200: { description: 'Yours', schema: preferencesSchema } },
      handle: async ({ actor, body }) => ({ status: 200, body: await preferences.change(actor.id, body) }),
    }),
    endpoint({
      method: 'get',
      path: '/notification-channels',
      action: 'notify.manage',
      tag,
      summary: 'Slack channels and webhooks that are told',
      query: z.strictObject(pageQuery),
      responses: { 200: { description: 'All of them', schema: pageOf(channelSchema) } },
      async handle({ query }) {
        const items = (await channels.all()).slice(0, query.limit).map(presentChannel);
        return { status: 200, body: { items, nextCursor: null } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/notification-channels',
      action: 'notify.manage',
      tag,
      summary: 'Tell a Slack channel or a webhook',
      description:
        'Restricted COEs are never told to a channel. A webhook is signed as standardwebhooks.com says (webhook-id, webhook-timestamp, webhook-signature); its ' +
        'secret is shown once. Addresses in private networks are refused, and names that lead there when they are called, unless COE_NOTIFY_PRIVATE_NETWORKS allows them.',
      body: channelInput,
      responses: { 201: { description: 'The channel', schema: newChannelSchema } },
      async handle({ body, actor }) {
        const channel = await channels.add(body, actor);
        return { status: 201, body: { ...presentChannel(channel), signingSecret: channel.secret } };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/notification-channels/{id}',
      action: 'notify.manage',
      tag,
      summary: 'Change a channel, or turn it off',
      params,
      body: channelPatch,
      responses: { 200: { description: 'The channel', schema: channelSchema } },
      handle: async ({ params, body, actor }) => ({
        status: 200,
        body: presentChannel(await channels.change(params.id, body, actor)),
      }),
    }),
    endpoint({
      method: 'delete',
      path: '/notification-channels/{id}',
      action: 'notify.manage',
      tag,
      summary: 'Remove a channel; what waits for it is dropped',
      params,
      responses: { 204: { description: 'Removed' } },
      async handle({ params, actor }) {
        await channels.remove(params.id, actor);
        return { status: 204 };
      },
    }),
    endpoint({
      method: 'post',
      path: '/notification-channels/{id}/test',
      action: 'notify.manage',
      tag,
      summary: 'Send one message now and say what became of it',
      params,
      responses: {
        200: {
          description: 'What the receiver did',
          schema: z.object({ delivered: z.boolean(), problem: z.string().nullable() }),
        },
      },
      handle: async ({ params }) => ({ status: 200, body: await testChannel(notify, params.id) }),
    }),
    endpoint({
      method: 'get',
      path: '/notifications',
      action: 'notify.manage',
      tag,
      summary: 'The outbox of notifications, newest first',
      query: z.strictObject({ ...pageQuery, status: z.enum(DELIVERY_STATUSES).optional() }),
      responses: { 200: { description: 'A page', schema: pageOf(deliverySchema) } },
      async handle({ query, actor }) {
        const { items, nextCursor } = await deliveries.page(query);
        const shown = await Promise.all(items.map((item) => presentDelivery(item, actor, seenBy)));
        return { status: 200, body: { items: shown, nextCursor } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/notifications/{id}/retry',
      action: 'notify.manage',
      tag,
      summary: 'Try a dead or dropped notification again',
      params,
      responses: { 200: { description: 'It waits again', schema: deliverySchema } },
      handle: async ({ params, actor }) => ({
        status: 200,
        body: await presentDelivery(await deliveries.retry(params.id), actor, seenBy),
      }),
    }),
  ];
}
