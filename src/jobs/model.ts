import { type Connection, type Model, Schema } from 'mongoose';

export const JOB_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
/** Step `step` of `steps` has begun; `text` says what it does. */
export type JobProgress = { step: number; steps: number; text: string };

/** Long work as it is stored: mixed instance may run it, and another takes over when the lease runs out. */
export type StoredJob = {
  _id: string;
  kind: string;
  /** All that the work needs to start again from nothing. */
  payload: Record<string, unknown>;
  status: JobStatus;
  progress: JobProgress | null;
  /** How often it was started; a crash of its process counts. */
  attempts: number;
  runAfter: Date;
  /** A token of one attempt, so that an attempt which lost its lease can write nothing more. */
  leaseOwner: string | null;
  leaseUntil: Date | null;
  cancelRequested: boolean;
  error: string | null;
  createdAt: Date;
  finishedAt: Date | null;
};

export function jobModel(connection: Connection): Model<StoredJob> {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<StoredJob>(
    {
      _id: { type: String, required: true },
      kind: { type: String, required: true },
      payload: { type: mixed, required: true },
      status: { type: String, required: true },
      progress: mixed,
      attempts: { type: Number, required: true },
      runAfter: { type: Date, required: true },
      leaseOwner: String,
      leaseUntil: Date,
      cancelRequested: { type: Boolean, required: true },
      error: String,
      createdAt: { type: Date, required: true },
      finishedAt: Date,
    } as never,
    { collection: 'jobs', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ status: 1, createdAt: 1 });
  schema.index({ finishedAt: 1 });
  return connection.models.Job ?? connection.model<StoredJob>('Job', schema);
}
