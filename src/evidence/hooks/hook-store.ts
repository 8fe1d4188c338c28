import { type Connection, type Model, Schema } from 'mongoose';
import type { Person } from '../../coe/model.js';
import { notFound } from '../../kernel/errors.js';
import type { HookKey } from './hook-key.js';
import type { HookSource } from './hook-kinds.js';
import type { HookPatch } from './hook-schema.js';

export type StoredHook = {
  _id: string;
  source: HookSource;
  name: string;
  service: string | null;
  services: { when: string; service: string }[];
  zone: string | null;
  topicArns: string[];
  owner: string | null;
  enabled: boolean;
  /** The current address first; after a rotation also the old one, for as long as it lasts. */
  keys: HookKey[];
  createdAt: string;
  createdBy: Person;
  deliveries: number;
  lastDeliveryAt: string | null;
  lastProblem: { at: string; reason: string } | null;
};
export type HookSettings = Omit<HookPatch, 'signingSecret'>;
export type HookStore = ReturnType<typeof hookStore>;

/** Registrations of senders. */
export function hookStore(connection: Connection) {
  const hooks = hookModel(connection);
  return {
    /** @returns false when its id is taken */
    async insert(hook: StoredHook): Promise<boolean> {
      try {
        await hooks.create([hook]);
        return true;
      } catch (error) {
        if ((error as { code?: number }).code !== 11000) throw error;
        return false;
      }
    },
    /** @throws AppError notFound */
    async byId(id: string): Promise<StoredHook> {
      return (await hooks.findById(id).lean<StoredHook>()) ?? notFound('hook registration', id);
    },
    async byKeyHash(hash: string): Promise<StoredHook | null> {
      return hooks.findOne({ 'keys.hash': hash }).lean<StoredHook>();
    },
    /** The oldest first, after the cursor's id. */
    async list(limit: number, after: string | undefined): Promise<StoredHook[]> {
      return hooks
        .find(after === undefined ? {} : { _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<StoredHook[]>();
    },
    /** @throws AppError notFound */
    async change(id: string, set: HookSettings & { keys?: HookKey[] }): Promise<StoredHook> {
      const changed = await hooks
        .findOneAndUpdate({ _id: id }, { $set: set } as never, { returnDocument: 'after' })
        .lean<StoredHook>();
      return changed ?? notFound('hook registration', id);
    },
    /** Takes the first topic that asks. @returns false when another was first */
    async pinTopic(id: string, topicArn: string): Promise<boolean> {
      const { matchedCount } = await hooks.updateOne(
        { _id: id, $or: [{ topicArns: { $size: 0 } }, { topicArns: topicArn }] },
        { $addToSet: { topicArns: topicArn } },
      );
      return matchedCount === 1;
    },
    async noteDelivery(id: string, at: Date): Promise<void> {
      await hooks.updateOne({ _id: id }, { $set: { lastDeliveryAt: at.toISOString() }, $inc: { deliveries: 1 } });
    },
    /** For the administrator only: the sender is not told what was wrong. */
    async noteProblem(id: string, at: Date, reason: string): Promise<void> {
      await hooks.updateOne({ _id: id }, { $set: { lastProblem: { at: at.toISOString(), reason } } });
    },
    /** @throws AppError notFound */
    async remove(id: string): Promise<StoredHook> {
      return (await hooks.findOneAndDelete({ _id: id }).lean<StoredHook>()) ?? notFound('hook registration', id);
    },
  };
}

function hookModel(connection: Connection): Model<StoredHook> {
  const mixed = Schema.Types.Mixed;
  const text = { type: String, required: true };
  const schema = new Schema<StoredHook>(
    {
      _id: text,
      source: text,
      name: text,
      service: String,
      services: { type: mixed, required: true },
      zone: String,
      topicArns: { type: [String], required: true },
      owner: String,
      enabled: { type: Boolean, required: true },
      keys: { type: mixed, required: true },
      createdAt: text,
      createdBy: mixed,
      deliveries: { type: Number, required: true },
      lastDeliveryAt: String,
      lastProblem: mixed,
    } as never,
    { collection: 'hooks', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ 'keys.hash': 1 }, { unique: true });
  return connection.models.Hook ?? connection.model<StoredHook>('Hook', schema);
}
