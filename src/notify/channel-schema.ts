import { z } from 'zod';
import { lines } from '../coe/fields.js';
import { SEVERITIES } from '../coe/schema.js';
import { EVENT_KINDS } from './event.js';

export const CHANNEL_KINDS = ['slack', 'webhook'] as const;
const address = z.url({ protocol: /^https?$/, error: 'Not an http or https address.' }).max(2_000);
const filters = {
  events: z.array(z.enum(EVENT_KINDS)).min(1, 'Choose at least one event.'),
  services: lines(200).describe('only COEs of these services; empty: all'),
  severities: z.array(z.enum(SEVERITIES)).max(5).default([]).describe('only these; empty: all'),
};
const name = z.string().trim().min(1).max(200);

export const channelInput = z.strictObject({ kind: z.enum(CHANNEL_KINDS), name, url: address, ...filters });
export type ChannelInput = z.output<typeof channelInput>;

export const channelPatch = z
  .strictObject({
    name: name.optional(),
    url: address.optional(),
    events: filters.events.optional(),
    services: z.array(z.string().trim().min(1).max(200)).max(1_000).optional(),
    severities: z.array(z.enum(SEVERITIES)).max(5).optional(),
    enabled: z.boolean().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'The patch is empty: name at least one field.');
export type ChannelPatch = z.output<typeof channelPatch>;

export const channelSchema = z
  .object({
    id: z.string(),
    kind: z.enum(CHANNEL_KINDS),
    name: z.string(),
    host: z.string().describe('the rest of the address is a secret and never shown again'),
    events: z.array(z.enum(EVENT_KINDS)),
    services: z.array(z.string()),
    severities: z.array(z.enum(SEVERITIES)),
    enabled: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: 'NotificationChannel' });

export const newChannelSchema = channelSchema.extend({
  signingSecret: z.string().nullable().describe('of a webhook, shown once: what its deliveries are signed with'),
});
