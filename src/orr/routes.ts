import { z } from 'zod';
import { coeParams } from '../coe/routes.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { notFound } from '../kernel/errors.js';
import { type BackTestParts, backTest, judgeHit } from './back-test.js';
import { changeQuestion } from './change-question.js';
import { createQuestion } from './create-question.js';
import { acceptProposal, mergeProposal, rejectProposal } from './decide-proposal.js';
import { type DraftRecurrenceParts, draftFromRecurrence } from './draft-from-recurrence.js';
import { draftProposals } from './draft-proposals.js';
import type { HitStore } from './hit-store.js';
import { duplicatesOf, listProposals, listQuestions, shownQuestion } from './list.js';
import { coesOf, presentProposal } from './present.js';
import {
  mergeInput,
  originCoeSchema,
  PROPOSAL_STATUSES,
  type PresentedProposal,
  proposalSchema,
  questionChange,
  questionEdits,
  questionHistorySchema,
  questionInput,
  questionSchema,
  rejectionInput,
} from './schema.js';
import type { StoredProposal } from './store.js';
import { visibleCoes } from './visible-coes.js';

export type OrrRoutesParts = Omit<DraftRecurrenceParts, 'coes'> & {
  coes: CoeStore;
  hits: HitStore;
  resolveCoe: BackTestParts['resolveCoe'];
  nearestCoes: BackTestParts['nearestCoes'];
  /** The database filter of what an actor may see. */
  visible(actor: Actor): Record<string, unknown>;
};

const idParams = z.object({ id: z.string().max(100) });
const tag = 'ORR';
/** @param skipped what is told of a statement of which nothing is asked */
const newlyProposed = (skipped: z.ZodRawShape) => ({
  200: {
    description: 'What is newly proposed',
    schema: z.object({
      items: z.array(proposalSchema),
      alreadyProposed: z.number().int(),
      skipped: z.array(z.object(skipped)),
    }),
  },
});
const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();

/** From lessons to questions of the Operational Readiness Review. */
export function orrRoutes({ visible, ...given }: OrrRoutesParts): Endpoint[] {
  const { coes, store } = given;
  const seen = visibleCoes(coes, visible);
  const parts = { ...given, visibleCoes: seen };
  const shown = async (actor: Actor, rows: StoredProposal[]): Promise<PresentedProposal[]> => {
    const known = await seen(actor, rows.flatMap(coesOf));
    const duplicates = await duplicatesOf(store, rows);
    return rows.flatMap((row) =>
      known.has(row.coeId) ? [presentProposal(row, known, duplicates.get(row._id) ?? null)] : [],
    );
  };

  return [
    endpoint({
      method: 'post',
      path: '/coes/{coe}/orr-proposals/draft',
      action: 'orr.propose',
      tag,
      summary: 'Propose an ORR question for each broadly applicable lesson that has none yet',
      params: coeParams,
      responses: newlyProposed({ lessonId: z.string(), reason: z.string() }),
      async handle({ coeId, actor, activity }) {
        const { proposals, alreadyProposed, skipped } = await draftProposals(parts, coeId, actor);
        activity.proposed = proposals.length;
        return { status: 200, body: { items: await shown(actor, proposals), alreadyProposed, skipped } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/recurrences/{id}/orr-proposals/draft',
      action: 'recurrence.decide',
      tag,
      summary: 'Propose an ORR question for a problem that comes back, of what its COEs said would prevent it',
      params: idParams,
      responses: newlyProposed({ reason: z.string() }),
      async handle({ params, actor }) {
        const { proposal, alreadyProposed, reason } = await draftFromRecurrence(parts, params.id, actor);
        const items = proposal === null ? [] : await shown(actor, [proposal]);
        return { status: 200, body: { items, alreadyProposed, skipped: reason === null ? [] : [{ reason }] } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/orr/proposals',
      action: 'orr.read',
      tag,
      summary: 'List proposed ORR questions, newest first',
      query: z.strictObject({ ...pageQuery, status: z.enum(PROPOSAL_STATUSES).optional() }),
      responses: { 200: { description: 'A page', schema: pageOf(proposalSchema) } },
      async handle({ query, actor }) {
        return { status: 200, body: await listProposals(parts, query, actor) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/orr/proposals/{id}/accept',
      action: 'orr.decide',
      tag,
      summary: 'Take a proposal into the question library, with edits when the body carries any',
      params: idParams,
      body: questionEdits.prefault({}),
      responses: {
        200: {
          description: 'The proposal and its question',
          schema: z.object({ proposal: proposalSchema, question: questionSchema }),
        },
      },
      async handle({ params, body, actor, activity }) {
        const { proposal, question } = await acceptProposal(parts, params.id, body, actor);
        activity.coeId = proposal.coeId;
        const [presented] = await shown(actor, [proposal]);
        return { status: 200, body: { proposal: presented, question: await shownQuestion(parts, question, actor) } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/orr/proposals/{id}/merge',
      action: 'orr.decide',
      tag,
      summary: 'Merge a proposal into a question that says the same: its lesson becomes one more origin',
      params: idParams,
      body: mergeInput,
      responses: {
        200: {
          description: 'The proposal and the question it was merged into',
          schema: z.object({ proposal: proposalSchema, question: questionSchema }),
        },
      },
      async handle({ params, body, actor, activity }) {
        const { proposal, question } = await mergeProposal(parts, params.id, body, actor);
        activity.coeId = proposal.coeId;
        const [presented] = await shown(actor, [proposal]);
        return { status: 200, body: { proposal: presented, question: await shownQuestion(parts, question, actor) } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/orr/proposals/{id}/reject',
      action: 'orr.decide',
      tag,
      summary: 'Turn a proposal down, with the reason',
      params: idParams,
      body: rejectionInput,
      responses: { 200: { description: 'The rejected proposal', schema: proposalSchema } },
      async handle({ params, body, actor, activity }) {
        const proposal = await rejectProposal(parts, params.id, body.reason, actor);
        activity.coeId = proposal.coeId;
        const [presented] = await shown(actor, [proposal]);
        return { status: 200, body: presented };
      },
    }),
    endpoint({
      method: 'get',
      path: '/orr/questions',
      action: 'orr.read',
      tag,
      summary: 'List the question library, newest first',
      query: z.strictObject({
        ...pageQuery,
        category: z.string().max(60).optional(),
        neverCaught: flag,
        retired: flag,
      }),
      responses: { 200: { description: 'A page', schema: pageOf(questionSchema) } },
      async handle({ query, actor }) {
        return { status: 200, body: await listQuestions(parts, query, actor) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/orr/questions',
      action: 'orr.decide',
      tag,
      summary: 'Write a question into the library by hand',
      body: questionInput,
      responses: { 201: { description: 'The question', schema: questionSchema } },
      async handle({ body, actor, idempotencySeed }) {
        const question = await createQuestion(parts, body, actor, idempotencySeed);
        return { status: 201, body: await shownQuestion(parts, question, actor) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/orr/questions/{id}',
      action: 'orr.read',
      tag,
      summary: 'Read a question with its history',
      params: idParams,
      responses: { 200: { description: 'The question', schema: questionWithHistory } },
      async handle({ params, actor }) {
        const row = (await store.question(params.id)) ?? notFound('ORR question', params.id);
        return { status: 200, body: { ...(await shownQuestion(parts, row, actor)), history: row.history } };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/orr/questions/{id}',
      action: 'orr.decide',
      tag,
      summary: 'Change a question, retire it or bring it back; what it was stays in its history',
      params: idParams,
      body: questionChange,
      responses: { 200: { description: 'The question', schema: questionWithHistory } },
      async handle({ params, body, actor }) {
        const row = await changeQuestion(parts, params.id, body, actor);
        return { status: 200, body: { ...(await shownQuestion(parts, row, actor)), history: row.history } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/orr/questions/{id}/back-test',
      action: 'orr.read',
      tag,
      summary: 'Which past COEs would this question have caught? Proposed by likeness, confirmed by people',
      params: idParams,
      responses: {
        200: { description: 'COEs that the reader may see, without those it comes from', schema: backTestSchema },
      },
      async handle({ params, actor }) {
        return { status: 200, body: await backTest(parts, params.id, actor) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/orr/questions/{id}/back-test',
      action: 'orr.judge',
      tag,
      summary: 'Confirm or dismiss that the question would have caught the event of a past COE',
      params: idParams,
      body: z
        .strictObject({ coe: z.string().min(1).max(100).describe('id or number'), caught: z.boolean() })
        .meta({ id: 'OrrHitInput' }),
      responses: { 200: { description: 'As it is now', schema: backTestSchema } },
      async handle({ params, body, actor, activity }) {
        activity.questionId = params.id;
        return { status: 200, body: await judgeHit(parts, params.id, body, actor) };
      },
    }),
  ];
}

const questionWithHistory = questionSchema
  .extend({ history: z.array(questionHistorySchema) })
  .meta({ id: 'OrrQuestionWithHistory' });
const judged = z.object({
  coe: originCoeSchema,
  caught: z.boolean(),
  at: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
});
const backTestSchema = z
  .object({
    proposed: z.array(z.object({ coe: originCoeSchema, score: z.number() })),
    confirmed: z.array(judged),
    dismissed: z.array(judged),
  })
  .meta({ id: 'OrrBackTest' });
