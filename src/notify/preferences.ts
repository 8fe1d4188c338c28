import type { Connection } from 'mongoose';
import { z } from 'zod';
import { EVENT_KINDS, type EventKind } from './event.js';

const mode = z.enum(['off', 'now', 'digest']);
export type Mode = z.output<typeof mode>;
const events = Object.fromEntries(EVENT_KINDS.map((kind) => [kind, mode])) as Record<EventKind, typeof mode>;

/** Quiet until a person asks for more. */
export const preferencesSchema = z
  .object({
    events: z.object(events),
    digestHour: z.number().int().min(0).max(23).describe('UTC hour of the daily digest'),
  })
  .meta({ id: 'NotificationPreferences' });
export type Preferences = z.output<typeof preferencesSchema>;

export const preferencesPatch = z.strictObject({
  events: z.strictObject(events).partial().optional(),
  digestHour: z.number().int('A whole hour from 0 to 23, UTC.').min(0).max(23).optional(),
});
export type PreferencesPatch = z.output<typeof preferencesPatch>;

type Stored = { _id: string; events: Partial<Record<EventKind, Mode>>; digestHour: number };
const QUIET: Preferences = {
  events: Object.fromEntries(EVENT_KINDS.map((kind) => [kind, 'off'])) as Record<EventKind, Mode>,
  digestHour: 8,
};

export type PreferenceStore = ReturnType<typeof preferenceStore>;

/** What each person wants to be told, by account. */
export function preferenceStore(connection: Connection) {
  const rows = () => connection.collection<Stored>('notificationPreferences');
  const whole = (row: Stored | null): Preferences =>
    row === null ? QUIET : { events: { ...QUIET.events, ...row.events }, digestHour: row.digestHour };
  return {
    of: async (userId: string): Promise<Preferences> => whole(await rows().findOne({ _id: userId })),
    /** Of several accounts; those who never chose anything are left out. */
    async ofAll(userIds: readonly string[]): Promise<Map<string, Preferences>> {
      if (userIds.length === 0) return new Map();
      const found = await rows()
        .find({ _id: { $in: [...userIds] } })
        .toArray();
      return new Map(found.map((row) => [row._id, whole(row)]));
    },
    async change(userId: string, patch: PreferencesPatch): Promise<Preferences> {
      const before = await this.of(userId);
      const { digestHour = before.digestHour } = patch;
      const set = {
        digestHour,
        ...Object.fromEntries(Object.entries(patch.events ?? {}).map(([k, v]) => [`events.${k}`, v])),
      };
      await rows().updateOne({ _id: userId }, { $set: set } as never, { upsert: true });
      return this.of(userId);
    },
    /** Who wants to be told of an event, at once or in the digest. */
    async wanting(kind: EventKind): Promise<string[]> {
      const found = await rows()
        .find({ [`events.${kind}`]: { $in: ['now', 'digest'] } }, { projection: { _id: 1 } })
        .toArray();
      return found.map(({ _id }) => _id);
    },
    /** Who has a digest at this UTC hour or an earlier one of the day. */
    async withDigestBy(hour: number): Promise<string[]> {
      const found = await rows()
        .find({ digestHour: { $lte: hour } }, { projection: { _id: 1 } })
        .toArray();
      return found.map(({ _id }) => _id);
    },
  };
}
