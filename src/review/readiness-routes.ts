import { z } from 'zod';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf } from '../http/page.js';
import { notFound } from '../kernel/errors.js';
import { type CoeReadiness, READINESS_RULES } from './readiness.js';
import { type RuleSettingStore, ruleSettingInput } from './rule-settings.js';
import type { TemplateQuestions } from './template-questions.js';
import { type WaiverStore, waiverInput } from './waivers.js';

const severity = z.enum(['blocker', 'warning']);
const person = z.object({ id: z.string(), name: z.string() });
const place = z.object({
  pointer: z.string().describe('RFC 6901, into the COE'),
  quote: z.string().nullable().describe('the words meant, when it is about words'),
});
const finding = z
  .object({
    id: z.string().describe('the same for as long as the words meant are'),
    rule: z.string(),
    severity,
    place,
    why: z.string(),
    fix: z.string(),
  })
  .meta({ id: 'Finding' });
const waiver = z.object({ reason: z.string(), at: z.string(), by: person });
const ruleSchema = z
  .object({
    id: z.string(),
    severity: severity.describe('what it is unless the organisation says otherwise'),
    why: z.string(),
    fix: z.string(),
    setting: waiver.extend({ mode: z.enum(['off', 'warning']) }).nullable(),
  })
  .meta({ id: 'ReadinessRule' });
const waiverSchema = waiver
  .extend({ finding: z.string(), rule: z.string(), place, lapsed: z.boolean().describe('the words changed since') })
  .meta({ id: 'Waiver' });

export type ReadinessRoutesParts = {
  store: CoeStore;
  readiness: CoeReadiness;
  questions: TemplateQuestions;
  ruleSettings: RuleSettingStore;
  waivers: WaiverStore;
};

const coe = z.string().max(100);
const tag = 'Review';

export function readinessRoutes(parts: ReadinessRoutesParts): Endpoint[] {
  const { store, readiness, questions, waivers } = parts;
  const listed = async (coeId: string) => {
    await questions.learn();
    const { waived } = await readiness.of(await store.byId(coeId));
    const stands = new Set(waived.map(({ id }) => id));
    return (await waivers.list(coeId)).map(({ finding: id, rule, pointer, quote, reason, at, by }) => {
      return { finding: id, rule, place: { pointer, quote }, reason, at, by, lapsed: !stands.has(id) };
    });
  };
  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/readiness',
      action: 'coe.read',
      tag,
      summary: 'What still stands in the way of approval, and what is worth a second look',
      params: z.object({ coe }),
      responses: {
        200: {
          description: 'Findings of every readiness rule, and what reviewers let stand',
          schema: z
            .object({
              blockers: z.array(finding),
              warnings: z.array(finding),
              waived: z.array(finding.extend({ waiver }).meta({ id: 'WaivedFinding' })),
            })
            .meta({ id: 'Readiness' }),
        },
      },
      async handle({ coeId }) {
        await questions.learn();
        return { status: 200, body: await readiness.of(await store.byId(coeId)) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/waivers',
      action: 'coe.read',
      tag,
      summary: 'Findings that reviewers let stand, with their reasons; lapsed ones too',
      params: z.object({ coe }),
      responses: { 200: { description: 'All of them', schema: pageOf(waiverSchema) } },
      handle: async ({ coeId }) => ({ status: 200, body: { items: await listed(coeId), nextCursor: null } }),
    }),
    endpoint({
      method: 'post',
      path: '/coes/{coe}/waivers',
      action: 'coe.review',
      tag,
      summary: 'Let one finding stand, with a reason',
      description:
        'Bound to the words meant: it lapses when their sentence changes. Neither authors nor anybody who wrote in the COE can waive its findings.',
      params: z.object({ coe }),
      body: waiverInput,
      responses: { 201: { description: 'The waiver', schema: waiverSchema } },
      async handle({ coeId, body, actor }) {
        await waivers.grant(readiness, await store.byId(coeId), body, actor);
        const made = (await listed(coeId)).find(({ finding: id }) => id === body.finding);
        return { status: 201, body: made };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/coes/{coe}/waivers/{finding}',
      action: 'coe.review',
      tag,
      summary: 'Take a waiver back',
      params: z.object({ coe, finding: z.string().max(100) }),
      responses: { 204: { description: 'The finding counts again' } },
      async handle({ coeId, params, actor }) {
        await waivers.withdraw(coeId, params.finding, actor);
        return { status: 204 };
      },
    }),
    ...ruleRoutes(parts),
  ];
}

function ruleRoutes({ ruleSettings }: ReadinessRoutesParts): Endpoint[] {
  const rules = async () => {
    const settings = await ruleSettings.current();
    return READINESS_RULES.map(({ id, severity, why, fix }) => ({
      id,
      severity,
      why,
      fix,
      setting: settings.get(id) ?? null,
    }));
  };
  return [
    endpoint({
      method: 'get',
      path: '/readiness-rules',
      action: 'template.read',
      tag,
      summary: 'Every rule of readiness, and what the organisation made of it',
      responses: { 200: { description: 'All of them', schema: pageOf(ruleSchema) } },
      handle: async () => ({ status: 200, body: { items: await rules(), nextCursor: null } }),
    }),
    endpoint({
      method: 'patch',
      path: '/readiness-rules/{rule}',
      action: 'template.change',
      tag,
      summary: 'Turn a rule off, down to a warning, or back to its default; with a reason',
      params: z.object({ rule: z.string().max(100) }),
      body: ruleSettingInput,
      responses: { 200: { description: 'The rule', schema: ruleSchema } },
      async handle({ params, body, actor }) {
        if (!READINESS_RULES.some(({ id }) => id === params.rule)) notFound('readiness rule', params.rule);
        await ruleSettings.change(params.rule, body, actor);
        return { status: 200, body: (await rules()).find(({ id }) => id === params.rule) };
      },
    }),
  ];
}
