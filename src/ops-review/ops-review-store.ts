import type { Connection } from 'mongoose';
import type { Person } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { notFound } from '../kernel/errors.js';
import { weekOf } from './week.js';

/** The operations review of one week. What it shows is read when it is asked for, with the eyes of whoever asks. */
export type OpsReview = { id: string; weekOf: string; createdAt: string; createdBy: Person };
type StoredOpsReview = Omit<OpsReview, 'id'> & { _id: string };
export type OpsReviewStore = ReturnType<typeof opsReviewStore>;

const present = ({ _id: id, ...rest }: StoredOpsReview): OpsReview => ({ id, ...rest });

/** One review a week: its id is its Monday. */
export function opsReviewStore(connection: Connection, coes: Pick<CoeStore, 'recordAudit'>, clock: Clock) {
  const reviews = () => connection.collection<StoredOpsReview>('opsReviews');
  const byId = async (id: string): Promise<OpsReview> =>
    present((await reviews().findOne({ _id: id })) ?? notFound('operations review', id));
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
      const createdBy = { id: actor.id, name: actor.name };
      const at = clock.now().toISOString();
      const fresh = { weekOf: monday, createdAt: at, createdBy };
      const { upsertedCount } = await reviews().updateOne({ _id: id }, { $setOnInsert: fresh }, { upsert: true });
      if (upsertedCount === 1)
        await coes.recordAudit(
          { type: 'opsReview.opened', at, actor: createdBy, coeId: null, details: { weekOf: monday } },
          `opsReview:${monday}`,
        );
      return { review: await byId(id), isNew: upsertedCount === 1 };
    },
  };
}
