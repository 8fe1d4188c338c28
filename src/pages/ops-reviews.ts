import type { Router } from 'express';
import { parseBody } from '../http/validate.js';
import { AppError } from '../kernel/errors.js';
import { newOpsReviewSchema, scheduled } from '../ops-review/ops-review-routes.js';
import { packetFor } from '../ops-review/packet.js';
import { scheduleSchema, WEEKDAYS } from '../ops-review/schedule.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
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
  async function showList({ response, request, actor, form }: Visit, problem?: string): Promise<void> {
    const schedule = await opsReviews.schedules.current();
    const { next } = scheduled(schedule, clock.now());
    const kept = {
      ...schedule,
      enabled: schedule.enabled ? 'on' : '',
      readyHoursBefore: String(schedule.readyHoursBefore),
    };
    const fields = Object.fromEntries(
      Object.entries(kept).map(([name, value]) => [name, problem === undefined ? value : fieldOf(form, name)]),
    );
    const data = {
      reviews: await opsReviews.reviews.latest(LATEST),
      today: clock.now().toISOString().slice(0, 10),
      mayOpen: actor.role !== 'viewer',
      maySchedule: actor.role === 'admin' && actor.scope === 'admin',
      next,
      isReady: next !== null && next.readyAt <= clock.now().toISOString(),
      fields,
      weekdays: WEEKDAYS,
      problem,
      scheduled: request.query.done === 'scheduled',
    };
    const frame = { title: 'Operations reviews', section: '/ops-reviews' };
    showPage(response, 'ops-reviews', frame, data, problem === undefined ? 200 : 422);
  }
  showAt(router, ports, '/ops-reviews', 'opsReview.read', (visit) => showList(visit));

  takeAt(router, ports, '/ops-reviews/schedule', 'opsReview.schedule', async (visit) => {
    const { form, actor, response } = visit;
    try {
      const asked = {
        enabled: fieldOf(form, 'enabled') === 'on',
        weekday: fieldOf(form, 'weekday'),
        time: fieldOf(form, 'time').trim(),
        zone: fieldOf(form, 'zone').trim(),
        readyHoursBefore: Number(fieldOf(form, 'readyHoursBefore')),
      };
      await opsReviews.schedules.change(parseBody(scheduleSchema, asked), actor);
      response.redirect(303, '/ops-reviews?done=scheduled');
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'validation') throw error;
      const named = (error.errors ?? []).map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`);
      await showList(visit, named.join(' '));
    }
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
