import type { Connection } from 'mongoose';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { DEFAULT_SCHEDULE, type Schedule } from './schedule.js';

export type ScheduleStore = ReturnType<typeof scheduleStore>;

/** The one schedule of the organisation; who changed it to what stands in the audit. */
export function scheduleStore(connection: Connection, coes: Pick<CoeStore, 'recordAudit'>, clock: Clock) {
  const rows = () => connection.collection<Schedule & { _id: string }>('opsReviewSchedule');
  return {
    async current(): Promise<Schedule> {
      const found = await rows().findOne({ _id: 'schedule' });
      if (!found) return DEFAULT_SCHEDULE;
      const { _id, ...schedule } = found;
      return schedule;
    },
    async change(schedule: Schedule, actor: Actor): Promise<void> {
      await rows().replaceOne({ _id: 'schedule' }, schedule, { upsert: true });
      const event = {
        type: 'opsReview.scheduled' as const,
        at: clock.now().toISOString(),
        actor: { id: actor.id, name: actor.name },
        coeId: null,
        details: schedule,
      };
      await coes.recordAudit(event, newId('aud'));
    },
  };
}
