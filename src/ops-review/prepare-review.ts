import type { Clock } from '../kernel/clock.js';
import type { OpsReview, OpsReviewStore } from './ops-review-store.js';
import { nextMeeting } from './schedule.js';
import type { ScheduleStore } from './schedule-store.js';

/**
 * Makes the packet of the next meeting ready once it is due. Run every minute by every instance: the week's review has its Monday as id, so
 * whoever comes first makes it, and the others find it.
 * @returns the review that this call made
 */
export async function prepareReview({
  schedules,
  reviews,
  clock,
}: {
  schedules: ScheduleStore;
  reviews: OpsReviewStore;
  clock: Clock;
}): Promise<OpsReview | undefined> {
  const schedule = await schedules.current();
  if (!schedule.enabled) return undefined;
  const meeting = nextMeeting(schedule, clock.now());
  return meeting.readyAt > clock.now() ? undefined : reviews.prepare(meeting.day);
}
