import type { Router } from 'express';
import { cutPage, readCursor } from '../http/page.js';
import { parseBody } from '../http/validate.js';
import { reviewRow } from '../orr/review-routes.js';
import { answerInput, reviewDecision, reviewInput, reviewTransition, riskPatch } from '../orr/review-schema.js';
import {
  answerQuestion,
  changeRisk,
  decideReview,
  moveReview,
  openReview,
  shownReview,
  updateReview,
} from '../orr/reviews.js';
import type { PageParts } from './parts.js';
import { fieldOf, seedOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

const ROWS = 50;

/** `/orr/reviews`: what services answered, question by question, with the risks that stay open and who approved what. */
export function orrReviewScreens(router: Router, { ports, orr }: Pick<PageParts, 'ports' | 'orr'>): void {
  const pathOf = ({ request }: Visit) => `/orr/reviews/${encodeURIComponent(String(request.params.id))}`;
  const idOf = ({ request }: Visit) => String(request.params.id);

  showAt(router, ports, '/orr/reviews', 'orr.read', async ({ request, response, actor }) => {
    const cursor = typeof request.query.cursor === 'string' ? request.query.cursor : undefined;
    const rows = await orr.reviews.list({}, readCursor(cursor, ['string', 'string']), ROWS + 1);
    const page = cutPage(rows, ROWS, ({ createdAt, _id }) => [createdAt, _id]);
    const data = {
      reviews: await Promise.all(page.items.map((row) => reviewRow(orr, row))),
      next: page.nextCursor === null ? null : `/orr/reviews?cursor=${encodeURIComponent(page.nextCursor)}`,
      templates: await orr.templates.all(),
      chosen: request.query.template,
      mayReview: actor.role !== 'viewer',
    };
    showPage(response, 'orr-reviews', { title: 'ORR reviews', section: '/orr' }, data);
  });

  takeAt(router, ports, '/orr/reviews', 'orr.review', async ({ actor, form, response }) => {
    const input = parseBody(reviewInput, {
      service: fieldOf(form, 'service'),
      templateId: fieldOf(form, 'templateId'),
    });
    const review = await openReview(orr, input, actor, seedOf(actor, form));
    response.redirect(303, `/orr/reviews/${review._id}`);
  });

  showAt(router, ports, '/orr/reviews/:id', 'orr.read', async (visit) => {
    const { actor, response } = visit;
    const shown = await shownReview(orr, await orr.reviews.byId(idOf(visit)));
    const mayJudge = actor.role === 'reviewer' || actor.role === 'admin';
    const data = {
      ...shown,
      total: shown.pillars.reduce((sum, { questions }) => sum + questions.length, 0),
      isOld: shown.template.newest > shown.template.version,
      mayAnswer: actor.role !== 'viewer' && shown.status !== 'inReview',
      mayAsk: actor.role !== 'viewer' && shown.status === 'draft' && shown.unanswered.length === 0,
      mayTakeBack: actor.role !== 'viewer' && shown.status === 'inReview',
      mayJudge: mayJudge && shown.status === 'inReview',
      mayApprove: actor.qualifications.includes('director'),
      mayWrite: actor.role !== 'viewer',
    };
    showPage(response, 'orr-review', { title: `${shown.service}: ${shown.template.name}`, section: '/orr' }, data);
  });

  takeAt(router, ports, '/orr/reviews/:id/answers/:question', 'orr.review', async (visit) => {
    const { request, actor, form, response } = visit;
    const question = String(request.params.question);
    const notApplicable = fieldOf(form, 'notApplicable').trim();
    const evidence = fieldOf(form, 'evidence')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map(linkOf);
    const answer = parseBody(answerInput, {
      choices: [form.choice ?? []].flat(),
      notes: fieldOf(form, 'notes'),
      evidence,
      notApplicable: notApplicable === '' ? null : notApplicable,
    });
    await answerQuestion(orr, idOf(visit), question, answer, actor);
    response.redirect(303, `${pathOf(visit)}#${question}`);
  });

  takeAt(router, ports, '/orr/reviews/:id/action-items/:question', 'orr.review', async (visit) => {
    const { request, form, response, actor } = visit;
    const orNull = (name: string) => fieldOf(form, name).trim() || null;
    const patch = parseBody(riskPatch, {
      owner: orNull('owner'),
      dueDate: orNull('dueDate'),
      status: fieldOf(form, 'status'),
      proof: fieldOf(form, 'proof'),
    });
    await changeRisk(orr, idOf(visit), String(request.params.question), patch, actor);
    response.redirect(303, `${pathOf(visit)}#open-risks`);
  });

  takeAt(router, ports, '/orr/reviews/:id/transitions', 'orr.review', async (visit) => {
    const { to } = parseBody(reviewTransition, { to: fieldOf(visit.form, 'to') });
    await moveReview(orr, idOf(visit), to, visit.actor);
    visit.response.redirect(303, pathOf(visit));
  });

  takeAt(router, ports, '/orr/reviews/:id/decisions', 'orr.review', async (visit) => {
    const { form, actor, response } = visit;
    const decision = parseBody(reviewDecision, {
      decision: fieldOf(form, 'decision'),
      body: fieldOf(form, 'body'),
      contentHash: fieldOf(form, 'contentHash'),
    });
    await decideReview(orr, idOf(visit), decision, actor);
    response.redirect(303, pathOf(visit));
  });

  takeAt(router, ports, '/orr/reviews/:id/update', 'orr.review', async (visit) => {
    await updateReview(orr, idOf(visit), visit.actor);
    visit.response.redirect(303, pathOf(visit));
  });
}

/** "Load test https://…" is a link with its words; an address alone is its own words. */
function linkOf(line: string): { text: string; url: string | null } {
  const url = /https?:\/\/\S+/.exec(line)?.[0] ?? null;
  const text = url === null ? line : line.replace(url, '').trim();
  return { text: text || (url ?? line), url };
}
