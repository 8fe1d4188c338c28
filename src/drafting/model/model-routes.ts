import { z } from 'zod';
import { coeParams } from '../../coe/routes.js';
import type { CoeStore } from '../../coe/store.js';
import { type Endpoint, endpoint } from '../../http/endpoint.js';
import { DRAFTERS } from '../drafter.js';
import { SUGGESTION_SECTIONS } from '../section-rule.js';
import type { SuggestionStore } from '../suggestions.js';
import { acceptanceOf } from './acceptance.js';
import type { Consents } from './consent.js';
import type { ModelUseStore } from './use-store.js';

export type ModelRoutesParts = {
  consents: Consents;
  store: CoeStore;
  suggestions: SuggestionStore;
  days: ModelUseStore;
  model: { name: string; server: string } | null;
};

const consentSchema = z
  .object({
    allowed: z.boolean(),
    at: z.string().nullable(),
    by: z.object({ id: z.string(), name: z.string() }).nullable(),
  })
  .meta({ id: 'ModelConsent' });

const acceptanceSchema = z
  .object({
    section: z.enum(SUGGESTION_SECTIONS),
    drafter: z.enum(DRAFTERS),
    model: z.string().nullable(),
    promptVersion: z.string().nullable(),
    accepted: z.number().int(),
    edited: z.number().int().describe('of the accepted, those whose words a person changed first'),
    rejected: z.number().int(),
    pending: z.number().int(),
    rate: z.number().nullable().describe('accepted of those decided on; null while none is'),
  })
  .meta({ id: 'Acceptance' });

const useSchema = z
  .object({
    model: z.object({ name: z.string(), server: z.string() }).nullable().describe('null: no model is set up'),
    days: z.array(
      z.object({
        day: z.string().describe('UTC'),
        requests: z.number().int(),
        promptTokens: z.number().int(),
        completionTokens: z.number().int(),
        estimated: z.boolean().describe('some exchanges were reckoned from the length of the texts'),
        seconds: z.number().int().describe('waited for the model'),
        cost: z.number().nullable().describe('US dollars'),
      }),
    ),
  })
  .meta({ id: 'ModelUse' });

const DAYS_SHOWN = 31;

export function modelRoutes({ consents, store, suggestions, days, model }: ModelRoutesParts): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/model-consent',
      action: 'coe.read',
      tag: 'Drafts',
      summary: 'Whether evidence of a restricted COE may be sent to the language model',
      params: coeParams,
      responses: { 200: { description: 'The consent of its owner', schema: consentSchema } },
      async handle({ coeId }) {
        return { status: 200, body: await consents.of(await store.byId(coeId)) };
      },
    }),
    endpoint({
      method: 'put',
      path: '/coes/{coe}/model-consent',
      action: 'coe.edit',
      tag: 'Drafts',
      summary: 'Allow or forbid that evidence of a restricted COE is sent to the language model',
      description: 'Only its owner may. It ends when the COE gets another owner.',
      params: coeParams,
      body: z.strictObject({ allowed: z.boolean() }),
      responses: { 200: { description: 'The consent as it is now', schema: consentSchema } },
      async handle({ coeId, body, actor }) {
        return { status: 200, body: await consents.set(coeId, body.allowed, actor) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/drafting/acceptance',
      action: 'drafting.read',
      tag: 'Drafts',
      summary: 'How often people accept what is drafted, by section, drafter and version of the prompts',
      responses: {
        200: { description: 'Counts over all COEs', schema: z.object({ items: z.array(acceptanceSchema) }) },
      },
      async handle() {
        return { status: 200, body: { items: await acceptanceOf(suggestions) } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/drafting/model',
      action: 'drafting.read',
      tag: 'Drafts',
      summary: 'The language model that is set up, and what it took by day',
      responses: { 200: { description: 'The last 31 days with use', schema: useSchema } },
      async handle() {
        return { status: 200, body: { model, days: await days.latest(DAYS_SHOWN) } };
      },
    }),
  ];
}
