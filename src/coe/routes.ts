import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import type { SpellingsOf } from '../kernel/service-names.js';
import { archiveCoe } from './archive.js';
import { breakGlass } from './break-glass.js';
import type { CreateCoe } from './create.js';
import { type EditCoe, etagOf } from './edit.js';
import { markdown } from './fields.js';
import { listCoes, listQuery } from './list.js';
import type { Json } from './merge-patch.js';
import type { StoredCoe } from './model.js';
import { coeSchema, coeSummarySchema, presentCoe, presentSummary, type ReadinessOf } from './present.js';
import { coeContentSchema } from './schema.js';
import type { CoeStore } from './store.js';
import { askedQuestions, changedQuestions, type TemplateStore, templateQuestionSchema } from './templates.js';

export type CoeRoutesParts = {
  store: CoeStore;
  create: CreateCoe;
  edit: EditCoe;
  templates: TemplateStore;
  /** Told after a new version of the questions exists. */
  questionsChanged(): Promise<void>;
  readinessOf: ReadinessOf;
  /** Open comment threads by COE; those without any are not in the map. */
  openComments(coeIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The database filter of what an actor may see. */
  visible(actor: Actor): Record<string, unknown>;
  spellingsOf: SpellingsOf;
};

const listedSchema = coeSummarySchema.extend({ openComments: z.number().int() }).meta({ id: 'ListedCoe' });

export const coeParams = z.object({ coe: z.string().max(100) });

const breakGlassBody = z
  .strictObject({ reason: markdown.pipe(z.string().trim().min(10, 'Say why, in a sentence.').max(2_000)) })
  .meta({ id: 'BreakGlass' });

/** A merge patch: the fields of a COE or null; what the merged document must look like is checked after merging. */
const patchSchema = z
  .record(z.string(), z.unknown())
  .refine((patch) => Object.keys(patch).length > 0, 'The patch is empty: name at least one field.')
  .meta({ id: 'CoePatch', description: 'RFC 7396 merge patch of CoeContent' });

export function coeRoutes({
  store,
  create,
  edit,
  templates,
  questionsChanged,
  readinessOf,
  visible,
  spellingsOf,
  openComments,
}: CoeRoutesParts): Endpoint[] {
  const reply = async (coe: StoredCoe, status = 200, headers: Record<string, string> = {}) => ({
    status,
    body: await presentCoe(coe, readinessOf),
    headers: { ETag: etagOf(coe), ...headers },
  });

  return [
    endpoint({
      method: 'post',
      path: '/coes',
      action: 'coe.create',
      tag: 'COEs',
      summary: 'Create a COE',
      body: coeContentSchema,
      responses: { 201: { description: 'The new draft', schema: coeSchema } },
      async handle({ body, actor, idempotencySeed, activity }) {
        const coe = await create(body, actor, idempotencySeed);
        activity.coeId = coe._id;
        return reply(coe, 201, { Location: `/api/v1/coes/${coe._id}` });
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes',
      action: 'coe.list',
      tag: 'COEs',
      summary: 'List COEs, newest first',
      query: listQuery,
      responses: { 200: { description: 'A page', schema: pageOf(listedSchema) } },
      async handle({ query, actor }) {
        const page = await listCoes(store, query, visible, actor, spellingsOf);
        const open = await openComments(page.items.map(({ _id }) => _id));
        const items = page.items.map((coe) => ({ ...presentSummary(coe), openComments: open.get(coe._id) ?? 0 }));
        return { status: 200, body: { items, nextCursor: page.nextCursor } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}',
      action: 'coe.read',
      takesCoe: true,
      tag: 'COEs',
      summary: 'Read a COE by id or number',
      params: coeParams,
      responses: { 200: { description: 'The whole document', schema: coeSchema } },
      async handle({ coe: read, request }) {
        const coe = read as StoredCoe;
        if (request.get('If-None-Match') === etagOf(coe)) return { status: 304, headers: { ETag: etagOf(coe) } };
        return reply(coe);
      },
    }),
    endpoint({
      method: 'patch',
      path: '/coes/{coe}',
      action: 'coe.edit',
      takesCoe: true,
      tag: 'COEs',
      summary: 'Edit a COE by merge patch',
      description:
        'Answers 412 when If-Match names no known version, or one since which a patched section changed; other changes are merged.',
      params: coeParams,
      body: patchSchema,
      bodyTypes: ['application/merge-patch+json'],
      requestHeaders: { 'If-Match': 'The ETag of the version you edited; required.' },
      responses: { 200: { description: 'The merged document', schema: coeSchema } },
      async handle({ coeId, coe, body, actor, request, activity }) {
        const ifMatch = request.get('If-Match');
        if (ifMatch === undefined)
          throw new AppError('preconditionRequired', 'Send If-Match with the ETag of the version you edited.');
        activity.sections = Object.keys(body);
        return reply(await edit.patch(coeId, body as Record<string, Json>, ifMatch, actor, coe as StoredCoe));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/coes/{coe}',
      action: 'coe.archive',
      tag: 'COEs',
      summary: 'Archive a COE; nothing is destroyed',
      params: coeParams,
      responses: { 200: { description: 'The archived document', schema: coeSchema } },
      async handle({ coeId, actor }) {
        return reply(await archiveCoe(store, coeId, actor));
      },
    }),
    endpoint({
      method: 'post',
      path: '/coes/{coe}/break-glass',
      action: 'coe.open',
      tag: 'COEs',
      summary: 'Open a restricted COE that you are not listed on, as an administrator',
      description: 'Lists you as a member, for everybody on the COE to see, and keeps the reason in the audit.',
      params: coeParams,
      body: breakGlassBody,
      responses: { 200: { description: 'The document', schema: coeSchema } },
      async handle({ coeId, body, actor }) {
        return reply(await breakGlass(store, coeId, body.reason, actor));
      },
    }),
    endpoint({
      method: 'get',
      path: '/coe-questions',
      action: 'template.read',
      tag: 'COEs',
      summary: 'The questions of sections 6 and 7, of a template version or the newest',
      query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
      responses: {
        200: {
          description: 'The question set',
          schema: z.object({
            version: z.number().int(),
            questions: z.array(templateQuestionSchema),
            asked: z.array(z.string()).describe('ids of the enabled questions'),
          }),
        },
      },
      async handle({ query }) {
        const template =
          query.version === undefined ? await templates.latest() : await templates.byVersion(query.version);
        if (!template) throw new AppError('notFound', `There is no version ${query.version} of the questions.`);
        const asked = askedQuestions(template).map((question) => question.id);
        return { status: 200, body: { version: template.version, questions: template.questions, asked } };
      },
    }),
    endpoint({
      method: 'put',
      path: '/coe-questions',
      action: 'template.change',
      tag: 'COEs',
      summary: 'Change the question set: a new version for COEs made from now on',
      body: changedQuestions,
      responses: {
        200: {
          description: 'The new version',
          schema: z.object({ version: z.number().int(), questions: z.array(templateQuestionSchema) }),
        },
      },
      async handle({ body, actor }) {
        const template = await templates.change(body.questions, { id: actor.id, name: actor.name });
        await questionsChanged();
        return { status: 200, body: { version: template.version, questions: template.questions } };
      },
    }),
  ];
}
