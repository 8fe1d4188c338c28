import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { newOpsReviewSchema } from '../ops-review/ops-review-routes.js';
import { packetFor } from '../ops-review/packet.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt } from './screen.js';
import { showPage } from './view.js';

const LATEST = 52;
const REASONS = [
  ['meeting', 'To review this week'],
  ['waiting', 'In review, without a meeting date'],
  ['new', 'Begun this week'],
] as const;

/** `/ops-reviews` and `/ops-reviews/{id}`: the weekly operations review, with the eyes of whoever reads it. */
export function opsReviewScreens(
  router: Router,
  { ports, clock, opsReviews }: Pick<PageParts, 'ports' | 'clock' | 'opsReviews'>,
): void {
  showAt(router, ports, '/ops-reviews', 'opsReview.read', async ({ response, actor }) => {
    const data = {
      reviews: await opsReviews.reviews.latest(LATEST),
      today: clock.now().toISOString().slice(0, 10),
      mayOpen: actor.role !== 'viewer',
    };
    showPage(response, 'ops-reviews', { title: 'Operations reviews', section: '/ops-reviews' }, data);
  });

  takeAt(router, ports, '/ops-reviews', 'opsReview.open', async ({ form, actor, response }) => {
    const { weekOf } = parseBody(newOpsReviewSchema, { weekOf: fieldOf(form, 'weekOf').trim() });
    const { review } = await opsReviews.reviews.open(weekOf, actor);
    response.redirect(303, `/ops-reviews/${review.id}`);
  });

  showAt(router, ports, '/ops-reviews/:id', 'opsReview.read', async ({ request, response, actor }) => {
    const review = await opsReviews.reviews.byId(String(request.params.id));
    const packet = await packetFor(opsReviews, review, actor);
    const groups = REASONS.map(([reason, name]) => ({
      name,
      id: `group-${reason}`,
      coes: packet.coes.filter((coe) => coe.reason === reason),
    }));
    const frame = { title: `Operations review, week of ${packet.weekOf}`, section: '/ops-reviews' };
    showPage(response, 'ops-review', frame, { ...packet, groups: groups.filter(({ coes }) => coes.length > 0) });
  });
}
