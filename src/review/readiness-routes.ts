import { z } from 'zod';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import type { CoeReadiness } from './readiness.js';
import type { TemplateQuestions } from './template-questions.js';

const findings = z.array(
  z
    .object({
      rule: z.string(),
      severity: z.enum(['blocker', 'warning']),
      place: z.object({
        pointer: z.string().describe('RFC 6901, into the COE'),
        quote: z.string().nullable().describe('the words meant, when it is about words'),
      }),
      why: z.string(),
      fix: z.string(),
    })
    .meta({ id: 'Finding' }),
);

export type ReadinessRoutesParts = { store: CoeStore; readiness: CoeReadiness; questions: TemplateQuestions };

export function readinessRoutes({ store, readiness, questions }: ReadinessRoutesParts): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/readiness',
      action: 'coe.read',
      tag: 'Review',
      summary: 'What still stands in the way of approval, and what is worth a second look',
      params: z.object({ coe: z.string().max(100) }),
      responses: {
        200: {
          description: 'Findings of every readiness rule',
          schema: z.object({ blockers: findings, warnings: findings }).meta({ id: 'Readiness' }),
        },
      },
      async handle({ coeId }) {
        await questions.learn();
        return { status: 200, body: await readiness.of(await store.byId(coeId)) };
      },
    }),
  ];
}
