import type { Connection } from 'mongoose';
import { retryIdempotent } from '../database/retry-idempotent.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { type JobProgress, type JobStatus, jobModel, type StoredJob } from './model.js';
import { wakeUp } from './wake-up.js';

/** An attempt that was silent for so long is taken for dead. Long enough for a restart of the database and a busy processor. */
export const LEASE_MS = 30_000;
const KEEP_FINISHED_MS = 7 * 24 * 60 * 60 * 1000;

export type JobStore = ReturnType<typeof jobStore>;

/** Reads and writes of jobs. Every write of an attempt carries its lease token, so a superseded attempt changes nothing. */
export function jobStore(connection: Connection, clock: Clock) {
  const jobs = jobModel(connection);
  const work = wakeUp();
  const changes = wakeUp();
  const closing = new AbortController();
  const leaseEnd = () => new Date(clock.now().getTime() + LEASE_MS);

  /** @returns false when the lease is another's by now */
  async function writeAsOwner(job: StoredJob, set: Partial<StoredJob>): Promise<boolean> {
    const { matchedCount } = await retryIdempotent(() =>
      jobs.updateOne({ _id: job._id, leaseOwner: job.leaseOwner, status: 'running' }, { $set: set }),
    );
    changes.wake();
    return matchedCount === 1;
  }

  return {
    /** Aborts when the service stops, so that those who wait for a job answer with what there is. */
    closing: closing.signal,
    close: () => closing.abort(),
    /** Wakes those who look for work: own enqueues. */
    work,
    /** Wakes those who wait for a job: progress and endings in this process; other instances are seen by polling. */
    changes,

    /** Adds work; a second call with the same id changes nothing. */
    async enqueue(id: string, kind: string, payload: Record<string, unknown>): Promise<void> {
      const now = clock.now();
      const fresh: Omit<StoredJob, '_id'> = {
        kind,
        payload,
        status: 'queued',
        progress: null,
        attempts: 0,
        runAfter: now,
        leaseOwner: null,
        leaseUntil: null,
        cancelRequested: false,
        error: null,
        createdAt: now,
        finishedAt: null,
      };
      await retryIdempotent(() => jobs.updateOne({ _id: id }, { $setOnInsert: fresh }, { upsert: true }));
      work.wake();
    },

    async byId(id: string): Promise<StoredJob | undefined> {
      return (await jobs.findById(id).lean<StoredJob>()) ?? undefined;
    },

    /** Takes the oldest job that waits, or whose attempt died. @returns undefined when there is none */
    async claim(kinds: string[]): Promise<StoredJob | undefined> {
      const now = clock.now();
      const waiting = { status: 'queued' as const, runAfter: { $lte: now } };
      const abandoned = { status: 'running' as const, leaseUntil: { $lt: now } };
      const lease = { status: 'running' as const, leaseOwner: newId('run'), leaseUntil: leaseEnd() };
      const claimed = await jobs
        .findOneAndUpdate(
          { kind: { $in: kinds }, $or: [waiting, abandoned] },
          { $set: lease, $inc: { attempts: 1 } },
          { sort: { createdAt: 1, _id: 1 }, returnDocument: 'after' },
        )
        .lean<StoredJob>();
      return claimed ?? undefined;
    },

    /** Prolongs the lease. @returns what the attempt must know: its lease is gone, or a person asked to cancel */
    async heartbeat(job: StoredJob): Promise<'held' | 'lost' | 'cancelRequested'> {
      const held = await jobs
        .findOneAndUpdate(
          { _id: job._id, leaseOwner: job.leaseOwner, status: 'running' },
          { $set: { leaseUntil: leaseEnd() } },
          { returnDocument: 'after' },
        )
        .lean<StoredJob>();
      if (!held) return 'lost';
      return held.cancelRequested ? 'cancelRequested' : 'held';
    },

    progress: (job: StoredJob, progress: JobProgress) => writeAsOwner(job, { progress }),

    finish: (job: StoredJob, status: Exclude<JobStatus, 'queued' | 'running'>, error: string | null) =>
      writeAsOwner(job, { status, error, leaseOwner: null, leaseUntil: null, finishedAt: clock.now() }),

    /** Gives the job back, to be tried again after `delayMs`. */
    release(job: StoredJob, delayMs: number): Promise<boolean> {
      const runAfter = new Date(clock.now().getTime() + delayMs);
      return writeAsOwner(job, { status: 'queued', leaseOwner: null, leaseUntil: null, runAfter });
    },

    /** Asks for a job to be cancelled: a waiting one can be claimed at once to be ended, a running one stops at its next step. */
    async cancel(id: string): Promise<void> {
      await jobs.updateOne(
        { _id: id, status: { $in: ['queued', 'running'] } },
        { $set: { cancelRequested: true, runAfter: clock.now() } },
      );
      work.wake();
    },

    /** How many jobs there are of each kind and state, those that ended within a week included. */
    async counts(): Promise<{ kind: string; status: JobStatus; count: number }[]> {
      const rows = await jobs.aggregate<{ _id: { kind: string; status: JobStatus }; count: number }>([
        { $group: { _id: { kind: '$kind', status: '$status' }, count: { $sum: 1 } } },
        { $sort: { '_id.kind': 1, '_id.status': 1 } },
      ]);
      return rows.map(({ _id, count }) => ({ ..._id, count }));
    },

    /** Removes jobs that ended a week ago; what they made stays. */
    async expire(): Promise<void> {
      await jobs.deleteMany({ finishedAt: { $lt: new Date(clock.now().getTime() - KEEP_FINISHED_MS) } });
    },
  };
}
