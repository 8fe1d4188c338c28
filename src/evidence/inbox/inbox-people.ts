import { type Connection, type Model, Schema } from 'mongoose';
import { retryIdempotent } from '../../database/retry-idempotent.js';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { isRoleLike } from '../people.js';

/**
 * Somebody whom deliveries named. Placeholders such as responder-1 belong to one COE, so the inbox has tokens instead; real names
 * live here only and go along when items become evidence of a COE.
 */
export type InboxPerson = {
  /** `id:` and the source's own id, or `name:` and the name in lower case. */
  _id: string;
  token: string;
  /** The source's own id, or null for somebody known by name only. */
  sourceId: string | null;
  realName: string | null;
  seenAt: Date;
};
export type InboxPeople = ReturnType<typeof inboxPeople>;

export function inboxPeople(connection: Connection, clock: Clock) {
  const people = inboxPersonModel(connection);
  return {
    /** How a person is written into inbox items; see `EvidenceSink.participant`. */
    async participant(id: string | null, name: string | null): Promise<{ id: string; name: string }> {
      // A role names nobody, so nothing has to be remembered or hidden.
      if (id === null && name !== null && isRoleLike(name)) return { id: name, name };
      const _id = id === null ? `name:${(name ?? '').toLowerCase()}` : `id:${id}`;
      const told = name === null ? {} : { realName: name };
      const person = await retryIdempotent(() =>
        people
          .findOneAndUpdate(
            { _id },
            {
              $set: { seenAt: clock.now(), ...told },
              $setOnInsert: {
                token: id ?? newId('person'),
                sourceId: id,
                ...(name === null ? { realName: null } : {}),
              },
            },
            { upsert: true, returnDocument: 'after' },
          )
          .lean<InboxPerson>(),
      );
      const token = person?.token ?? id ?? '';
      return { id: token, name: `<@${token}>` };
    },

    async byTokens(tokens: readonly string[]): Promise<Map<string, InboxPerson>> {
      if (tokens.length === 0) return new Map();
      const found = await people.find({ token: { $in: [...tokens] } }).lean<InboxPerson[]>();
      return new Map(found.map((person) => [person.token, person]));
    },

    /** @param before seen last before then, so that no item kept names them */
    async expire(before: Date): Promise<void> {
      await people.deleteMany({ seenAt: { $lt: before } });
    },
  };
}

function inboxPersonModel(connection: Connection): Model<InboxPerson> {
  const schema = new Schema<InboxPerson>(
    { _id: String, token: String, sourceId: String, realName: String, seenAt: Date } as never,
    { collection: 'inboxPeople', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ token: 1 });
  schema.index({ seenAt: 1 });
  return connection.models.InboxPerson ?? connection.model<InboxPerson>('InboxPerson', schema);
}
