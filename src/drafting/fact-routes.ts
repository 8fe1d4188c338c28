import { z } from 'zod';
import { coeParams } from '../coe/routes.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { notFound } from '../kernel/errors.js';
import type { AcceptParts } from './accept-suggestions.js';
import { correctFact, factChangeSchema } from './correct-fact.js';
import { factsOfCoe, shownFactSchema } from './facts-of-coe.js';
import type { RejectParts } from './reject-suggestion.js';
import { statedFactSchema, stateFact } from './state-fact.js';

export function factRoutes(parts: AcceptParts & RejectParts): Endpoint[] {
  const { store, suggestions } = parts;
  const shown = async (coeId: string, id: string) =>
    (await factsOfCoe(store, suggestions, coeId)).find((fact) => fact.id === id) ?? notFound('fact', id);
  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/facts',
      action: 'coe.read',
      tag: 'Drafts',
      summary: 'The facts of a COE: numbers and names that summary and impact rest on, decided and proposed',
      params: coeParams,
      responses: { 200: { description: 'All of them', schema: z.object({ items: z.array(shownFactSchema) }) } },
      async handle({ coeId }) {
        return { status: 200, body: { items: await factsOfCoe(store, suggestions, coeId) } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/coes/{coe}/facts',
      action: 'coe.edit',
      tag: 'Drafts',
      summary: 'State a fact',
      description: 'Without evidence it is cited as stated by you. A later draft words summary and impact with it.',
      params: coeParams,
      body: statedFactSchema,
      responses: { 201: { description: 'The fact', schema: shownFactSchema } },
      async handle({ coeId, body, actor, idempotencySeed }) {
        const seed = idempotencySeed === undefined ? undefined : `fact_${idempotencySeed.slice(0, 20)}`;
        const { id } = await stateFact(parts, coeId, body, actor, seed);
        return { status: 201, body: await shown(coeId, id) };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/coes/{coe}/facts/{id}',
      action: 'coe.edit',
      tag: 'Drafts',
      summary: 'Correct a fact, reject it, or take it back in; a proposed one is accepted by it',
      description:
        'Another value than the evidence gives is cited as stated by you, with what the evidence says beside it. An impact number of the COE that came from the fact follows.',
      params: coeParams.extend({ id: z.string().max(100) }),
      body: factChangeSchema,
      responses: { 200: { description: 'The fact', schema: shownFactSchema } },
      async handle({ coeId, params, body, actor }) {
        await correctFact(parts, coeId, params.id, body, actor);
        return { status: 200, body: await shown(coeId, params.id) };
      },
    }),
  ];
}
