import type { Connection } from 'mongoose';
import { coeModel, type StoredCoe } from './model.js';
import { type FindPeople, listPeople } from './people.js';

/** Earlier versions compared names at every request; from now on the accounts that bear these names today are listed. */
export const peopleMigration = (find: FindPeople) => ({
  id: '2026-11-people-by-account',
  async up(connection: Connection): Promise<void> {
    const coes = coeModel(connection);
    const without = { people: { $exists: false } };
    for await (const coe of coes.find(without, { content: 1 }).lean<Pick<StoredCoe, '_id' | 'content'>[]>().cursor()) {
      const people = await listPeople(coe.content, undefined, find);
      await coes.updateOne({ _id: coe._id, ...without }, { $set: { people } });
    }
  },
});
