import { z } from 'zod';
import { etagOf } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import { coeParams } from '../coe/routes.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import { acceptSuggestion } from './accept-suggestion.js';
import { type AcceptParts, acceptSuggestions } from './accept-suggestions.js';
import type { AuthoriseCoe } from './draft-routes.js';
import { rejectSuggestion } from './reject-suggestion.js';
import { SUGGESTION_SECTIONS } from './section-rule.js';
import { presentSuggestion, SUGGESTION_STATUSES, suggestionSchema } from './suggestion-schema.js';

export type SuggestionRoutesParts = AcceptParts & { store: CoeStore; clock: Clock; authoriseCoe: AuthoriseCoe };

const MOST_IDS = 10_000;
const listQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(SUGGESTION_STATUSES).optional(),
  section: z.enum(SUGGESTION_SECTIONS).optional(),
});
const ids = z.union([z.literal('all'), z.array(z.string().max(100)).min(1).max(MOST_IDS)], {
  error: 'A list of suggestion ids, or "all" for what waits (key moments: values, not candidates).',
});
const acceptedSchema = z.object({
  accepted: z.array(z.string()).describe('ids that the COE holds now'),
  skipped: z
    .array(
      z.object({
        id: z.string(),
        section: z.enum(SUGGESTION_SECTIONS),
        reason: z.string(),
        current: z.unknown().describe('what a person wrote, which stays'),
        suggested: z.unknown(),
      }),
    )
    .describe('left out of "all"; these still wait'),
  coe: z.object({ id: z.string(), number: z.string(), version: z.number().int() }),
});
const editsSchema = z
  .strictObject({
    content: z.record(z.string(), z.unknown()).default({}).describe('replaces these fields of the content'),
  })
  .default({ content: {} })
  .meta({ id: 'SuggestionEdits' });
const rejectionSchema = z
  .strictObject({ reason: z.string().trim().max(2_000).nullable().default(null) })
  .default({ reason: null })
  .meta({ id: 'SuggestionRejection' });

/** A suggestion is found below its COE and by its id alone. */
const PLACES = [
  { path: '/coes/{coe}/suggestions/{id}', action: 'coe.edit', params: coeParams.extend({ id: z.string().max(100) }) },
  { path: '/suggestions/{id}', action: 'coe.list', params: z.object({ id: z.string().max(100) }) },
];

export function suggestionRoutes(parts: SuggestionRoutesParts): Endpoint[] {
  const { suggestions } = parts;
  const headersOf = (coe: StoredCoe) => ({ ETag: etagOf(coe) });

  const lists = [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/suggestions',
      action: 'coe.read',
      tag: 'Drafts',
      summary: 'List suggestions, in the order of the document',
      params: coeParams,
      query: listQuery,
      responses: { 200: { description: 'A page', schema: pageOf(suggestionSchema) } },
      async handle({ coeId, query }) {
        const page = await suggestions.list(coeId, query);
        return { status: 200, body: { items: page.items.map(presentSuggestion), nextCursor: page.nextCursor } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/coes/{coe}/suggestions/accept',
      action: 'coe.edit',
      tag: 'Drafts',
      summary: 'Accept suggestions into the COE, as one revision',
      description:
        'Named ids are accepted together or not at all (409 with what stands in the way). A text goes below what a person wrote, never over it. `all` leaves such fields alone and says so in `skipped`.',
      params: coeParams,
      body: z.strictObject({ ids }).meta({ id: 'SuggestionIds' }),
      responses: {
        200: { description: 'What was accepted, and what was skipped with the reason', schema: acceptedSchema },
      },
      async handle({ coeId, body, actor, activity }) {
        const { accepted, skipped, coe } = await acceptSuggestions(parts, coeId, body.ids, actor);
        Object.assign(activity, { accepted: accepted.length, skipped: skipped.length });
        const { _id: id, number, version } = coe;
        return { status: 200, body: { accepted, skipped, coe: { id, number, version } }, headers: headersOf(coe) };
      },
    }),
  ];

  const decisions = PLACES.flatMap(({ path, action, params }) => [
    endpoint({
      method: 'post',
      path: `${path}/accept`,
      action,
      tag: 'Drafts',
      summary: 'Accept one suggestion, with edits when the body carries any',
      params,
      body: editsSchema,
      responses: { 200: { description: 'The suggestion; ETag is that of the COE', schema: suggestionSchema } },
      async handle({ params: { id }, coeId, body, actor }) {
        const within = coeId || (await coeOf(parts, actor, id));
        const { suggestion, coe } = await acceptSuggestion(parts, within, id, actor, body.content);
        return { status: 200, body: presentSuggestion(suggestion), headers: headersOf(coe) };
      },
    }),
    endpoint({
      method: 'post',
      path: `${path}/reject`,
      action,
      tag: 'Drafts',
      summary: 'Reject one suggestion; later drafts do not propose it again',
      params,
      body: rejectionSchema,
      responses: { 200: { description: 'The suggestion', schema: suggestionSchema } },
      async handle({ params: { id }, coeId, body, actor }) {
        const within = coeId || (await coeOf(parts, actor, id));
        return { status: 200, body: presentSuggestion(await rejectSuggestion(parts, within, id, actor, body.reason)) };
      },
    }),
  ]);
  return [...lists, ...decisions];
}

/** The COE of a suggestion that the path names alone. @throws AppError notFound, forbidden */
async function coeOf({ suggestions, authoriseCoe }: SuggestionRoutesParts, actor: Actor, id: string): Promise<string> {
  const { coeId } = await suggestions.byId(id);
  try {
    await authoriseCoe(actor, 'coe.edit', coeId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') notFound('suggestion', id);
    throw error;
  }
  return coeId;
}
