import type { Connection } from 'mongoose';
import type { Person } from './store.js';

/** What a person found: whether the question would have caught the event of a past COE. */
export type StoredHit = {
  _id: string;
  questionId: string;
  coeId: string;
  caught: boolean;
  judgedAt: string;
  judgedBy: Person;
};

export type HitStore = ReturnType<typeof hitStore>;

/** One judgement for each question and COE; the last one counts. */
export function hitStore(connection: Connection) {
  const rows = () => connection.collection<StoredHit>('orrHits');
  return {
    async judge(hit: Omit<StoredHit, '_id'>): Promise<void> {
      await rows().updateOne({ _id: `${hit.questionId}:${hit.coeId}` }, { $set: hit }, { upsert: true });
    },
    /** Judgements of some questions, oldest first. */
    async of(questionIds: readonly string[]): Promise<StoredHit[]> {
      const prefixes = questionIds.map((id) => ({ _id: { $gte: `${id}:`, $lt: `${id};` } }));
      return prefixes.length === 0 ? [] : rows().find({ $or: prefixes }).sort({ judgedAt: 1, _id: 1 }).toArray();
    },
  };
}
