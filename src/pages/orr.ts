import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { acceptProposal, mergeProposal, rejectProposal } from '../orr/decide-proposal.js';
import { draftFromRecurrence } from '../orr/draft-from-recurrence.js';
import { draftProposals } from '../orr/draft-proposals.js';
import { listProposals } from '../orr/list.js';
import { mergeInput, ORR_SEVERITIES, questionEdits, rejectionInput } from '../orr/schema.js';
import { visibleCoes } from '../orr/visible-coes.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'orr'>;
const ROWS = 50;

/** `/orr`: questions that lessons propose for the Operational Readiness Review, to accept, reword, merge or reject. */
export function orrScreen(router: Router, { ports, orr }: Parts): void {
  const parts = { ...orr, visibleCoes: visibleCoes(orr.coes, orr.visible) };

  showAt(router, ports, '/orr', 'orr.read', async ({ response, actor }) => {
    const proposals = await listProposals(parts, { status: 'proposed', limit: ROWS }, actor);
    const data = {
      proposals: proposals.items,
      severities: ORR_SEVERITIES,
      more: proposals.nextCursor !== null,
      mayDecide: actor.role === 'reviewer' || actor.role === 'admin',
    };
    showPage(response, 'orr', { title: 'ORR', section: '/orr' }, data);
  });

  takeAt(router, ports, '/coes/:coe/orr', 'orr.propose', async ({ coeId, response, actor }) => {
    await draftProposals(parts, coeId, actor);
    response.redirect(303, '/orr');
  });
  takeAt(router, ports, '/recurrences/:id/orr', 'recurrence.decide', async ({ request, response, actor }) => {
    await draftFromRecurrence(parts, String(request.params.id), actor);
    response.redirect(303, '/orr');
  });
  takeAt(router, ports, '/orr/proposals/:id/accept', 'orr.decide', async ({ request, response, actor, form }) => {
    // A question that was emptied stays as it was proposed; so does what an older form does not send.
    const edited = (name: string) => (form[name] === undefined ? {} : { [name]: fieldOf(form, name) });
    const question = fieldOf(form, 'question')
      .replace(/\s*\n\s*/g, ' ')
      .trim();
    const fields = { ...edited('guidance'), ...edited('severity'), ...edited('risk') };
    const edits = parseBody(questionEdits, question === '' ? fields : { ...fields, question });
    await acceptProposal(parts, request.params.id as string, edits, actor);
    response.redirect(303, '/orr');
  });
  takeAt(router, ports, '/orr/proposals/:id/merge', 'orr.decide', async ({ request, response, actor, form }) => {
    const merge = parseBody(mergeInput, { questionId: fieldOf(form, 'questionId'), reason: fieldOf(form, 'reason') });
    await mergeProposal(parts, request.params.id as string, merge, actor);
    response.redirect(303, '/orr');
  });
  takeAt(router, ports, '/orr/proposals/:id/reject', 'orr.decide', async ({ request, response, actor, form }) => {
    const { reason } = parseBody(rejectionInput, { reason: fieldOf(form, 'reason') });
    await rejectProposal(parts, request.params.id as string, reason, actor);
    response.redirect(303, '/orr');
  });
}
