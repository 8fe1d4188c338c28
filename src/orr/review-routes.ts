import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import {
  answerInput,
  reviewDecision,
  reviewInput,
  reviewSchema,
  reviewTransition,
  riskPatch,
} from './review-schema.js';
import { REVIEW_STATUSES, type StoredReview } from './review-store.js';
import {
  answerQuestion,
  changeRisk,
  decideReview,
  moveReview,
  type OrrReviewParts,
  openReview,
  shownReview,
  updateReview,
} from './reviews.js';

const tag = 'ORR';
const idParams = z.object({ id: z.string().max(100) });
const questionParams = idParams.extend({ question: z.string().max(128) });
const row = reviewSchema
  .pick({ id: true, service: true, status: true, template: true, createdAt: true, createdBy: true, updatedAt: true })
  .extend({
    unanswered: z.number().int(),
    openRisks: z.number().int(),
  });

/** Reviews: a service answers a template, a reviewer raises the bar, a director approves what was answered. */
export function orrReviewRoutes(parts: OrrReviewParts): Endpoint[] {
  const reply = async (review: StoredReview, status = 200) => ({ status, body: await shownReview(parts, review) });
  const responses = { 200: { description: 'The review', schema: reviewSchema } };
  return [
    endpoint({
      method: 'get',
      path: '/orr/reviews',
      action: 'orr.read',
      tag,
      summary: 'List ORR reviews, newest first',
      query: z.strictObject({
        ...pageQuery,
        status: z.enum(REVIEW_STATUSES).optional(),
        service: z.string().max(200).optional(),
        templateId: z.string().max(100).optional(),
      }),
      responses: { 200: { description: 'A page', schema: pageOf(row) } },
      async handle({ query: { limit, cursor, ...filter } }) {
        const rows = await parts.reviews.list(filter, readCursor(cursor, ['string', 'string']), limit + 1);
        const page = cutPage(rows, limit, ({ createdAt, _id }) => [createdAt, _id]);
        const items = await Promise.all(page.items.map(async (review) => reviewRow(parts, review)));
        return { status: 200, body: { items, nextCursor: page.nextCursor } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/orr/reviews',
      action: 'orr.review',
      tag,
      summary: 'Open a review of a service against the newest version of a template',
      body: reviewInput,
      responses: { 201: { description: 'The review', schema: reviewSchema } },
      async handle({ body, actor, idempotencySeed }) {
        const review = await openReview(parts, body, actor, idempotencySeed);
        return { ...(await reply(review, 201)), headers: { Location: `/api/v1/orr/reviews/${review._id}` } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/orr/reviews/{id}',
      action: 'orr.read',
      tag,
      summary: 'Read a review with its questions, answers and open risks',
      params: idParams,
      responses,
      handle: async ({ params }) => reply(await parts.reviews.byId(params.id)),
    }),
    endpoint({
      method: 'put',
      path: '/orr/reviews/{id}/answers/{question}',
      action: 'orr.review',
      tag,
      summary: 'Answer a question, with links that show it, or say why it does not apply',
      params: questionParams,
      body: answerInput,
      responses,
      handle: async ({ params, body, actor }) =>
        reply(await answerQuestion(parts, params.id, params.question, body, actor)),
    }),
    endpoint({
      method: 'delete',
      path: '/orr/reviews/{id}/answers/{question}',
      action: 'orr.review',
      tag,
      summary: 'Take an answer back',
      params: questionParams,
      responses,
      handle: async ({ params, actor }) => reply(await answerQuestion(parts, params.id, params.question, null, actor)),
    }),
    endpoint({
      method: 'patch',
      path: '/orr/reviews/{id}/action-items/{question}',
      action: 'orr.review',
      tag,
      summary: 'Give an open risk an owner and a date, or close it with proof',
      params: questionParams,
      body: riskPatch,
      responses,
      handle: async ({ params, body, actor }) =>
        reply(await changeRisk(parts, params.id, params.question, body, actor)),
    }),
    endpoint({
      method: 'post',
      path: '/orr/reviews/{id}/transitions',
      action: 'orr.review',
      tag,
      summary: 'Ask for review (every question answered), or take back',
      params: idParams,
      body: reviewTransition,
      responses,
      handle: async ({ params, body, actor }) => reply(await moveReview(parts, params.id, body.to, actor)),
    }),
    endpoint({
      method: 'post',
      path: '/orr/reviews/{id}/decisions',
      action: 'orr.review',
      tag,
      summary: 'Approve what you read (a director, never their own), or ask for changes (a reviewer)',
      params: idParams,
      body: reviewDecision,
      responses,
      handle: async ({ params, body, actor }) => reply(await decideReview(parts, params.id, body, actor)),
    }),
    endpoint({
      method: 'post',
      path: '/orr/reviews/{id}/update',
      action: 'orr.review',
      tag,
      summary: 'Move a review to the newest version of its template; answers stay where the question is the same',
      params: idParams,
      responses,
      handle: async ({ params, actor }) => reply(await updateReview(parts, params.id, actor)),
    }),
  ];
}

/** A review in a list. */
export async function reviewRow(parts: Pick<OrrReviewParts, 'templates'>, review: StoredReview) {
  const shown = await shownReview(parts, review);
  const { id, service, status, template, createdAt, createdBy, updatedAt, unanswered, actionItems } = shown;
  return {
    ...{ id, service, status, template, createdAt, createdBy, updatedAt },
    unanswered: unanswered.length,
    openRisks: actionItems.filter(({ status: state }) => state === 'open' || state === 'inProgress').length,
  };
}
