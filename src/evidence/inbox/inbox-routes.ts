import { z } from 'zod';
import { instant, line } from '../../coe/fields.js';
import { SEVERITIES } from '../../coe/schema.js';
import { type Endpoint, endpoint, type Reply } from '../../http/endpoint.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../../http/page.js';
import { newId } from '../../kernel/ids.js';
import { attachWindow } from './attach-window.js';
import { coeFromWindow, type FromWindow, type FromWindowParts } from './coe-from-window.js';
import { type InboxSettingsStore, inboxSettingsPatch, inboxSettingsSchema } from './inbox-settings.js';
import { inboxItemSchema, presentInboxItems } from './present-inbox-item.js';

export type InboxParts = FromWindowParts & { settings: InboxSettingsStore };

const time = instant.transform((text) => new Date(text));
const windowFields = { service: line(200).min(1), from: time, to: time };
const isForward = ({ from, to }: { from?: Date | undefined; to?: Date | undefined }) =>
  from === undefined || to === undefined || from <= to;
const BACKWARD = { path: ['to'], error: 'The window ends before it begins.' };

export const coeBody = z
  .strictObject({
    ...windowFields,
    title: line(500).min(1).optional(),
    severity: z.enum(SEVERITIES).nullable().optional(),
  })
  .refine(isForward, BACKWARD)
  .meta({ id: 'CoeFromInbox' });
export const attachBody = z
  .strictObject({ ...windowFields, coe: z.string().min(1).max(100).describe('id or number') })
  .refine(isForward, BACKWARD)
  .meta({ id: 'InboxAttachment' });
const listQuery = z
  .strictObject({ service: line(200).min(1).optional(), from: time.optional(), to: time.optional(), ...pageQuery })
  .refine(isForward, BACKWARD);

const outcomeSchema = z
  .object({
    coe: z.object({ id: z.string(), number: z.string(), title: z.string() }),
    created: z.boolean(),
    evidence: z.object({ found: z.number().int(), accepted: z.number().int(), duplicates: z.number().int() }),
  })
  .meta({ id: 'InboxOutcome' });

export function inboxRoutes(parts: InboxParts): Endpoint[] {
  const { inbox, people, settings } = parts;
  return [
    endpoint({
      method: 'get',
      path: '/inbox',
      action: 'inbox.read',
      tag: 'Inbox',
      summary: 'What webhooks delivered, by service and time, the newest first',
      query: listQuery,
      responses: { 200: { description: 'A page', schema: pageOf(inboxItemSchema) } },
      async handle({ query: { limit, cursor, ...filter } }) {
        const rows = await inbox.page(filter, limit + 1, readCursor(cursor, ['number', 'string']));
        const page = cutPage(rows, limit, ({ at, _id }) => [at.getTime(), _id]);
        return {
          status: 200,
          body: { items: await presentInboxItems(page.items, people), nextCursor: page.nextCursor },
        };
      },
    }),
    endpoint({
      method: 'get',
      path: '/inbox/services',
      action: 'inbox.read',
      tag: 'Inbox',
      summary: 'Services that the inbox holds something of',
      responses: { 200: { description: 'The services, the latest first', schema: servicesSchema } },
      handle: async () => ({ status: 200, body: { items: await inbox.services() } }),
    }),
    endpoint({
      method: 'post',
      path: '/inbox/coe',
      action: 'inbox.use',
      tag: 'Inbox',
      summary: 'Make a COE of a window of the inbox, with its evidence',
      description: 'The same window gives the same COE again, with what came since; 200 then.',
      body: coeBody,
      responses: {
        201: { description: 'The new COE', schema: outcomeSchema },
        200: { description: 'The COE that this window had become', schema: outcomeSchema },
      },
      async handle({ body: { title, severity, ...window }, actor, activity }) {
        const outcome = await coeFromWindow(parts, window, { title, severity }, actor);
        Object.assign(activity, { coeId: outcome.coe._id, ...outcome.evidence });
        return presentOutcome(outcome);
      },
    }),
    endpoint({
      method: 'post',
      path: '/inbox/attach',
      action: 'inbox.use',
      tag: 'Inbox',
      summary: 'Add a window of the inbox to the evidence of a COE',
      body: attachBody,
      responses: { 200: { description: 'What was added', schema: outcomeSchema } },
      async handle({ body: { coe, ...window }, actor, activity }) {
        const outcome = await attachWindow(parts, window, coe, actor);
        Object.assign(activity, { coeId: outcome.coe._id, ...outcome.evidence });
        return presentOutcome(outcome);
      },
    }),
    endpoint({
      method: 'get',
      path: '/inbox-settings',
      action: 'inbox.read',
      tag: 'Inbox',
      summary: 'How long items stay, and whether resolved incidents open drafts',
      responses: { 200: { description: 'The settings', schema: inboxSettingsSchema } },
      handle: async () => ({ status: 200, body: await settings.read() }),
    }),
    endpoint({
      method: 'patch',
      path: '/inbox-settings',
      action: 'hooks.manage',
      tag: 'Inbox',
      summary: 'Change the settings of the inbox',
      body: inboxSettingsPatch,
      responses: { 200: { description: 'The settings', schema: inboxSettingsSchema } },
      async handle({ body, actor }) {
        const changed = await settings.change(body);
        const at = parts.clock.now().toISOString();
        const by = { id: actor.id, name: actor.name };
        const details = { fields: Object.keys(body) };
        await parts.recordAudit({ type: 'inbox.settingsChanged', at, actor: by, coeId: null, details }, newId('aud'));
        return { status: 200, body: changed };
      },
    }),
  ];
}

const servicesSchema = z.object({
  items: z.array(z.object({ service: z.string(), items: z.number().int(), firstAt: z.date(), lastAt: z.date() })),
});

function presentOutcome({ coe, created, evidence }: FromWindow): Reply {
  const { _id: id, number, content } = coe;
  return {
    status: created ? 201 : 200,
    headers: created ? { Location: `/api/v1/coes/${id}` } : {},
    body: { coe: { id, number, title: content.title }, created, evidence },
  };
}
