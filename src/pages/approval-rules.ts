import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { AppError } from '../kernel/errors.js';
import { APPROVAL_KINDS, approvalRulesSchema } from '../review/approval-rules.js';
import { SLOTS } from '../review/approval-slots.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { splitList } from './split-list.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'review'>;

/** `/admin/approval-rules`: which approvals a COE needs, by severity. */
export function approvalRulesScreen(router: Router, { ports, review }: Parts): void {
  const path = '/admin/approval-rules';
  showAt(router, ports, path, 'approvalRules.change', (visit) => showRules(review.rules, visit));
  takeAt(router, ports, path, 'approvalRules.change', async (visit) => {
    const { form, actor, response } = visit;
    try {
      const asked = Object.fromEntries(APPROVAL_KINDS.map((kind) => [kind, splitList(fieldOf(form, kind))]));
      await review.rules.change(parseBody(approvalRulesSchema, asked), actor);
      response.redirect(303, `${path}?done=changed`);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'validation') throw error;
      const named = (error.errors ?? []).map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`);
      await showRules(review.rules, visit, named.join(' '), 422);
    }
  });
}

async function showRules(
  store: Parts['review']['rules'],
  { form, request, response }: Visit,
  problem?: string,
  status = 200,
): Promise<void> {
  const { version, rules, changedAt, changedBy } = await store.current();
  const kinds = APPROVAL_KINDS.map((kind) => ({
    kind,
    name: kind === 'none' ? 'Without severity' : kind,
    slots: problem === undefined ? rules[kind].join(', ') : fieldOf(form, kind),
  }));
  const shown = { version, changedAt, changedBy, kinds, slots: SLOTS, problem };
  const data = { ...shown, changed: request.query.done === 'changed' };
  showPage(response, 'admin-approval-rules', { title: 'Approvals needed' }, data, status);
}
