import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { AppError, notFound } from '../kernel/errors.js';
import { READINESS_RULES } from '../review/readiness.js';
import { ruleSettingInput } from '../review/rule-settings.js';
import { waiverInput } from '../review/waivers.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'store' | 'readiness' | 'ruleSettings' | 'waivers'>;

/** `/admin/readiness`: rules of the organisation; and the forms by which reviewers let findings of a COE stand. */
export function readinessScreens(router: Router, parts: Parts): void {
  const { ports, ruleSettings, waivers, store, readiness } = parts;
  showAt(router, ports, '/admin/readiness', 'template.change', (visit) => showRules(parts, visit));
  takeAt(router, ports, '/admin/readiness/:rule', 'template.change', async (visit) => {
    const rule = String(visit.request.params.rule);
    if (!READINESS_RULES.some(({ id }) => id === rule)) notFound('readiness rule', rule);
    try {
      const input = { mode: fieldOf(visit.form, 'mode'), reason: fieldOf(visit.form, 'reason') };
      await ruleSettings.change(rule, parseBody(ruleSettingInput, input), visit.actor);
      visit.response.redirect(303, `/admin/readiness?done=changed#${rule}`);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'validation') throw error;
      await showRules(parts, visit, error.message, 422);
    }
  });

  takeAt(router, ports, '/coes/:coe/waivers', 'coe.review', async ({ form, coeId, actor, response }) => {
    const input = parseBody(waiverInput, { finding: fieldOf(form, 'finding'), reason: fieldOf(form, 'reason') });
    const coe = await store.byId(coeId);
    await waivers.grant(readiness, coe, input, actor);
    response.redirect(303, backTo(coe.number, form));
  });
  takeAt(router, ports, '/coes/:coe/waivers/:finding/withdraw', 'coe.review', async (visit) => {
    await waivers.withdraw(visit.coeId, String(visit.request.params.finding), visit.actor);
    visit.response.redirect(303, backTo((await store.byId(visit.coeId)).number, visit.form));
  });
}

/** The screen whose form it was: the report, or the review. */
const backTo = (number: string, form: Visit['form']) =>
  `/coes/${number}${fieldOf(form, 'from') === 'review' ? '/review' : ''}#ready`;

async function showRules(parts: Parts, visit: Visit, problem?: string, status = 200): Promise<void> {
  const settings = await parts.ruleSettings.current();
  const rules = READINESS_RULES.map(({ id, severity, why, fix }) => {
    const setting = settings.get(id);
    const mode = setting?.mode ?? 'default';
    const modes = [
      { value: 'default', label: severity === 'blocker' ? 'Blocks approval' : 'Warns', chosen: mode === 'default' },
      ...(severity === 'blocker' ? [{ value: 'warning', label: 'Warns only', chosen: mode === 'warning' }] : []),
      { value: 'off', label: 'Off', chosen: mode === 'off' },
    ];
    return { id, why, fix, setting, modes };
  });
  showPage(
    visit.response,
    'admin-readiness',
    { title: 'Rules of readiness', section: '/admin/readiness' },
    { rules, problem, changed: visit.request.query.done === 'changed' },
    status,
  );
}
