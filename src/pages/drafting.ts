import type { Router } from 'express';
import { acceptanceOf } from '../drafting/model/acceptance.js';
import type { PageParts } from './parts.js';
import { showAt } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'suggestions' | 'modelDays' | 'modelName'>;
const DAYS_SHOWN = 31;

/** `/admin/drafting`: what the language model took by day, and what people made of what was drafted. */
export function draftingScreen(router: Router, { ports, suggestions, modelDays, modelName }: Parts): void {
  showAt(router, ports, '/admin/drafting', 'user.manage', async ({ response }) => {
    const [days, rates] = await Promise.all([modelDays.latest(DAYS_SHOWN), acceptanceOf(suggestions)]);
    showPage(
      response,
      'admin-drafting',
      { title: 'Drafting', section: '/admin/drafting' },
      {
        modelName,
        days,
        rates: rates.map((one) => ({
          ...one,
          asProposed: one.accepted - one.edited,
          share: one.rate === null ? null : Math.round(one.rate * 100),
        })),
      },
    );
  });
}
