import type { Connection } from 'mongoose';
import { AppError } from '../kernel/errors.js';
import type { Reply } from './endpoint.js';

const KEEP_MS = 24 * 60 * 60 * 1000;
/** A request that has not answered after this long died with its process; the next one with its key may run. */
const ABANDONED_MS = 60 * 1000;

type Reservation = {
  _id: string;
  fingerprint: string;
  startedAt: Date;
  expiresAt: Date;
  reply: Pick<Reply, 'status' | 'body' | 'headers'> | null;
};

type Reservations = ReturnType<typeof reservationsOf>;
const reservationsOf = (connection: Connection) => connection.collection<Reservation>('idempotencyKeys');

export type IdempotencyStore = {
  /**
   * Runs `work` once for a seed; a repeat gets the first answer again. A failed run leaves nothing, so it can be repeated.
   * @throws AppError conflict while the first is still running; validation when the body differs from the first one's
   */
  once(seed: string, fingerprint: string, work: () => Promise<Reply>): Promise<Reply>;
  /** Removes answers older than a day; the engine has no TTL indexes. */
  expire(now: Date): Promise<void>;
};

export function idempotencyStore(connection: Connection): IdempotencyStore {
  const reservations = () => reservationsOf(connection);
  return {
    async once(seed, fingerprint, work) {
      const earlier = await reserve(reservations(), seed, fingerprint);
      // An answer that was sent raw had no body to keep.
      if (earlier)
        return {
          ...earlier,
          body: earlier.body ?? undefined,
          headers: { ...earlier.headers, 'Idempotency-Replayed': 'true' },
        };
      try {
        const reply = await work();
        const { status, body, headers } = reply;
        await reservations().updateOne({ _id: seed }, { $set: { reply: { status, body, headers: headers ?? {} } } });
        return reply;
      } catch (error) {
        await reservations()
          .deleteOne({ _id: seed })
          .catch(() => undefined); // the reservation is abandoned after a minute anyway; the first error is the one to tell
        throw error;
      }
    },
    async expire(now) {
      await reservations().deleteMany({ expiresAt: { $lt: now } });
    },
  };
}

async function reserve(
  reservations: Reservations,
  seed: string,
  fingerprint: string,
): Promise<NonNullable<Reservation['reply']> | undefined> {
  const now = new Date();
  const fresh = { fingerprint, startedAt: now, expiresAt: new Date(now.getTime() + KEEP_MS), reply: null };
  try {
    await reservations.insertOne({ _id: seed, ...fresh });
    return undefined;
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error;
  }
  const earlier = await reservations.findOne({ _id: seed });
  if (earlier && earlier.fingerprint !== fingerprint)
    throw new AppError('validation', 'This Idempotency-Key was used with another body; take a new key.', {
      errors: [{ pointer: 'header:Idempotency-Key', detail: 'Already used with another body.' }],
    });
  if (earlier?.reply) return earlier.reply;
  const taken = await reservations.findOneAndUpdate(
    { _id: seed, reply: null, startedAt: { $lt: new Date(now.getTime() - ABANDONED_MS) } },
    { $set: { startedAt: now } },
  );
  if (taken) return undefined;
  throw new AppError('conflict', 'The first request with this Idempotency-Key is still running; ask again shortly.', {
    retryAfterSeconds: 1,
  });
}
