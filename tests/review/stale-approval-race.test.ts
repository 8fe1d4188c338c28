import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseContent } from '../../src/coe/content.js';
import { createCoe } from '../../src/coe/create.js';
import { editCoe, etagOf } from '../../src/coe/edit.js';
import { applySections } from '../../src/coe/section-patch.js';
import { coeStore, contentHash } from '../../src/coe/store.js';
import { templateStore } from '../../src/coe/templates.js';
import { connectDatabase, type Database } from '../../src/database/connect.js';
import { ensureIndexes } from '../../src/database/ensure-indexes.js';
import type { Actor } from '../../src/kernel/actor.js';
import { systemClock } from '../../src/kernel/clock.js';
import { AppError } from '../../src/kernel/errors.js';
import { approvalRuleStore } from '../../src/review/approval-rules.js';
import { lookStore } from '../../src/review/looks.js';
import { reviewCoe } from '../../src/review/review-coe.js';
import { transitionCoe } from '../../src/review/transition-coe.js';
import { freshDatabaseUri } from '../database-address.js';

const TRIES = 1_000;
const AT_ONCE = 8;
const person = (name: string, role: Actor['role']): Actor => ({
  id: `usr_${name}`,
  name,
  role,
  qualifications: [],
  scope: 'write',
  via: 'token',
});
const [ada, bo] = [person('ada', 'author'), person('bo', 'reviewer')];
let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ mongodbUri: freshDatabaseUri(), dataDir: '', log: () => undefined });
});
afterAll(async () => {
  await database.connection.dropDatabase();
  await database.close();
});

/** Reviewer and author on stores of their own, as on two instances: no queue of one process orders their writes. */
function instance() {
  const { connection } = database;
  const store = coeStore(connection, systemClock);
  const templates = templateStore(connection, systemClock);
  const rules = approvalRuleStore(connection, store, systemClock);
  const ports = {
    isAuthor: ({ id }: Actor) => id === ada.id,
    authoriseCoe: async () => undefined,
    blockersOf: async () => [],
    reviewers: async () => [{ id: bo.id, name: bo.name, role: bo.role, qualifications: [] }],
  };
  const looks = lookStore(connection, systemClock);
  return {
    store,
    edit: editCoe(store, templates),
    create: createCoe(store, templates, systemClock),
    parts: { store, rules, looks, clock: systemClock, ports },
  };
}

describe('approvalOfStaleContent', () => {
  it(`under race: of ${TRIES} approvals with an edit at the same time, none stands for words that the reviewer had not read`, async () => {
    await ensureIndexes(database.connection);
    const [first, second] = [instance(), instance()];
    const seen = { approved: 0, refused: 0 };
    let next = 0;

    /** Approvals race edits of one COE, try after try; each time the reviewer has read what stands. */
    const worker = async () => {
      const made = await first.create(parseContent({ title: 'COE', severity: 'SEV4', summary: 'read' }), ada);
      let coe = await transitionCoe(first.parts, made._id, ada, { to: 'inReview', reason: null });
      const approvedAs: string[] = [];
      // The edit begins at any moment of an approval, however fast the machine is just now.
      let approvalMs = 5;
      while (next < TRIES) {
        const n = next++;
        const { contentHash: hash } = coe;
        const begun = performance.now();
        const approve = reviewCoe(first.parts, coe._id, bo, { decision: 'approve', body: '', contentHash: hash }).then(
          () => {
            approvalMs = performance.now() - begun;
            return true;
          },
          (error: unknown) => {
            if (error instanceof AppError && error.code === 'conflict') return false;
            throw error;
          },
        );
        const write = () => second.edit.patch(coe._id, { summary: `never read by bo, ${n}` }, etagOf(coe), ada);
        const edit = n % 2 === 0 ? write() : sleep(Math.random() * approvalMs).then(write);
        const [approved] = await Promise.all([approve, edit]);
        coe = await first.store.byId(coe._id);
        // The edit always comes through; whichever was first, what stands now is unapproved.
        expect(coe.content.summary).toBe(`never read by bo, ${n}`);
        expect([coe.status, coe.review?.approvals]).toEqual(['inReview', []]);
        seen[approved ? 'approved' : 'refused']++;
        if (approved) approvedAs.push(hash);
      }
      return { coeId: coe._id, approvedAs };
    };
    const raced = await Promise.all(Array.from({ length: AT_ONCE }, worker));

    // Each approval that ever stood is of the very content that the reviewer sent, and that content is what stood then.
    for (const { coeId, approvedAs } of raced) {
      await first.store.relayPending();
      const rows = await first.store.revisions.find({ coeId }).sort({ version: 1 }).lean();
      const stood: unknown[] = [];
      let content: Record<string, unknown> = {};
      for (const { patch, eventType, contentHash: noted, status } of rows) {
        content = applySections(content, patch);
        if (eventType === 'review.approved') stood.push([noted, contentHash(parseContent(content)), status]);
      }
      expect(stood).toEqual(approvedAs.map((hash) => [hash, hash, 'approved']));
    }
    expect(seen.approved + seen.refused).toBe(TRIES);
    // Both orders happened, else nothing raced.
    expect(Math.min(seen.approved, seen.refused)).toBeGreaterThan(0);
  }, 300_000);
});
