import { type Connection, type Model, Schema } from 'mongoose';
import { retryIdempotent } from '../database/retry-idempotent.js';
import { notFound } from '../kernel/errors.js';
import type { Findings, StoredDraft } from './draft-schema.js';

export type DraftStore = ReturnType<typeof draftStore>;

function draftModel(connection: Connection): Model<StoredDraft> {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<StoredDraft>(
    {
      _id: { type: String, required: true },
      coeId: { type: String, required: true },
      status: { type: String, required: true },
      drafter: { type: String, required: true },
      sections: { type: [String], required: true },
      keyMoments: mixed,
      gaps: mixed,
      folded: mixed,
      facts: mixed,
      responders: mixed,
      warnings: mixed,
      model: mixed,
      error: String,
      createdAt: { type: String, required: true },
      createdBy: mixed,
    } as never,
    { collection: 'drafts', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ coeId: 1, createdAt: -1 });
  return connection.models.Draft ?? connection.model<StoredDraft>('Draft', schema);
}

/** Reads and writes of drafts. Their status only moves forward: a draft that ended stays as it ended. */
export function draftStore(connection: Connection) {
  const drafts = draftModel(connection);
  const open = { $in: ['queued' as const, 'running' as const] };
  const write = (draftId: string, set: Partial<StoredDraft>) =>
    retryIdempotent(() => drafts.updateOne({ _id: draftId, status: open }, { $set: set }));

  return {
    /** @throws AppError notFound */
    async byId(draftId: string): Promise<StoredDraft> {
      return (await drafts.findById(draftId).lean<StoredDraft>()) ?? notFound('draft', draftId);
    },

    /** The newest draft of a COE. */
    async latest(coeId: string): Promise<StoredDraft | null> {
      return drafts.findOne({ coeId }).sort({ createdAt: -1, _id: -1 }).lean<StoredDraft>();
    },

    /** Writes a new draft unless it is there; the request and the job both do, whichever comes first. */
    async ensure({ _id, ...rest }: StoredDraft): Promise<void> {
      await retryIdempotent(() => drafts.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true }));
    },

    /** What the model took so far; also of a draft that is then cancelled. */
    used: (draftId: string, model: NonNullable<StoredDraft['model']>) => write(draftId, { model }),
    running: (draftId: string) => write(draftId, { status: 'running' }),
    done: (draftId: string, findings: Findings) => write(draftId, { status: 'done', ...findings }),
    ended: (draftId: string, status: 'failed' | 'cancelled', error: string | null) => write(draftId, { status, error }),
  };
}
