import type { Connection } from 'mongoose';
import type { Person } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { notFound } from '../kernel/errors.js';
import { weekOf } from './week.js';

/** The operations review of one week. What it shows is read when it is asked for, with the eyes of whoever asks. */
export type OpsReview = {
  id: string;
  weekOf: string;
  createdAt: string;
  createdBy: Person;
  /** Made by the schedule, and opened by nobody yet. */
  prepared: boolean;
};
type StoredOpsReview = Omit<OpsReview, 'id' | 'prepared'> & { _id: string; prepared?: true };
export type OpsReviewStore = ReturnType<typeof opsReviewStore>;

/** Who makes what the schedule brings. */
const SCHEDULE: Person = { id: 'schedule', name: 'Schedule' };
const present = ({ _id: id, ...rest }: StoredOpsReview): OpsReview => ({
  id,
  ...rest,
  prepared: rest.prepared ?? false,
});

/** One review a week: its id is its Monday. */
export function opsReviewStore(connection: Connection, coes: Pick<CoeStore, 'recordAudit'>, clock: Clock) {
  const reviews = () => connection.collection<StoredOpsReview>('opsReviews');
  const byId = async (id: string): Promise<OpsReview> =>
    present((await reviews().findOne({ _id: id })) ?? notFound('operations review', id));

  /** @returns whether it was not there yet */
  async function insert(_id: string, fresh: Omit<StoredOpsReview, '_id'>): Promise<boolean> {
    try {
      const { upsertedCount } = await reviews().updateOne({ _id }, { $setOnInsert: fresh }, { upsert: true });
      return upsertedCount === 1;
    } catch (error) {
      if ((error as { code?: number }).code === 11000) return false; // another instance was faster
      throw error;
    }
  }
  const told = (
    type: 'opsReview.opened' | 'opsReview.prepared',
    { weekOf: monday, createdAt: at, createdBy: actor }: OpsReview,
  ) => coes.recordAudit({ type, at, actor, coeId: null, details: { weekOf: monday } }, `${type}:${monday}`);

  return {
    /** @throws AppError notFound */
    byId,
    /** Newest week first. */
    async latest(limit: number): Promise<OpsReview[]> {
      return (await reviews().find({}).sort({ _id: -1 }).limit(limit).toArray()).map(present);
    },
    /** Opens the review of the week that holds a day; a second call finds the first one's. */
    async open(day: string, actor: Actor): Promise<{ review: OpsReview; isNew: boolean }> {
      const { monday } = weekOf(day);
      const id = `ops_${monday}`;
      const by = { createdAt: clock.now().toISOString(), createdBy: { id: actor.id, name: actor.name } };
      const isFirst = async () => {
        const { modifiedCount } = await reviews().updateOne(
          { _id: id, prepared: true },
          { $set: by, $unset: { prepared: true } },
        );
        return modifiedCount === 1;
      };
      const isNew = (await insert(id, { weekOf: monday, ...by })) || (await isFirst());
      const review = await byId(id);
      if (isNew) await told('opsReview.opened', review);
      return { review, isNew };
    },
    /** Makes the review of a week without anybody asking. @returns undefined when it was there */
    async prepare(day: string): Promise<OpsReview | undefined> {
      const { monday } = weekOf(day);
      const id = `ops_${monday}`;
      if (await reviews().findOne({ _id: id }, { projection: { _id: 1 } })) return undefined;
      const at = clock.now().toISOString();
      const isNew = await insert(id, { weekOf: monday, createdAt: at, createdBy: SCHEDULE, prepared: true });
      if (!isNew) return undefined;
      const review = await byId(id);
      await told('opsReview.prepared', review);
      return review;
    },
  };
}
