import { type Connection, type Model, Schema } from 'mongoose';
import { cutPage, type Page, readCursor } from '../http/page.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { NotifyEvent } from './event.js';

export const DELIVERY_STATUSES = ['waiting', 'held', 'inDigest', 'sent', 'dropped', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One message to one recipient. Its id is made of event and recipient, so that reading an event again adds nothing. */
export type StoredDelivery = {
  _id: string;
  via: 'channel' | 'email';
  /** A channel's id, or an account. */
  to: string;
  /** Null for a digest, which is made of those that name it. */
  event: Omit<NotifyEvent, 'people'> | null;
  status: DeliveryStatus;
  /** The digest that it went into. */
  digest: string | null;
  attempts: number;
  nextAt: Date;
  /** While an instance sends it; a lease that ran out is another's to take. */
  leaseOwner: string | null;
  lastProblem: string | null;
  createdAt: string;
  endedAt: string | null;
};
export type DeliveryStore = ReturnType<typeof deliveryStore>;

const LEASE_MS = 60_000;
const KEEP_MS = 30 * 24 * 3_600_000;
const ENDED: DeliveryStatus[] = ['sent', 'dropped', 'dead', 'inDigest'];

/** The outbox of notifications. */
export function deliveryStore(connection: Connection, clock: Clock) {
  const rows = deliveryModel(connection);
  const end = async (delivery: StoredDelivery, set: Partial<StoredDelivery>) => {
    await rows.updateOne(
      { _id: delivery._id, leaseOwner: delivery.leaseOwner },
      { $set: { ...set, leaseOwner: null } },
    );
  };
  return {
    /** Adds what is new; @returns how many were */
    async add(fresh: Pick<StoredDelivery, '_id' | 'via' | 'to' | 'event' | 'status'>[]): Promise<number> {
      if (fresh.length === 0) return 0;
      const now = clock.now();
      const rest = { digest: null, attempts: 0, nextAt: now, leaseOwner: null, lastProblem: null };
      const stamp = { createdAt: now.toISOString(), endedAt: null };
      const { upsertedCount } = await rows.bulkWrite(
        fresh.map(({ _id, ...delivery }) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: { ...delivery, ...rest, ...stamp } }, upsert: true },
        })) as never,
        { ordered: false },
      );
      return upsertedCount;
    },

    /** Takes the next that is due, for a minute. @returns undefined when none is */
    async claim(): Promise<StoredDelivery | undefined> {
      const now = clock.now();
      const lease = { leaseOwner: newId('snd'), nextAt: new Date(now.getTime() + LEASE_MS) };
      const claimed = await rows
        .findOneAndUpdate(
          { status: 'waiting', nextAt: { $lte: now } },
          { $set: lease, $inc: { attempts: 1 } },
          { sort: { nextAt: 1 }, returnDocument: 'after' },
        )
        .lean<StoredDelivery>();
      return claimed ?? undefined;
    },

    /** How many deliveries are in each state. */
    async counts(): Promise<{ status: DeliveryStatus; count: number }[]> {
      const found = await rows.aggregate<{ _id: DeliveryStatus; count: number }>([
        { $group: { _id: '$status', count: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ]);
      return found.map(({ _id: status, count }) => ({ status, count }));
    },

    finish: (delivery: StoredDelivery, status: 'sent' | 'dropped' | 'dead', problem: string | null) =>
      end(delivery, { status, lastProblem: problem, endedAt: clock.now().toISOString() }),

    later: (delivery: StoredDelivery, problem: string, delayMs: number) =>
      end(delivery, { lastProblem: problem, nextAt: new Date(clock.now().getTime() + delayMs) }),

    /**
     * Gathers what is held for a person into one message, once for each id. The message is sent only after its members are written; an
     * instance that stopped between the two leaves it to the next poll after a minute.
     */
    async gather(userId: string, digest: string): Promise<void> {
      const now = clock.now();
      if ((await rows.countDocuments({ status: 'held', to: userId, event: { $ne: null } })) === 0) return;
      const made = await this.add([{ _id: digest, via: 'email', to: userId, event: null, status: 'held' }]);
      const stale = new Date(now.getTime() - LEASE_MS).toISOString();
      if (made === 0 && !(await rows.exists({ _id: digest, status: 'held', createdAt: { $lt: stale } }))) return;
      await rows.updateMany(
        { status: 'held', to: userId, event: { $ne: null } },
        { $set: { status: 'inDigest', digest, endedAt: now.toISOString() } },
      );
      await rows.updateOne({ _id: digest, status: 'held' }, { $set: { status: 'waiting' } });
    },
    membersOf: (digest: string): Promise<StoredDelivery[]> =>
      rows.find({ digest }).sort({ createdAt: 1, _id: 1 }).limit(200).lean<StoredDelivery[]>(),

    /** Newest first. */
    async page(query: {
      limit: number;
      cursor?: string | undefined;
      status?: DeliveryStatus | undefined;
    }): Promise<Page<StoredDelivery>> {
      const after = readCursor(query.cursor, ['string', 'string']);
      const filters: Record<string, unknown>[] = [query.status === undefined ? {} : { status: query.status }];
      if (after)
        filters.push({ $or: [{ createdAt: { $lt: after[0] } }, { createdAt: after[0], _id: { $lt: after[1] } }] });
      const found = await rows
        .find({ $and: filters })
        .sort({ createdAt: -1, _id: -1 })
        .limit(query.limit + 1)
        .lean<StoredDelivery[]>();
      return cutPage(found, query.limit, ({ createdAt, _id }) => [createdAt, _id]);
    },

    /** Tries a dead or dropped one again from the start. @throws AppError notFound; conflict in any other state */
    async retry(id: string): Promise<StoredDelivery> {
      const set = { status: 'waiting', attempts: 0, nextAt: clock.now(), endedAt: null };
      const changed = await rows
        .findOneAndUpdate({ _id: id, status: { $in: ['dead', 'dropped'] } }, { $set: set } as never, {
          returnDocument: 'after',
        })
        .lean<StoredDelivery>();
      if (changed) return changed;
      const found = (await rows.findById(id).lean<StoredDelivery>()) ?? notFound('notification', id);
      throw new AppError(
        'conflict',
        `This notification is ${found.status}; only a dead or dropped one is tried again.`,
      );
    },

    async expire(): Promise<void> {
      const before = new Date(clock.now().getTime() - KEEP_MS).toISOString();
      await rows.deleteMany({ status: { $in: ENDED }, endedAt: { $lt: before } });
    },
  };
}

function deliveryModel(connection: Connection): Model<StoredDelivery> {
  const mixed = Schema.Types.Mixed;
  const text = { type: String, required: true };
  const schema = new Schema<StoredDelivery>(
    {
      _id: text,
      via: text,
      to: text,
      event: mixed,
      status: text,
      digest: String,
      attempts: Number,
      nextAt: Date,
      leaseOwner: String,
      lastProblem: String,
      createdAt: text,
      endedAt: String,
    } as never,
    { collection: 'notifications', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ status: 1, nextAt: 1 });
  schema.index({ to: 1, status: 1 });
  schema.index({ digest: 1 });
  schema.index({ createdAt: -1, _id: -1 });
  return connection.models.Notification ?? connection.model<StoredDelivery>('Notification', schema);
}
