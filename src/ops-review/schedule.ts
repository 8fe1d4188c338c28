import { z } from 'zod';
import { ianaZone, instantsOf, openZone } from '../evidence/zone.js';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

/** When the organisation meets each week, and how long before that the packet is there. */
export const scheduleSchema = z
  .strictObject({
    enabled: z.boolean().describe('false: a week is opened by a person only'),
    weekday: z.enum(WEEKDAYS),
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of the day, such as 15:00.'),
    zone: z
      .string()
      .max(100)
      .refine((name) => ianaZone(name) !== null, 'An IANA time zone, such as UTC or Europe/Copenhagen.')
      .describe('whose clocks show that time'),
    readyHoursBefore: z.number().int('A whole number of hours.').min(1).max(168),
  })
  .meta({ id: 'OpsReviewSchedule' });
export type Schedule = z.output<typeof scheduleSchema>;

export const DEFAULT_SCHEDULE: Schedule = {
  enabled: true,
  weekday: 'wednesday',
  time: '15:00',
  zone: 'UTC',
  readyHoursBefore: 24,
};

export type Meeting = {
  /** Its day where the clocks of the zone hang: what says which week it is of. */
  day: string;
  at: Date;
  /** From then on its packet is to be there. */
  readyAt: Date;
};

/** The next meeting at or after an instant. In the hour that clocks skip in spring it begins an hour later, in the one they repeat at the first. */
export function nextMeeting({ weekday, time, zone, readyHoursBefore }: Schedule, now: Date): Meeting {
  const clocks = openZone(zone);
  const wanted = WEEKDAYS.indexOf(weekday);
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  // Clocks are at most a day apart, so the meeting of a week is on one of these days.
  for (let midnight = today - DAY_MS; ; midnight += DAY_MS) {
    if ((new Date(midnight).getUTCDay() + 6) % 7 !== wanted) continue;
    const wall = midnight + hours * HOUR_MS + minutes * 60_000;
    const at = instantsOf(wall, clocks)[0] ?? instantsOf(wall + HOUR_MS, clocks)[0] ?? wall;
    if (at < now.getTime()) continue;
    const day = new Date(midnight).toISOString().slice(0, 10);
    return { day, at: new Date(at), readyAt: new Date(at - readyHoursBefore * HOUR_MS) };
  }
}
