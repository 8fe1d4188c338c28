import { z } from 'zod';
import { line } from '../../coe/fields.js';
import { ianaZone } from '../zone.js';
import { HOOK_SOURCES } from './hook-kinds.js';

const signingSecret = z
  .string()
  .min(16, 'At least 16 characters.')
  .max(500)
  .describe('what the sender signs with: made by PagerDuty, or told to GitHub and Grafana; never shown again');

const fields = {
  name: line(200).min(1, 'Say what sends here.'),
  service: line(200).min(1).nullable().describe('the service of everything that no row of `services` names'),
  services: z
    .array(z.strictObject({ when: line(200).min(1), service: line(200).min(1) }))
    .max(500)
    .describe('`when` is what the sender calls it: a service, repository, component, or the label service, app or job'),
  zone: line(60)
    .refine((name) => ianaZone(name) !== null, 'An IANA zone such as Europe/Copenhagen.')
    .nullable()
    .describe('zone of times that state none'),
  topicArns: z
    .array(line(300).regex(/^arn:aws[a-z-]*:sns:/, 'An ARN of an SNS topic.'))
    .max(50)
    .describe('SNS only: topics that may send here; while empty, the first that asks for confirmation is taken'),
  owner: line(200).min(1).nullable().describe('who owns COEs that the rule opens; else whoever registered the hook'),
  enabled: z.boolean(),
};

export const hookInput = z
  .strictObject({
    source: z.enum(HOOK_SOURCES),
    name: fields.name,
    service: fields.service.default(null),
    services: fields.services.default([]),
    zone: fields.zone.default(null),
    topicArns: fields.topicArns.default([]),
    owner: fields.owner.default(null),
    enabled: fields.enabled.default(true),
    signingSecret: signingSecret.optional(),
  })
  .meta({ id: 'HookInput' });

export const hookPatch = z
  .strictObject({ ...fields, signingSecret })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'The patch is empty: name at least one field.')
  .meta({ id: 'HookPatch' });

export const rotation = z
  .strictObject({
    keepOldHours: z.number().int().min(0).max(168).default(0).describe('how long the old address goes on working'),
    signingSecret: signingSecret.optional(),
  })
  .prefault({});

export type HookInput = z.output<typeof hookInput>;
export type HookPatch = z.output<typeof hookPatch>;

/** A registration as it leaves the service: never a secret. */
export const hookSchema = z
  .object({
    ...fields,
    id: z.string(),
    source: z.enum(HOOK_SOURCES),
    signature: z
      .enum(['checked', 'secretMissing', 'certificate', 'notOffered'])
      .describe('secretMissing: deliveries are refused until signingSecret is set'),
    createdAt: z.string(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    deliveries: z.number().int(),
    lastDeliveryAt: z.string().nullable(),
    lastProblem: z.object({ at: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'Hook' });

/** Answers that show what is shown once. */
export const newHookSchema = hookSchema
  .extend({
    url: z.string().describe('where the sender posts to; holds the secret and is not shown again'),
    signingSecret: z.string().nullable().describe('the one made here, to be told to the sender; not shown again'),
  })
  .meta({ id: 'NewHook' });
