import { type Connection, type Model, Schema } from 'mongoose';
import type { GroupingDecision } from './decisions.js';
import type { IdentifiedCluster } from './stable-ids.js';

type Person = { id: string; name: string };

/** One decision of a person. Names and pins belong to a cluster by its id; the last one counts. */
export type StoredDecision = {
  _id: string;
  recurrenceId: string;
  at: string;
  by: Person;
} & (GroupingDecision | { kind: 'name'; name: string | null } | { kind: 'pin'; pinned: boolean });

/** The clusters as they were seen last: where ids come from. One document, changed by compare-and-swap. */
type StoredClusters = { _id: 'current'; version: number; clusters: IdentifiedCluster[] };

export type RecurrenceStore = ReturnType<typeof recurrenceStore>;
const DUPLICATE_KEY = 11_000;

export function recurrenceStore(connection: Connection) {
  const clusters = clustersModel(connection);
  const decisions = decisionModel(connection);
  return {
    async clusters(): Promise<{ version: number; clusters: IdentifiedCluster[] }> {
      return (await clusters.findById('current').lean<StoredClusters>()) ?? { version: 0, clusters: [] };
    },

    /** @returns false when another instance was faster: read again */
    async keepClusters(version: number, now: IdentifiedCluster[]): Promise<boolean> {
      try {
        const { matchedCount, upsertedCount } = await clusters.updateOne(
          { _id: 'current', version },
          { $set: { version: version + 1, clusters: now } },
          { upsert: version === 0 },
        );
        return matchedCount + upsertedCount === 1;
      } catch (error) {
        if ((error as { code?: number }).code === DUPLICATE_KEY) return false;
        throw error;
      }
    },

    /** In the order in which people decided. */
    async decisions(): Promise<StoredDecision[]> {
      return decisions.find().sort({ at: 1, _id: 1 }).lean<StoredDecision[]>();
    },

    async decide(decision: StoredDecision): Promise<void> {
      const { _id, ...rest } = decision;
      await decisions.updateOne({ _id }, { $setOnInsert: rest } as never, { upsert: true });
    },
  };
}

function clustersModel(connection: Connection): Model<StoredClusters> {
  const schema = new Schema<StoredClusters>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      clusters: { type: [Schema.Types.Mixed], required: true },
    } as never,
    { collection: 'recurrenceClusters', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  return connection.models.RecurrenceClusters ?? connection.model<StoredClusters>('RecurrenceClusters', schema);
}

function decisionModel(connection: Connection): Model<StoredDecision> {
  const schema = new Schema<StoredDecision>(
    {
      _id: { type: String, required: true },
      recurrenceId: { type: String, required: true },
      at: { type: String, required: true },
      by: Schema.Types.Mixed,
      kind: { type: String, required: true },
      coeIds: [String],
      restIds: [String],
      name: String,
      pinned: Boolean,
    } as never,
    { collection: 'recurrenceDecisions', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ at: 1, _id: 1 });
  return connection.models.RecurrenceDecision ?? connection.model<StoredDecision>('RecurrenceDecision', schema);
}
