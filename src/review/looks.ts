import type { Connection } from 'mongoose';
import type { Clock } from '../kernel/clock.js';

/** What somebody has read of a COE: up to which version, and when. */
export type Look = { version: number; at: string };
type StoredLook = Look & { _id: string; coeId: string; userId: string };
export type LookStore = ReturnType<typeof lookStore>;

/** The last look of each person at each COE; it never goes back. */
export function lookStore(connection: Connection, clock: Clock) {
  const looks = () => connection.collection<StoredLook>('looks');
  return {
    async of(coeId: string, userId: string): Promise<Look | null> {
      const found = await looks().findOne({ _id: `${coeId}:${userId}` });
      return found ? { version: found.version, at: found.at } : null;
    },
    async remember(coeId: string, userId: string, version: number): Promise<void> {
      const look = { coeId, userId, version, at: clock.now().toISOString() };
      try {
        await looks().updateOne(
          { _id: `${coeId}:${userId}`, version: { $lt: version } },
          { $set: look },
          { upsert: true },
        );
      } catch (error) {
        // The row is there and has seen as much: the upsert found nothing to change and could not add a second one.
        if ((error as { code?: number }).code !== 11000) throw error;
      }
    },
  };
}
