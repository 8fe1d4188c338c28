import { AppError } from '../kernel/errors.js';
import type { AccessStore } from './store.js';

const ROW = 'administrators';

/** Who are the active administrators: kept beside the users, so that the last one cannot go, whoever takes whose role at the same moment. */
export function administrators(store: Pick<AccessStore, 'users' | 'administrators'>) {
  const add = async (...ids: string[]) => {
    await store.administrators.updateOne({ _id: ROW }, { $addToSet: { ids: { $each: ids } } }, { upsert: true });
  };
  return {
    add,
    /** Takes an administrator out, unless nobody would be left. @throws AppError conflict */
    async remove(id: string): Promise<void> {
      await add(id);
      // One atomic write: out, and a second one is there to stay.
      const gone = await store.administrators.updateOne(
        { _id: ROW, 'ids.1': { $exists: true } },
        { $pull: { ids: id } },
      );
      if (gone.matchedCount === 0)
        throw new AppError(
          'conflict',
          'This is the last active administrator. Make somebody else administrator first; nobody could manage the service else.',
        );
    },
    /** At start: whoever became one behind a crash counts. */
    async learn(): Promise<void> {
      const users = await store.users.find({ role: 'admin', active: { $ne: false } }, { _id: 1 }).lean();
      await add(...users.map(({ _id }) => _id));
    },
  };
}
