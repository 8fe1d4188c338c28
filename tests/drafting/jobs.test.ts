import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { requestDraft } from '../../src/drafting/request-draft.js';
import { type JobKind, runJob } from '../../src/jobs/run-job.js';
import { startJobs } from '../../src/jobs/start-jobs.js';
import { type JobStore, jobStore, LEASE_MS } from '../../src/jobs/store.js';
import { AppError } from '../../src/kernel/errors.js';
import { bundleEvidence } from './bundle-evidence.js';
import { OWNER, openWorkshop, type Workshop } from './workshop.js';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop({ work: false });
});
afterAll(() => workshop.close());

let kinds = 0;
/** A kind of its own for each test, so that no test takes another's work. */
function kindOf(run: JobKind['run']): JobKind & { endings: string[] } {
  const endings: string[] = [];
  const ended: JobKind['ended'] = async (_job, status, error) => {
    endings.push(`${status}: ${error}`);
  };
  return { name: `kind-${++kinds}`, run, ended, endings };
}

async function claimed(jobs: JobStore, kind: JobKind) {
  const job = await jobs.claim([kind.name]);
  if (!job) throw new Error('no job to claim');
  return job;
}

describe('jobs', () => {
  it('start at once in their own process and are waited for by a clean stop', async () => {
    const { connection, telemetry } = workshop;
    const jobs = jobStore(connection, { now: () => new Date() });
    const done: string[] = [];
    const kind = kindOf(async (job, { progress }) => {
      await progress({ step: 1, steps: 2, text: 'working' });
      await new Promise((resolve) => setTimeout(resolve, 200));
      done.push(job._id);
    });
    const runner = startJobs({ jobs, kinds: [kind], telemetry, pollMs: 3_600_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await jobs.enqueue('job_stop', kind.name, {});
    while ((await jobs.byId('job_stop'))?.progress === null) await new Promise((resolve) => setTimeout(resolve, 10));
    await runner.stop();
    expect(done).toEqual(['job_stop']);
    expect(await jobs.byId('job_stop')).toMatchObject({ status: 'done', attempts: 1, leaseOwner: null });
  });

  it('are enqueued once, however often they are asked for', async () => {
    const { jobs } = workshop;
    const kind = kindOf(async () => undefined);
    await jobs.enqueue('job_once', kind.name, { n: 1 });
    await jobs.enqueue('job_once', kind.name, { n: 2 });
    expect((await claimed(jobs, kind)).payload).toEqual({ n: 1 });
    expect(await jobs.claim([kind.name])).toBeUndefined();
  });

  it('are taken over when their process died, and the dead attempt can write nothing more', async () => {
    let now = Date.now();
    const jobs = jobStore(workshop.connection, { now: () => new Date(now) });
    const kind = kindOf(async () => undefined);
    await jobs.enqueue('job_dead', kind.name, {});
    const dead = await claimed(jobs, kind);
    expect(await jobs.claim([kind.name])).toBeUndefined();
    now += LEASE_MS + 1;
    const second = await claimed(jobs, kind);
    expect(second.attempts).toBe(2);
    expect(await jobs.finish(dead, 'failed', 'late')).toBe(false);
    expect(await jobs.heartbeat(dead)).toBe('lost');
    await runJob(jobs, kind, second, workshop.telemetry);
    expect((await jobs.byId('job_dead'))?.status).toBe('done');
  });

  it('are given up after three processes died on them', async () => {
    let now = Date.now();
    const jobs = jobStore(workshop.connection, { now: () => new Date(now) });
    const kind = kindOf(async () => undefined);
    await jobs.enqueue('job_poison', kind.name, {});
    for (let death = 0; death < 3; death++) {
      await claimed(jobs, kind);
      now += LEASE_MS + 1;
    }
    await runJob(jobs, kind, await claimed(jobs, kind), workshop.telemetry);
    expect(await jobs.byId('job_poison')).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('3 times'),
    });
    expect(kind.endings).toHaveLength(1);
  });

  it('are tried again when the database was away, and fail at once on any other fault, without internals', async () => {
    const { jobs, telemetry } = workshop;
    const passing = kindOf(async () => {
      throw new AppError('unavailable', 'The database is away.');
    });
    await jobs.enqueue('job_again', passing.name, {});
    await runJob(jobs, passing, await claimed(jobs, passing), telemetry);
    expect(await jobs.byId('job_again')).toMatchObject({ status: 'queued', attempts: 1 });
    const broken = kindOf(async () => {
      throw new Error('secret stack');
    });
    await jobs.enqueue('job_fault', broken.name, {});
    await runJob(jobs, broken, await claimed(jobs, broken), telemetry);
    const failed = await jobs.byId('job_fault');
    expect(failed?.status).toBe('failed');
    expect(failed?.error).toMatch(/reference err_/);
    expect(failed?.error).not.toContain('secret');
  });

  it('stop between two steps when a person cancels', async () => {
    const { jobs, telemetry } = workshop;
    const kind = kindOf(async (job, { progress }) => {
      await progress({ step: 1, steps: 2, text: 'first' });
      await jobs.cancel(job._id);
      await progress({ step: 2, steps: 2, text: 'second' });
      throw new Error('went on');
    });
    await jobs.enqueue('job_cancel', kind.name, {});
    await runJob(jobs, kind, await claimed(jobs, kind), telemetry);
    expect((await jobs.byId('job_cancel'))?.status).toBe('cancelled');
    expect(kind.endings).toEqual(['cancelled: null']);
  });
});

describe('a draft whose service died', () => {
  it('is drafted by another instance, with nothing proposed twice', async () => {
    const coeId = await workshop.coe(await bundleEvidence());
    const { drafts, jobs, store, suggestions, kind, telemetry } = workshop;
    const clock = { now: () => new Date() };
    const sections = ['timeline' as const];
    const draft = await requestDraft({ drafts, jobs, store, clock }, coeId, { drafter: 'rules', sections }, OWNER);
    expect(draft.status).toBe('queued');
    const first = await claimed(jobs, kind);
    // Dies after the suggestions were stored and before the draft was finished.
    const dying = { ...drafts, done: () => Promise.reject(new AppError('unavailable', 'killed')) };
    const { draftJob } = await import('../../src/drafting/run-draft.js');
    await runJob(jobs, draftJob({ ...workshop.runParts, drafts: dying }), first, telemetry);
    expect((await drafts.byId(draft._id)).status).toBe('running');
    const stored = await suggestions.ofDraft(draft._id);
    expect(stored.length).toBeGreaterThan(24);
    await jobs.cancel('no such job');
    const later = jobStore(workshop.connection, { now: () => new Date(Date.now() + 5_000) });
    await runJob(later, kind, await claimed(later, kind), telemetry);
    expect((await drafts.byId(draft._id)).status).toBe('done');
    expect(await suggestions.ofDraft(draft._id)).toEqual(stored);
  });

  it('is written by its job when the request died between its two writes', async () => {
    const coeId = await workshop.coe();
    const { drafts, jobs, store, kind, telemetry } = workshop;
    const clock = { now: () => new Date() };
    const dead = { ...drafts, ensure: () => Promise.reject(new Error('killed')) };
    const asked = { drafter: 'rules' as const, sections: ['summary' as const] };
    await expect(requestDraft({ drafts: dead, jobs, store, clock }, coeId, asked, OWNER)).rejects.toThrow('killed');
    const job = await claimed(jobs, kind);
    await runJob(jobs, kind, job, telemetry);
    expect(await drafts.latest(coeId)).toMatchObject({ status: 'done', sections: ['summary'] });
  });

  it('says why it failed', async () => {
    const broken = await openWorkshop({ evidenceOf: () => Promise.reject(new Error('bug')) });
    try {
      const coeId = await broken.coe();
      const path = `/api/v1/coes/${coeId}/drafts`;
      const { status, body } = await request(broken.app).post(path).set('Prefer', 'wait=20').send({});
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'failed', error: expect.stringContaining('err_'), suggestions: [] });
      const cancel = await request(broken.app).post(`/api/v1/drafts/${body.id}/cancel`).send();
      expect(cancel.status).toBe(409);
    } finally {
      await broken.close();
    }
  });
});
