import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { validationError } from '../http/validate.js';
import { notFound } from '../kernel/errors.js';
import { lensErrors } from './check-lens.js';
import { lensForm, lensSchema } from './lens.js';
import { nameOrigins, type OriginParts } from './name-origins.js';
import type { ReviewStore } from './review-store.js';
import { templateInput, templateSchema } from './template-schema.js';
import { standingOf } from './template-standing.js';
import {
  contentOf,
  contentOfLens,
  createTemplate,
  lensesOf,
  presentTemplate,
  type TemplateParts,
  templateAt,
  versionTemplate,
} from './templates.js';

const tag = 'ORR';
const idParams = z.object({ id: z.string().max(100) });
const whole = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'A whole number from 1.')
  .transform(Number);

/** Versioned sets of questions, and the custom lenses that they are. */
export function templateRoutes(parts: TemplateParts & OriginParts & { reviews: ReviewStore }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/orr/templates',
      action: 'orr.read',
      tag,
      summary: 'List the ORR templates, each in its newest version',
      responses: {
        200: {
          description: 'By name',
          schema: z.object({ items: z.array(templateSchema.omit({ pillars: true, questionIds: true })) }),
        },
      },
      async handle() {
        const items = (await parts.templates.all()).map((row) => {
          const { pillars: _, questionIds: __, ...shown } = presentTemplate(row);
          return shown;
        });
        return { status: 200, body: { items } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/orr/templates',
      action: 'orr.decide',
      tag,
      summary: 'Make a template of questions of the library',
      body: templateInput,
      responses: { 201: { description: 'Version 1', schema: templateSchema } },
      async handle({ body, actor, idempotencySeed }) {
        const made = await createTemplate(parts, await contentOf(parts, body), body.note, actor, idempotencySeed);
        return {
          status: 201,
          headers: { Location: `/api/v1/orr/templates/${made.templateId}` },
          body: presentTemplate(made),
        };
      },
    }),
    endpoint({
      method: 'post',
      path: '/orr/templates/import',
      action: 'orr.decide',
      tag,
      summary: 'Make a template of an AWS Well-Architected custom lens',
      body: lensSchema,
      responses: { 201: { description: 'Version 1', schema: templateSchema } },
      async handle({ body, actor, idempotencySeed }) {
        const errors = lensErrors(body);
        if (errors.length > 0) throw validationError(errors);
        const made = await createTemplate(parts, contentOfLens(body), 'Imported', actor, idempotencySeed);
        return {
          status: 201,
          headers: { Location: `/api/v1/orr/templates/${made.templateId}` },
          body: presentTemplate(made),
        };
      },
    }),
    endpoint({
      method: 'get',
      path: '/orr/templates/{id}',
      action: 'orr.read',
      tag,
      summary: 'Read a template, with what each service still has to answer',
      params: idParams,
      query: z.strictObject({ version: whole.optional() }),
      responses: { 200: { description: 'The template', schema: templateWithStanding } },
      async handle({ params, query }) {
        const template = await templateAt(parts, params.id, query.version);
        const services = standingOf(template, await parts.reviews.ofTemplate(params.id));
        return { status: 200, body: { ...presentTemplate(template), services } };
      },
    }),
    endpoint({
      method: 'put',
      path: '/orr/templates/{id}',
      action: 'orr.decide',
      tag,
      summary: 'Make a new version of a template; reviews show what they have not answered of it',
      params: idParams,
      body: templateInput,
      responses: { 200: { description: 'The new version', schema: templateSchema } },
      async handle({ params, body, actor }) {
        const made = await versionTemplate(parts, params.id, await contentOf(parts, body), body.note, actor);
        return { status: 200, body: presentTemplate(made) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/orr/templates/{id}/custom-lens.json',
      action: 'orr.read',
      tag,
      summary: 'The template as an AWS Well-Architected custom lens',
      description:
        'Each question of the library names the COEs that taught it, of those that you may see. A template that is too large for a lens (10 pillars, 20 questions a pillar, 500 KB) is split: `Custom-Lens-Parts` says into how many, and `?part=2` reads the second.',
      params: idParams,
      query: z.strictObject({ part: whole.default(1), version: whole.optional() }),
      responses: { 200: { description: 'schemaVersion 2021-11-01', schema: lensForm } },
      async handle({ params, query, actor }) {
        const template = await templateAt(parts, params.id, query.version);
        const lenses = lensesOf(await nameOrigins(parts, template, actor));
        const body = lenses[query.part - 1] ?? notFound('part of this lens', String(query.part));
        return { status: 200, headers: { 'Custom-Lens-Parts': String(lenses.length) }, body };
      },
    }),
  ];
}

const templateWithStanding = templateSchema
  .extend({
    services: z.array(
      z.object({
        reviewId: z.string(),
        service: z.string(),
        status: z.string(),
        templateVersion: z.number().int(),
        unanswered: z.array(z.object({ id: z.string(), title: z.string() })),
      }),
    ),
  })
  .meta({ id: 'OrrTemplateWithServices' });
