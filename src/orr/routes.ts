import { z } from 'zod';
import { coeParams } from '../coe/routes.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { createQuestion } from './create-question.js';
import { acceptProposal, rejectProposal } from './decide-proposal.js';
import { draftProposals } from './draft-proposals.js';
import { listProposals, listQuestions } from './list.js';
import { presentProposal, presentQuestion } from './present.js';
import {
  PROPOSAL_STATUSES,
  type PresentedProposal,
  proposalSchema,
  questionEdits,
  questionInput,
  questionSchema,
  rejectionInput,
} from './schema.js';
import type { OrrStore, StoredProposal } from './store.js';
import { visibleCoes } from './visible-coes.js';

export type OrrRoutesParts = {
  coes: CoeStore;
  store: OrrStore;
  clock: Clock;
  /** The database filter of what an actor may see. */
  visible(actor: Actor): Record<string, unknown>;
};

const idParams = z.object({ id: z.string().max(100) });
const tag = 'ORR';

/** From lessons to questions of the Operational Readiness Review. */
export function orrRoutes({ coes, store, clock, visible }: OrrRoutesParts): Endpoint[] {
  const seen = visibleCoes(coes, visible);
  const parts = { coes, store, clock, visibleCoes: seen };
  const shown = async (actor: Actor, rows: StoredProposal[]): Promise<PresentedProposal[]> => {
    const known = await seen(
      actor,
      rows.map(({ coeId }) => coeId),
    );
    return rows.flatMap((row) => {
      const coe = known.get(row.coeId);
      return coe === undefined ? [] : [presentProposal(row, coe)];
    });
  };

  return [
    endpoint({
      method: 'post',
      path: '/coes/{coe}/orr-proposals/draft',
      action: 'orr.propose',
      tag,
      summary: 'Propose an ORR question for each broadly applicable lesson that has none yet',
      params: coeParams,
      responses: {
        200: {
          description: 'What is newly proposed',
          schema: z.object({ items: z.array(proposalSchema), alreadyProposed: z.number().int() }),
        },
      },
      async handle({ coeId, actor, activity }) {
        const { proposals, alreadyProposed } = await draftProposals(parts, coeId, actor);
        activity.proposed = proposals.length;
        return { status: 200, body: { items: await shown(actor, proposals), alreadyProposed } };
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
        const known = await seen(actor, [proposal.coeId]);
        const [presented] = await shown(actor, [proposal]);
        return { status: 200, body: { proposal: presented, question: presentQuestion(question, known) } };
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
      query: z.strictObject({ ...pageQuery, category: z.string().max(60).optional() }),
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
        return { status: 201, body: presentQuestion(question, new Map()) };
      },
    }),
  ];
}
