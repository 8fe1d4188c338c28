import { isConnectionLoss } from '../database/errors.js';
import type { Telemetry } from '../kernel/telemetry.js';
import { type JobKind, runJob } from './run-job.js';
import type { JobStore } from './store.js';

export type JobsRunner = {
  /** Takes no new work and resolves when what is in flight has finished. A second call waits for the same. */
  stop(): Promise<void>;
};

export type JobsParts = {
  jobs: JobStore;
  kinds: JobKind[];
  telemetry: Telemetry;
  /** Jobs at once in this process. */
  concurrency?: number;
  /** How long work that another instance added, or that a dead one left, may wait for being seen. */
  pollMs?: number;
};

const EXPIRE_MS = 60 * 60 * 1000;

/** Works on persisted jobs until it is stopped. Work added in this process starts at once; the rest is found by polling. */
export function startJobs({ jobs, kinds, telemetry, concurrency = 2, pollMs = 2_000 }: JobsParts): JobsRunner {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const names = [...byName.keys()];
  const complain = (error: unknown) => {
    if (!isConnectionLoss(error)) telemetry.log({ level: 'error', event: 'jobsFault', error: String(error) });
  };

  async function workOnOne(): Promise<boolean> {
    const job = await jobs.claim(names);
    const kind = job && byName.get(job.kind);
    if (kind) await runJob(jobs, kind, job, telemetry);
    return kind !== undefined;
  }

  async function worker(): Promise<void> {
    while (!jobs.closing.aborted) {
      const seen = jobs.work.count();
      const worked = await workOnOne().catch((error: unknown) => {
        complain(error);
        return false;
      });
      if (!worked) await jobs.work.next(pollMs, seen, jobs.closing);
    }
  }

  const expiry = setInterval(() => jobs.expire().catch(complain), EXPIRE_MS);
  expiry.unref();
  const workers = Array.from({ length: concurrency }, worker);

  return {
    async stop() {
      clearInterval(expiry);
      jobs.close();
      await Promise.all(workers);
    },
  };
}
