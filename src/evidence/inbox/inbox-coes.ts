import type { Connection } from 'mongoose';

/** Which COE a window or an incident became, so that asking again finds it. `_id` is the seed of the COE's id. */
export type InboxCoe = { _id: string; coeId: string; service: string; from: Date; to: Date; at: Date };
export type InboxCoes = ReturnType<typeof inboxCoes>;

export function inboxCoes(connection: Connection) {
  const coes = () => connection.collection<InboxCoe>('inboxCoes');
  return {
    byId: (id: string): Promise<InboxCoe | null> => coes().findOne({ _id: id }),
    /** The first one stays. */
    async remember({ _id, ...made }: InboxCoe): Promise<void> {
      await coes().updateOne({ _id }, { $setOnInsert: made }, { upsert: true });
    },
  };
}
