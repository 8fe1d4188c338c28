import { isConnectionLoss } from '../database/errors.js';
import { AppError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { Telemetry } from '../kernel/telemetry.js';
import type { JobProgress, StoredJob } from './model.js';
import { type JobStore, LEASE_MS } from './store.js';

export type JobContext = {
  /**
   * Stores the progress and gives the processor to others; called between steps, it is where an attempt ends that a person
   * cancelled or that another instance took over.
   * @throws when the attempt must end
   */
  progress(progress: JobProgress): Promise<void>;
  /** Aborted when the attempt must end, for work that waits long between two steps. */
  signal: AbortSignal;
};

/** One kind of long work. `run` may be called again after a crash at any point: it must be idempotent. */
export type JobKind = {
  name: string;
  run(job: StoredJob, context: JobContext): Promise<void>;
  /** Tells the work's own document that it will not be finished; idempotent, called before the job itself is closed. */
  ended(job: StoredJob, status: 'failed' | 'cancelled', error: string | null): Promise<void>;
};

const HEARTBEAT_MS = LEASE_MS / 6;
const MOST_ATTEMPTS = 3;
const RETRY_MS = 1_000;

/** Runs one attempt of a claimed job to its end: done, failed, cancelled, or given back because the database went away. */
export async function runJob(jobs: JobStore, kind: JobKind, job: StoredJob, telemetry: Telemetry): Promise<void> {
  const stop = new AbortController();
  const note = (event: string, more: Record<string, unknown> = {}) =>
    telemetry.log({ event, job: job._id, kind: job.kind, attempt: job.attempts, ...more });
  const heartbeat = async () => {
    // A heartbeat that the database did not answer decides nothing: the lease outlasts several of them.
    const answer = await jobs.heartbeat(job).catch(() => 'held' as const);
    if (answer !== 'held') stop.abort(answer);
  };
  const timer = setInterval(heartbeat, HEARTBEAT_MS);
  const started = performance.now();
  try {
    if (job.attempts > MOST_ATTEMPTS)
      throw new AppError('conflict', `The service stopped ${MOST_ATTEMPTS} times while it worked on this.`);
    await kind.run(job, {
      signal: stop.signal,
      async progress(progress) {
        await jobs.progress(job, progress);
        await heartbeat();
        stop.signal.throwIfAborted();
      },
    });
    await jobs.finish(job, 'done', null);
    note('jobDone', { durationMs: Math.round(performance.now() - started) });
  } catch (error) {
    await conclude(error);
  } finally {
    clearInterval(timer);
  }

  async function conclude(error: unknown): Promise<void> {
    if (stop.signal.reason === 'lost') return note('jobTakenOver');
    if (stop.signal.reason === 'cancelRequested') {
      await kind.ended(job, 'cancelled', null);
      await jobs.finish(job, 'cancelled', null);
      return note('jobCancelled');
    }
    if (isPassing(error) && job.attempts < MOST_ATTEMPTS) {
      await jobs.release(job, RETRY_MS * 4 ** (job.attempts - 1));
      return note('jobRetried', { error: String(error) });
    }
    const reference = newId('err');
    const told = error instanceof AppError ? error.message : `The service failed; report the reference ${reference}.`;
    note('jobFailed', { level: 'error', reference, error: error instanceof Error ? error.stack : String(error) });
    await kind.ended(job, 'failed', told);
    await jobs.finish(job, 'failed', told);
  }
}

function isPassing(error: unknown): boolean {
  return isConnectionLoss(error) || (error instanceof AppError && error.code === 'unavailable');
}
