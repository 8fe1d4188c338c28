import { z } from 'zod';
import { coeParams } from '../coe/routes.js';
import { type Endpoint, endpoint, type Reply } from '../http/endpoint.js';
import type { Actor } from '../kernel/actor.js';
import { AppError, notFound } from '../kernel/errors.js';
import { draftSchema, presentDraft, type StoredDraft } from './draft-schema.js';
import { DRAFTERS } from './drafter.js';
import { followDraft, waitForDraft } from './follow-draft.js';
import { preferredWait } from './preferred-wait.js';
import { jobIdOf, type RequestDraftParts, requestDraft } from './request-draft.js';
import { ASKED_SECTIONS, DRAFT_SECTIONS } from './section-rule.js';
import type { SuggestionStore } from './suggestions.js';

/** Asks the policy table about a COE that the path does not name. @throws AppError notFound, forbidden */
export type AuthoriseCoe = (actor: Actor, action: string, coeId: string) => Promise<unknown>;

export type DraftRoutesParts = RequestDraftParts & { suggestions: SuggestionStore; authoriseCoe: AuthoriseCoe };

const draftParams = z.object({ id: z.string().max(100) });
const requestSchema = z
  .strictObject({
    sections: z
      .array(z.enum(ASKED_SECTIONS))
      .min(1, 'Name at least one section, or leave the field out for all.')
      .transform((sections) => ASKED_SECTIONS.filter((section) => sections.includes(section)))
      .default([...DRAFT_SECTIONS]),
    drafter: z.enum(DRAFTERS).default('rules'),
  })
  .default({ sections: [...DRAFT_SECTIONS], drafter: 'rules' })
  .meta({ id: 'DraftRequest' });

export function draftRoutes(parts: DraftRoutesParts): Endpoint[] {
  const { jobs, suggestions } = parts;
  const present = async (draft: StoredDraft) => presentDraft(draft, await suggestions.ofDraft(draft._id));
  const locationOf = (draft: StoredDraft) => `/api/v1/drafts/${draft._id}`;

  return [
    endpoint({
      method: 'post',
      path: '/coes/{coe}/drafts',
      action: 'coe.edit',
      tag: 'Drafts',
      summary: 'Draft sections of a COE from its evidence',
      description:
        'All sections but `rewrites` unless some are named; `rewrites` proposes other words for what the blameless rules of readiness find in the COE. A later draft proposes only what was neither accepted, rejected nor waits already. With `Prefer: wait=N` (RFC 7240, 60 at most) the answer is the finished draft when it ends in time.',
      params: coeParams,
      body: requestSchema,
      requestHeaders: { Prefer: 'wait=N: wait up to N seconds for the draft to end.' },
      responses: {
        200: { description: 'The draft, ended within the time to wait', schema: draftSchema },
        202: { description: 'The draft, still queued or running; see Location', schema: draftSchema },
      },
      async handle({ coeId, body, actor, request, idempotencySeed, activity }): Promise<Reply> {
        const wait = preferredWait(request.get('Prefer'));
        const queued = await requestDraft(parts, coeId, body, actor, idempotencySeed);
        activity.draftId = queued._id;
        activity.sections = queued.sections;
        const headers: Record<string, string> = { Location: locationOf(queued) };
        if (wait === undefined) return { status: 202, body: await present(queued), headers };
        headers['Preference-Applied'] = `wait=${wait}`;
        const { draft, ended } = await waitForDraft(parts, queued._id, wait);
        return { status: ended ? 200 : 202, body: await present(draft), headers };
      },
    }),
    endpoint({
      method: 'get',
      path: '/drafts/{id}',
      action: 'coe.list',
      tag: 'Drafts',
      summary: 'Read a draft with its suggestions',
      params: draftParams,
      responses: { 200: { description: 'The draft', schema: draftSchema } },
      async handle({ params, actor }) {
        return { status: 200, body: await present(await visibleDraft(parts, actor, params.id, 'coe.read')) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/drafts/{id}/events',
      action: 'coe.list',
      tag: 'Drafts',
      summary: 'Follow a draft: server-sent events',
      description:
        'Events `progress` {id, status, step, steps, text}, then one of `done`, `failed`, `cancelled` and the end.',
      params: draftParams,
      responses: { 200: { description: 'The events', contentType: 'text/event-stream' } },
      async handle({ params, actor }) {
        const draft = await visibleDraft(parts, actor, params.id, 'coe.read');
        return { status: 200, events: (send, closed) => followDraft(parts, draft._id, send, closed) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/drafts/{id}/cancel',
      action: 'coe.list',
      tag: 'Drafts',
      summary: 'Cancel a draft that has not ended',
      params: draftParams,
      responses: { 200: { description: 'The draft, cancelled', schema: draftSchema } },
      async handle({ params, actor }) {
        const { _id } = await visibleDraft(parts, actor, params.id, 'coe.edit');
        await jobs.cancel(jobIdOf(_id));
        const { draft } = await waitForDraft(parts, _id, CANCEL_SECONDS);
        if (draft.status !== 'cancelled')
          throw new AppError('conflict', `The draft is ${draft.status}; it can no longer be cancelled.`);
        return { status: 200, body: await present(draft) };
      },
    }),
  ];
}

/** A draft stops at its next step; no step takes longer. */
const CANCEL_SECONDS = 15;

/** @throws AppError notFound also for the draft of a COE that the actor may not see; forbidden */
async function visibleDraft(
  { drafts, authoriseCoe }: DraftRoutesParts,
  actor: Actor,
  id: string,
  action: string,
): Promise<StoredDraft> {
  const draft = await drafts.byId(id);
  try {
    await authoriseCoe(actor, action, draft.coeId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') notFound('draft', id);
    throw error;
  }
  return draft;
}
