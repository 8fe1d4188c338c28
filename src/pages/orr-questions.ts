import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { notFound } from '../kernel/errors.js';
import { backTest, judgeHit } from '../orr/back-test.js';
import { changeQuestion } from '../orr/change-question.js';
import { listQuestions, shownQuestion } from '../orr/list.js';
import { ORR_SEVERITIES, questionChange } from '../orr/schema.js';
import { visibleCoes } from '../orr/visible-coes.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt } from './screen.js';
import { showPage } from './view.js';

const ROWS = 100;

/** `/orr/questions`: the library, and each question with where it comes from, what it would have caught and what it was before. */
export function orrQuestionScreens(router: Router, { ports, orr }: Pick<PageParts, 'ports' | 'orr'>): void {
  const parts = { ...orr, visibleCoes: visibleCoes(orr.coes, orr.visible) };
  const pathOf = (id: unknown) => `/orr/questions/${encodeURIComponent(String(id))}`;

  showAt(router, ports, '/orr/questions', 'orr.read', async ({ request, response, actor }) => {
    const cursor = typeof request.query.cursor === 'string' ? request.query.cursor : undefined;
    const neverCaught = request.query.never === 'on';
    const { items, nextCursor } = await listQuestions(parts, { limit: ROWS, cursor, neverCaught }, actor);
    const next = new URLSearchParams({ ...(neverCaught ? { never: 'on' } : {}), cursor: nextCursor ?? '' });
    const data = { questions: items, neverCaught, next: nextCursor === null ? null : `/orr/questions?${next}` };
    showPage(response, 'orr-questions', { title: 'Question library', section: '/orr' }, data);
  });

  showAt(router, ports, '/orr/questions/:id', 'orr.read', async ({ request, response, actor }) => {
    const id = String(request.params.id);
    const row = (await orr.store.question(id)) ?? notFound('ORR question', id);
    const data = {
      ...(await shownQuestion(parts, row, actor)),
      ...(await backTest(parts, id, actor)),
      history: [...row.history].reverse().map((entry) => ({ ...entry, fields: Object.keys(entry.before ?? {}) })),
      severities: ORR_SEVERITIES.map((name) => ({ name, selected: name === row.severity })),
      mayDecide: actor.role === 'reviewer' || actor.role === 'admin',
      mayJudge: actor.role !== 'viewer',
    };
    showPage(response, 'orr-question', { title: row.question, section: '/orr' }, data);
  });

  takeAt(router, ports, '/orr/questions/:id', 'orr.decide', async ({ request, response, actor, form }) => {
    const change = parseBody(questionChange, {
      question: fieldOf(form, 'question').replace(/\s*\n\s*/g, ' '),
      guidance: fieldOf(form, 'guidance'),
      severity: fieldOf(form, 'severity'),
      risk: fieldOf(form, 'risk'),
      retired: fieldOf(form, 'retired') === 'on',
      reason: fieldOf(form, 'reason'),
    });
    await changeQuestion(parts, String(request.params.id), change, actor);
    response.redirect(303, pathOf(request.params.id));
  });

  takeAt(router, ports, '/orr/questions/:id/back-test', 'orr.judge', async ({ request, response, actor, form }) => {
    const judgement = { coe: fieldOf(form, 'coe'), caught: fieldOf(form, 'caught') === 'yes' };
    await judgeHit(parts, String(request.params.id), judgement, actor);
    response.redirect(303, `${pathOf(request.params.id)}#back-test`);
  });
}
