import { type Connection, type Model, Schema } from 'mongoose';
import { AppError } from '../kernel/errors.js';

export type StoredService = {
  _id: string;
  name: string;
  aliases: string[];
  /** Keys of all names, its own and those of services merged into it: no two services share one. */
  keys: string[];
  team: string | null;
  tier: string | null;
  owner: string | null;
  /** Its names then belong to that service; they stay here, so that the merge can be undone. */
  mergedInto: string | null;
  registeredBy: 'person' | 'use';
  createdAt: string;
  updatedAt: string;
};
export type ServiceStore = ReturnType<typeof serviceStore>;

/** Reads and writes of the register. That a name belongs to one service only is an index of the database. */
export function serviceStore(connection: Connection) {
  const services = serviceModel(connection);
  const taken = async (error: unknown, keys: readonly string[], id: string | null): Promise<never> => {
    if ((error as { code?: number }).code !== 11_000) throw error;
    const other = await services.findOne({ keys: { $in: [...keys] }, ...(id ? { _id: { $ne: id } } : {}) }).lean();
    throw new AppError(
      'conflict',
      `${other ? `The service "${other.name}"` : 'Another service'} has one of these names already. Choose another name, or merge the two.`,
      { extra: other ? { serviceId: other._id } : {} },
    );
  };
  return {
    all: (): Promise<StoredService[]> => services.find().sort({ name: 1, _id: 1 }).lean<StoredService[]>(),

    byId: (id: string): Promise<StoredService | null> => services.findById(id).lean<StoredService>(),

    /** @throws AppError conflict when a name is another's */
    async insert(service: StoredService): Promise<void> {
      await services.create([service]).catch((error: unknown) => taken(error, service.keys, null));
    },

    /** For what a COE names: nothing happens when the name is known. */
    async insertUnknown(service: StoredService): Promise<boolean> {
      try {
        await services.create([service]);
        return true;
      } catch (error) {
        if ((error as { code?: number }).code === 11_000) return false;
        throw error;
      }
    },

    /**
     * Writes over the state that was read (`updatedAt`). @returns null when somebody changed it meanwhile
     * @throws AppError conflict when a name is another's
     */
    async change(before: StoredService, set: Partial<StoredService>): Promise<StoredService | null> {
      try {
        return await services
          .findOneAndUpdate(
            { _id: before._id, updatedAt: before.updatedAt, mergedInto: before.mergedInto },
            { $set: set } as never,
            { returnDocument: 'after' },
          )
          .lean<StoredService>();
      } catch (error) {
        return taken(error, set.keys ?? [], before._id);
      }
    },

    async addKeys(id: string, keys: readonly string[], at: string): Promise<void> {
      await services.updateOne({ _id: id }, { $addToSet: { keys: { $each: [...keys] } }, $set: { updatedAt: at } });
    },

    async removeKeys(id: string, keys: readonly string[], at: string): Promise<void> {
      await services.updateOne({ _id: id }, { $pull: { keys: { $in: [...keys] } }, $set: { updatedAt: at } });
    },
  };
}

function serviceModel(connection: Connection): Model<StoredService> {
  const text = { type: String, required: true };
  const schema = new Schema<StoredService>(
    {
      _id: text,
      name: text,
      aliases: { type: [String], required: true },
      keys: { type: [String], required: true },
      team: String,
      tier: String,
      owner: String,
      mergedInto: String,
      registeredBy: text,
      createdAt: text,
      updatedAt: text,
    } as never,
    { collection: 'services', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ keys: 1 }, { unique: true });
  return connection.models.Service ?? connection.model<StoredService>('Service', schema);
}
