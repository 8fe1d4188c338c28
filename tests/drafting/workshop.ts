import express from 'express';
import { authorise } from '../../src/access/authorise.js';
import { parseContent } from '../../src/coe/content.js';
import { createCoe } from '../../src/coe/create.js';
import { editCoe } from '../../src/coe/edit.js';
import { resolveCoe } from '../../src/coe/resolve.js';
import { coeStore } from '../../src/coe/store.js';
import { templateStore } from '../../src/coe/templates.js';
import { connectDatabase } from '../../src/database/connect.js';
import { ensureIndexes } from '../../src/database/ensure-indexes.js';
import { databaseError } from '../../src/database/errors.js';
import { draftRoutes } from '../../src/drafting/draft-routes.js';
import { draftStore } from '../../src/drafting/draft-store.js';
import { draftJob, type RunDraftParts } from '../../src/drafting/run-draft.js';
import { suggestionRoutes } from '../../src/drafting/suggestion-routes.js';
import { suggestionStore } from '../../src/drafting/suggestions.js';
import type { StoredEvidenceItem } from '../../src/evidence/item.js';
import { createApp } from '../../src/http/app.js';
import { idempotencyStore } from '../../src/http/idempotency.js';
import { startJobs } from '../../src/jobs/start-jobs.js';
import { jobStore } from '../../src/jobs/store.js';
import type { Actor } from '../../src/kernel/actor.js';
import { systemClock } from '../../src/kernel/clock.js';
import { freshDatabaseUri } from '../database-address.js';

export const OWNER: Actor = {
  id: 'usr_owner',
  name: 'owner-1',
  role: 'author',
  qualifications: [],
  scope: 'write',
  via: 'token',
};
const ACTORS: Record<string, Actor> = {
  owner: OWNER,
  stranger: { id: 'usr_stranger', name: 'stranger-1', role: 'viewer', qualifications: [], scope: 'read', via: 'token' },
};

/** The drafting room on a database of its own, with evidence given by the test instead of imported. */
export async function openWorkshop(options: Partial<RunDraftParts> & { work?: boolean } = {}) {
  const log: Record<string, unknown>[] = [];
  const telemetry = { log: (event: Record<string, unknown>) => log.push(event) };
  const database = await connectDatabase({ mongodbUri: freshDatabaseUri(), dataDir: '', log: telemetry.log });
  const { connection } = database;
  const clock = systemClock;
  const store = coeStore(connection, clock);
  const templates = templateStore(connection, clock);
  const edit = editCoe(store, templates);
  const create = createCoe(store, templates, clock);
  const drafts = draftStore(connection);
  const suggestions = suggestionStore(connection, clock);
  const jobs = jobStore(connection, clock);
  await ensureIndexes(connection);

  const evidence = new Map<string, StoredEvidenceItem[]>();
  const runParts: RunDraftParts = {
    drafts,
    suggestions,
    store,
    templates,
    clock,
    metrics: { list: async () => [], read: async () => null },
    evidenceOf: async (coeId) => evidence.get(coeId) ?? [],
    priorCoesOf: async () => [],
    wordings: { hitsOf: async () => [], countIn: () => 0 },
    ...options,
  };
  const kind = draftJob(runParts);
  const runner = options.work === false ? undefined : startJobs({ jobs, kinds: [kind], telemetry });
  const authoriseCoe = authorise({
    resolve: (reference) => resolveCoe(store, reference),
    clock,
    recordAudit: store.recordAudit,
  });
  const endpoints = [
    ...draftRoutes({ drafts, jobs, store, clock, suggestions, authoriseCoe }),
    ...suggestionRoutes({ suggestions, edit, store, clock, authoriseCoe }),
  ];
  const app = createApp({
    open: express.Router(),
    endpoints,
    pages: express.Router(),
    ports: {
      authenticate: async (request) => ACTORS[request.get('Authorization') ?? 'owner'] ?? OWNER,
      authorise: authoriseCoe,
      idempotency: idempotencyStore(connection),
      retryReads: (work) => work(),
      assertRoom: () => undefined,
    },
    telemetry,
    ready: async () => undefined,
    translate: databaseError,
    openapi: () => ({}),
  });

  return {
    app,
    log,
    store,
    edit,
    drafts,
    suggestions,
    jobs,
    kind,
    runParts,
    telemetry,
    connection,
    /** A fresh COE, with this evidence. */
    async coe(items: StoredEvidenceItem[] = [], content: Record<string, unknown> = {}): Promise<string> {
      const coe = await create(parseContent({ title: 'An incident', owner: OWNER.name, ...content }), OWNER);
      evidence.set(
        coe._id,
        items.map((item) => ({ ...item, coeId: coe._id })),
      );
      return coe._id;
    },
    addEvidence: (coeId: string, items: StoredEvidenceItem[]) =>
      evidence.set(coeId, [...(evidence.get(coeId) ?? []), ...items.map((item) => ({ ...item, coeId }))]),
    content: async (coeId: string) => (await store.byId(coeId)).content,
    async close() {
      await runner?.stop();
      await connection.dropDatabase();
      await database.close();
    },
  };
}

export type Workshop = Awaited<ReturnType<typeof openWorkshop>>;
