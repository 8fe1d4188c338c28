import { type Connection, type Model, Schema } from 'mongoose';
import { retryIdempotent } from '../../database/retry-idempotent.js';
import type { TokenUse } from './language-model.js';

/** Use of the model on one UTC day; `cost` in US dollars, null when no price was set. */
export type DayUse = {
  day: string;
  requests: number;
  promptTokens: number;
  completionTokens: number;
  estimated: boolean;
  /** Waited for the model. */
  seconds: number;
  cost: number | null;
};
type StoredDay = Omit<DayUse, 'day'> & { _id: string };

export type ModelUseStore = ReturnType<typeof modelUseStore>;

/** What all drafts of all instances used, by day. */
export function modelUseStore(connection: Connection) {
  const number = { type: Number, default: 0 };
  const schema = new Schema<StoredDay>(
    {
      _id: { type: String, required: true },
      requests: number,
      promptTokens: number,
      completionTokens: number,
      estimated: { type: Boolean, default: false },
      seconds: number,
      cost: { type: Number, default: null },
    } as never,
    { collection: 'modelUse', versionKey: false, strict: 'throw', id: false },
  );
  const days: Model<StoredDay> = connection.models.ModelUse ?? connection.model<StoredDay>('ModelUse', schema);
  const keyOf = (at: Date) => at.toISOString().slice(0, 10);
  const present = ({ _id, ...use }: StoredDay): DayUse => ({
    day: _id,
    ...use,
    // Days of before seconds were counted have none.
    seconds: Math.round(use.seconds ?? 0),
    cost: use.cost ?? null,
  });

  return {
    async of(at: Date): Promise<DayUse> {
      const none = { requests: 0, promptTokens: 0, completionTokens: 0, estimated: false, seconds: 0, cost: null };
      return present((await days.findById(keyOf(at)).lean<StoredDay>()) ?? { _id: keyOf(at), ...none });
    },

    /** A write whose answer was lost may count twice; a budget errs on the side of spending less. */
    async add(
      at: Date,
      { promptTokens, completionTokens, estimated }: TokenUse,
      { cost, seconds }: { cost: number | null; seconds: number },
    ): Promise<void> {
      const $inc = { requests: 1, promptTokens, completionTokens, seconds, ...(cost === null ? {} : { cost }) };
      const $set = estimated ? { estimated: true } : {};
      await retryIdempotent(() =>
        days.collection.updateOne(
          { _id: keyOf(at) as never },
          { $inc, ...(estimated ? { $set } : {}) },
          { upsert: true },
        ),
      );
    },

    /** Newest first. */
    async latest(limit: number): Promise<DayUse[]> {
      return (await days.find().sort({ _id: -1 }).limit(limit).lean<StoredDay[]>()).map(present);
    },
  };
}
