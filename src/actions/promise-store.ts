import { type Connection, type Model, Schema } from 'mongoose';
import { countedWrites } from '../database/counted-writes.js';
import { sha256 } from '../kernel/ids.js';
import type { PROMISE_ANSWERS } from './promise-schema.js';

/** What a person said about one promise as seen from one COE; a later answer takes the place of an earlier one. */
export type StoredPromiseAnswer = {
  _id: string;
  coeId: string;
  priorCoeId: string;
  itemId: string;
  answer: (typeof PROMISE_ANSWERS)[number];
  because: string;
  reopened: boolean;
  at: string;
  by: { id: string; name: string };
};

/** A promise is the same one however often it is looked for. */
export const promiseIdOf = (coeId: string, priorCoeId: string, itemId: string): string =>
  `prm_${sha256(`${coeId} ${priorCoeId} ${itemId}`).slice(0, 20)}`;

export type PromiseStore = ReturnType<typeof promiseStore>;

export function promiseStore(connection: Connection) {
  const answers = answerModel(connection);
  const { writes, counted } = countedWrites();
  return {
    writes,

    /** By promise id. */
    async answersOf(coeId: string): Promise<Map<string, StoredPromiseAnswer>> {
      const rows = await answers.find({ coeId }).lean<StoredPromiseAnswer[]>();
      return new Map(rows.map((row) => [row._id, row]));
    },

    async countOf(coeId: string): Promise<number> {
      return answers.countDocuments({ coeId });
    },

    async keep({ _id, ...answer }: StoredPromiseAnswer): Promise<void> {
      await counted(answers.updateOne({ _id }, { $set: answer }, { upsert: true }).exec());
    },
  };
}

function answerModel(connection: Connection): Model<StoredPromiseAnswer> {
  const schema = new Schema<StoredPromiseAnswer>(
    {
      _id: { type: String, required: true },
      coeId: { type: String, required: true },
      priorCoeId: { type: String, required: true },
      itemId: { type: String, required: true },
      answer: { type: String, required: true },
      because: String,
      reopened: Boolean,
      at: { type: String, required: true },
      by: Schema.Types.Mixed,
    } as never,
    { collection: 'promiseAnswers', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ coeId: 1 });
  return connection.models.PromiseAnswer ?? connection.model<StoredPromiseAnswer>('PromiseAnswer', schema);
}
