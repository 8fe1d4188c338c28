import { z } from 'zod';
import { type Endpoint, endpoint } from '../../http/endpoint.js';
import { pageOf, pageQuery } from '../../http/page.js';
import { changeRecurrence, type DecideParts, mergeRecurrences, splitRecurrence } from './decide-recurrence.js';
import { getRecurrence, listRecurrences } from './list-recurrences.js';
import {
  mergeInput,
  recurrenceDetailSchema,
  recurrencePairSchema,
  recurrencePatch,
  recurrenceSchema,
  splitInput,
} from './recurrence-schema.js';

const tag = 'Recurrence';
const params = z.object({ id: z.string().max(100) });

/** Problems that come back: clusters of COEs, and what people decide about them. */
export function recurrenceRoutes(parts: DecideParts): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/recurrences',
      action: 'recurrence.read',
      tag,
      summary: 'Clusters of recurring problems: pinned first, then by how often; and the pairs of COEs most alike',
      description:
        'Everything is computed from COEs that you may see; a cluster of which you see fewer than two is not there for you.',
      query: z.strictObject(pageQuery),
      responses: {
        200: {
          description: 'A page',
          schema: pageOf(recurrenceSchema).extend({ total: z.number().int(), pairs: z.array(recurrencePairSchema) }),
        },
      },
      async handle({ query, actor }) {
        return { status: 200, body: await listRecurrences(parts, query, actor) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/recurrences/{id}',
      action: 'recurrence.read',
      tag,
      summary: 'One cluster with its time line and open promises',
      params,
      responses: { 200: { description: 'The cluster', schema: recurrenceDetailSchema } },
      async handle({ params: { id }, actor }) {
        return { status: 200, body: await getRecurrence(parts, id, actor) };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/recurrences/{id}',
      action: 'recurrence.decide',
      tag,
      summary: 'Name a cluster, or pin it so that its members stay together',
      params,
      body: recurrencePatch,
      responses: { 200: { description: 'The cluster', schema: recurrenceDetailSchema } },
      async handle({ params: { id }, body, actor }) {
        return { status: 200, body: await changeRecurrence(parts, id, body, actor) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/recurrences/{id}/merge',
      action: 'recurrence.decide',
      tag,
      summary: 'Join other clusters to this one, which keeps its id',
      params,
      body: mergeInput,
      responses: { 200: { description: 'The joined cluster', schema: recurrenceDetailSchema } },
      async handle({ params: { id }, body, actor }) {
        return { status: 200, body: await mergeRecurrences(parts, id, body.with, actor) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/recurrences/{id}/split',
      action: 'recurrence.decide',
      tag,
      summary: 'Take COEs out of a cluster; more than one of them become a cluster of their own',
      params,
      body: splitInput,
      responses: {
        200: {
          description: 'What is left, and the new cluster; null for what is one COE alone',
          schema: z.object({ kept: recurrenceDetailSchema.nullable(), split: recurrenceDetailSchema.nullable() }),
        },
      },
      async handle({ params: { id }, body, actor }) {
        return { status: 200, body: await splitRecurrence(parts, id, body.coes, actor) };
      },
    }),
  ];
}
