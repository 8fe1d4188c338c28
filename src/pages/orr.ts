import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { acceptProposal, rejectProposal } from '../orr/decide-proposal.js';
import { draftProposals } from '../orr/draft-proposals.js';
import { listProposals, listQuestions } from '../orr/list.js';
import { questionEdits, rejectionInput } from '../orr/schema.js';
import { visibleCoes } from '../orr/visible-coes.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'orr' | 'store' | 'clock' | 'visible'>;
const ROWS = 50;

/** `/orr`: questions that lessons propose for the Operational Readiness Review, to accept, reword or reject, and the library. */
export function orrScreen(router: Router, { ports, orr, store, clock, visible }: Parts): void {
  const parts = { store: orr, coes: store, clock, visibleCoes: visibleCoes(store, visible) };

  showAt(router, ports, '/orr', 'orr.read', async ({ request, response, actor }) => {
    const cursor = typeof request.query.cursor === 'string' ? request.query.cursor : undefined;
    const [proposals, questions] = await Promise.all([
      listProposals(parts, { status: 'proposed', limit: ROWS }, actor),
      listQuestions(parts, { limit: ROWS, cursor }, actor),
    ]);
    showPage(
      response,
      'orr',
      { title: 'ORR', section: '/orr' },
      {
        proposals: proposals.items,
        more: proposals.nextCursor !== null,
        questions: questions.items,
        next: questions.nextCursor === null ? null : `/orr?cursor=${encodeURIComponent(questions.nextCursor)}`,
        mayDecide: actor.role === 'reviewer' || actor.role === 'admin',
      },
    );
  });

  takeAt(router, ports, '/coes/:coe/orr', 'orr.propose', async ({ coeId, response, actor }) => {
    await draftProposals(parts, coeId, actor);
    response.redirect(303, '/orr');
  });
  takeAt(router, ports, '/orr/proposals/:id/accept', 'orr.decide', async ({ request, response, actor, form }) => {
    const question = fieldOf(form, 'question').trim();
    const edits = parseBody(questionEdits, question === '' ? {} : { question });
    await acceptProposal(parts, request.params.id as string, edits, actor);
    response.redirect(303, '/orr');
  });
  takeAt(router, ports, '/orr/proposals/:id/reject', 'orr.decide', async ({ request, response, actor, form }) => {
    const { reason } = parseBody(rejectionInput, { reason: fieldOf(form, 'reason') });
    await rejectProposal(parts, request.params.id as string, reason, actor);
    response.redirect(303, '/orr');
  });
}
