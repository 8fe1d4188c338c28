import type { Connection, QueryFilter } from 'mongoose';
import { retryIdempotent } from '../../database/retry-idempotent.js';
import { BY_SERVICE, type InboxItem, inboxItemModel } from './inbox-item.js';

/** Both ends belong to it. */
export type InboxWindow = { service: string; from: Date; to: Date };
export type InboxFilter = { service?: string | undefined; from?: Date | undefined; to?: Date | undefined };
export type InboxService = { service: string; items: number; firstAt: Date; lastAt: Date };
export type InboxStore = ReturnType<typeof inboxStore>;

const BATCH = 1_000;
/** The last instant of a Date; a cursor from elsewhere may name a later one. */
const LAST_TIME = 8.64e15;
const MOST_SERVICES = 1_000;

/** What senders delivered, by service and time, until it is too old. */
export function inboxStore(connection: Connection) {
  const items = inboxItemModel(connection);
  return {
    /** @returns how many it had already. */
    async add(fresh: InboxItem[]): Promise<{ duplicates: number }> {
      if (fresh.length === 0) return { duplicates: 0 };
      const operations = fresh.map(({ _id, ...item }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: item }, upsert: true },
      }));
      // Past mongoose, which would cast and hydrate every document.
      const { upsertedCount } = await retryIdempotent(() =>
        items.collection.bulkWrite(operations as never, { ordered: false }),
      );
      return { duplicates: fresh.length - upsertedCount };
    },

    /** The newest first; payloads are left out. */
    async page(
      filter: InboxFilter,
      limit: number,
      before: readonly [number, string] | undefined,
    ): Promise<InboxItem[]> {
      const at = before && new Date(Math.max(-LAST_TIME, Math.min(LAST_TIME, before[0])));
      const older = before && { $or: [{ at: { $lt: at } }, { at, _id: { $lt: before[1] } }] };
      return items
        .find({ ...matching(filter), ...older } as QueryFilter<InboxItem>, { payload: 0 })
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .lean<InboxItem[]>();
    },

    count: (window: InboxWindow): Promise<number> => items.countDocuments(matching(window)),

    /** A window in the order of time, in batches. */
    async *window(window: InboxWindow): AsyncGenerator<InboxItem[]> {
      let batch: InboxItem[] = [];
      const cursor = items
        .find(matching(window))
        .sort({ service: 1, at: 1, index: 1, _id: 1 })
        .lean<InboxItem[]>()
        .cursor({ batchSize: BATCH });
      for await (const item of cursor) {
        batch.push(item as InboxItem);
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },

    /** Those that delivered last come first. Read from the index alone: the items themselves are many and long. */
    async services(): Promise<InboxService[]> {
      return items
        .aggregate<InboxService>([
          { $sort: { service: 1, at: 1 } },
          { $group: { _id: '$service', items: { $sum: 1 }, firstAt: { $first: '$at' }, lastAt: { $last: '$at' } } },
          { $sort: { lastAt: -1, _id: 1 } },
          { $limit: MOST_SERVICES },
          { $project: { _id: 0, service: '$_id', items: 1, firstAt: 1, lastAt: 1 } },
        ])
        .hint(BY_SERVICE);
    },

    /** The services that delivered last. In this form the database skips through the index from service to service. */
    async latestSenders(most: number): Promise<Pick<InboxService, 'service' | 'lastAt'>[]> {
      return items.aggregate<Pick<InboxService, 'service' | 'lastAt'>>([
        { $sort: { service: -1, at: -1 } },
        { $group: { _id: '$service', lastAt: { $first: '$at' } } },
        { $sort: { lastAt: -1, _id: 1 } },
        { $limit: most },
        { $project: { _id: 0, service: '$_id', lastAt: 1 } },
      ]);
    },

    /** When an incident was first heard of. */
    async firstOf(incidentKey: string): Promise<Date | null> {
      const first = await items.findOne({ incidentKey }, { at: 1 }).sort({ at: 1 }).lean<InboxItem>();
      return first?.at ?? null;
    },

    async expire(before: Date): Promise<void> {
      await items.deleteMany({ receivedAt: { $lt: before } });
    },
  };
}

function matching({ service, from, to }: InboxFilter): QueryFilter<InboxItem> {
  const at = { ...(from && { $gte: from }), ...(to && { $lte: to }) };
  return {
    ...(service !== undefined && { service }),
    ...(Object.keys(at).length > 0 && { at }),
  } as QueryFilter<InboxItem>;
}
