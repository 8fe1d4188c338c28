import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import { diffContents } from './diff.js';
import { type EditCoe, etagOf } from './edit.js';
import { coeSchema, presentCoe, type ReadinessOf } from './present.js';
import { restoreRevision } from './restore-revision.js';
import { listRevisions, revisionAt } from './revisions.js';
import { COE_STATUSES, coeContentSchema } from './schema.js';
import type { CoeStore } from './store.js';

const n = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'Revisions are numbered from 1.')
  .transform(Number);
const coe = z.string().max(100);
const revisionSchema = z
  .object({
    n: z.number().int(),
    at: z.string(),
    actor: z.object({ id: z.string(), name: z.string() }),
    type: z.string(),
    sections: z.array(z.string()),
    note: z.string().nullable().describe('the reason that was given'),
    status: z.enum(COE_STATUSES).nullable().describe('after it'),
    contentHash: z.string().nullable().describe('after it'),
  })
  .meta({ id: 'Revision' });
const diffSchema = z.object({
  from: revisionSchema,
  to: revisionSchema,
  sections: z.array(
    z.object({
      section: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      words: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
    }),
  ),
});

export function revisionRoutes(parts: { store: CoeStore; edit: EditCoe; readinessOf: ReadinessOf }): Endpoint[] {
  const { store, edit, readinessOf } = parts;
  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/revisions',
      action: 'coe.read',
      tag: 'Revisions',
      summary: 'The history of a COE, newest first',
      params: z.object({ coe }),
      query: z.strictObject(pageQuery),
      responses: { 200: { description: 'A page', schema: pageOf(revisionSchema) } },
      async handle({ coeId, query }) {
        return { status: 200, body: await listRevisions(store, coeId, query) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/revisions/{n}',
      action: 'coe.read',
      tag: 'Revisions',
      summary: 'The content as of one revision',
      params: z.object({ coe, n }),
      responses: {
        200: { description: 'The revision', schema: revisionSchema.extend({ content: coeContentSchema }) },
      },
      async handle({ coeId, params }) {
        return { status: 200, body: await revisionAt(store, coeId, params.n) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/revisions/{a}/diff/{b}',
      action: 'coe.read',
      tag: 'Revisions',
      summary: 'What changed from revision a to b, by section, word by word',
      params: z.object({ coe, a: n, b: n }),
      responses: { 200: { description: 'The difference', schema: diffSchema } },
      async handle({ coeId, params }) {
        const { content: before, ...from } = await revisionAt(store, coeId, params.a);
        const { content: after, ...to } = await revisionAt(store, coeId, params.b);
        return { status: 200, body: { from, to, sections: diffContents(before, after) } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/coes/{coe}/revisions/{n}/restore',
      action: 'coe.edit',
      tag: 'Revisions',
      summary: 'Write the content of an older revision as the newest one',
      params: z.object({ coe, n }),
      responses: { 200: { description: 'The restored document', schema: coeSchema } },
      async handle({ coeId, params, actor }) {
        const restored = await restoreRevision(store, edit, coeId, params.n, actor);
        return { status: 200, body: await presentCoe(restored, readinessOf), headers: { ETag: etagOf(restored) } };
      },
    }),
  ];
}
