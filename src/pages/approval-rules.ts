import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { AppError, invalid } from '../kernel/errors.js';
import { APPROVAL_KINDS, approvalRulesSchema } from '../review/approval-rules.js';
import { SLOTS, type Slot } from '../review/approval-slots.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'review'>;

/** `/admin/approval-rules`: which approvals a COE needs, by severity. */
export function approvalRulesScreen(router: Router, { ports, review }: Parts): void {
  const path = '/admin/approval-rules';
  showAt(router, ports, path, 'approvalRules.change', (visit) => showRules(review.rules, visit));
  takeAt(router, ports, path, 'approvalRules.change', async (visit) => {
    const { form, actor, response } = visit;
    try {
      const asked = Object.fromEntries(APPROVAL_KINDS.map((kind) => [kind, askedFor(form, kind)]));
      await review.rules.change(parseBody(approvalRulesSchema, asked), actor);
      response.redirect(303, `${path}?done=changed`);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'validation') throw error;
      const named = (error.errors ?? []).map(
        ({ pointer, detail }) => `${nameOf(pointer.split('/')[1] ?? '')}: ${detail}`,
      );
      await showRules(review.rules, visit, named.join(' '), 422);
    }
  });
}

/** How many of one kind of approval the page offers; a rule set through the API may hold more, which stays to be chosen. */
const MOST_OFFERED = 3;
const nameOf = (kind: string) => (kind === 'none' ? 'Without severity' : kind);

/** The approvals that one row of the form asks for: a count for each kind of approver. @throws AppError validation */
function askedFor(form: Visit['form'], kind: string): Slot[] {
  return SLOTS.flatMap((slot) => {
    const text = fieldOf(form, `${kind}.${slot}`);
    if (!/^(?:\d|10)?$/.test(text)) invalid(`/${kind}`, 'Choose how many from the list.');
    return Array.from({ length: Number(text) }, () => slot);
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
    name: nameOf(kind),
    slots: SLOTS.map((slot) => {
      const stands = rules[kind].filter((each) => each === slot).length;
      const chosen = problem === undefined ? stands : Number(fieldOf(form, `${kind}.${slot}`));
      const counts = Array.from({ length: Math.max(MOST_OFFERED, stands) + 1 }, (_, count) => count);
      return { slot, counts: counts.map((count) => ({ count, chosen: count === chosen })) };
    }),
  }));
  const shown = { version, changedAt, changedBy, kinds, slots: SLOTS, problem };
  const data = { ...shown, changed: request.query.done === 'changed' };
  showPage(
    response,
    'admin-approval-rules',
    { title: 'Approvals needed', section: '/admin/approval-rules' },
    data,
    status,
  );
}
