import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseContent } from '../../src/coe/content.js';
import { createCoe } from '../../src/coe/create.js';
import { editCoe, etagOf } from '../../src/coe/edit.js';
import { revisionAt } from '../../src/coe/revisions.js';
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
    const attempt = async (n: number) => {
      const made = await first.create(
        parseContent({ title: `COE ${n}`, severity: 'SEV4', summary: 'read by bo' }),
        ada,
      );
      const coe = await transitionCoe(first.parts, made._id, ada, { to: 'inReview', reason: null });
      const approve = reviewCoe(first.parts, coe._id, bo, {
        decision: 'approve',
        body: '',
        contentHash: coe.contentHash,
      }).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AppError && error.code === 'conflict') return false;
          throw error;
        },
      );
      const edit = second.edit.patch(coe._id, { summary: `never read by bo, ${n}` }, etagOf(coe), ada);
      const [approved] = await Promise.all([approve, edit]);
      const after = await first.store.byId(coe._id);
      // The edit always comes through; whichever was first, what stands now is unapproved.
      expect(after.content.summary).toBe(`never read by bo, ${n}`);
      expect([after.status, after.review?.approvals]).toEqual(['inReview', []]);
      seen[approved ? 'approved' : 'refused']++;
      if (!approved) return;
      const row = after.outbox.find(({ event }) => event.type === 'review.approved');
      const stored = await first.store.revisions.findOne({ coeId: coe._id, eventType: 'review.approved' }).lean();
      const version = (row?.version ?? stored?.version) as number;
      const { content, status } = await revisionAt(first.store, coe._id, version);
      expect([content.summary, contentHash(parseContent(content)), status]).toEqual([
        'read by bo',
        coe.contentHash,
        'approved',
      ]);
    };
    let next = 0;
    const worker = async () => {
      while (next < TRIES) await attempt(next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(seen.approved + seen.refused).toBe(TRIES);
    // Both orders happened, else nothing raced.
    expect(Math.min(seen.approved, seen.refused)).toBeGreaterThan(0);
  }, 300_000);
});
