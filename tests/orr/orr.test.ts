import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { coeContentSchema } from '../../src/coe/schema.js';
import { coeStore, contentHash } from '../../src/coe/store.js';
import type { Actor } from '../../src/kernel/actor.js';
import { acceptProposal, rejectProposal } from '../../src/orr/decide-proposal.js';
import { draftProposals } from '../../src/orr/draft-proposals.js';
import { hitStore } from '../../src/orr/hit-store.js';
import { listProposals, listQuestions } from '../../src/orr/list.js';
import { orrStore } from '../../src/orr/store.js';
import { visibleCoes } from '../../src/orr/visible-coes.js';
import { freshDatabaseUri } from '../database-address.js';

const owner: Actor = { id: 'u1', name: 'owner-1', role: 'author', qualifications: [], scope: 'write', via: 'token' };
const reviewer: Actor = {
  id: 'u2',
  name: 'reviewer-1',
  role: 'reviewer',
  qualifications: [],
  scope: 'write',
  via: 'token',
};
let time = Date.parse('2026-01-01T00:00:00Z');
const clock = {
  now() {
    time += 1000;
    return new Date(time);
  },
};
/** What the policy table says of restricted COEs, for these two people. */
const visible = (actor: Actor) => ({ $or: [{ 'content.restricted': false }, { 'createdBy.id': actor.id }] });

let connection: Connection;
let parts: ReturnType<typeof partsOn>;
let seq = 0;

function partsOn(on: Connection) {
  const coes = coeStore(on, clock);
  return {
    ...{ coes, store: orrStore(on), hits: hitStore(on), clock, visibleCoes: visibleCoes(coes, visible) },
    serviceNames: () => [],
    knownNames: async () => ({ accounts: [], written: [] }),
    wordingFor: async () => null,
  };
}

beforeAll(async () => {
  connection = await mongoose.createConnection(freshDatabaseUri()).asPromise();
  parts = partsOn(connection);
  for (const model of Object.values(connection.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

async function coeWith(lessons: { id: string; text: string; broadlyApplicable: boolean }[], restricted = false) {
  const content = coeContentSchema.parse({ title: `COE ${seq + 1}`, restricted, lessonsLearned: lessons });
  const id = `coe_${randomUUID()}`;
  seq += 1;
  const person = { id: owner.id, name: owner.name };
  const at = clock.now().toISOString();
  await parts.coes.insert({
    _id: id,
    seq,
    number: `COE-${seq}`,
    version: 1,
    status: 'draft',
    templateVersion: 1,
    content,
    sectionVersions: {},
    contentHash: contentHash(content),
    createdAt: at,
    people: [],
    createdBy: person,
    updatedAt: at,
    updatedBy: person,
    outbox: [],
  });
  return id;
}

const lesson = (id: string, text = 'Exercise each rollback before it is needed.', broadlyApplicable = true) => ({
  id,
  text,
  broadlyApplicable,
});
const all = { limit: 50 };

describe('proposals', () => {
  it('come from broadly applicable lessons only, once each, also when two people draft at once', async () => {
    const coe = await coeWith([lesson('l1'), lesson('l2', 'Ours alone.', false)]);
    const drafts = await Promise.all([1, 2, 3].map(() => draftProposals(parts, coe, owner)));
    expect(drafts.flatMap(({ proposals }) => proposals)).toHaveLength(1);
    expect(drafts.map(({ alreadyProposed }) => alreadyProposed).sort()).toEqual([0, 1, 1]);
    const { items } = await listProposals(parts, { ...all, status: 'proposed' }, owner);
    expect(items[0]).toMatchObject({ coe: { id: coe }, lessonId: 'l1', status: 'proposed', questionId: null });
  });

  it('of a restricted COE do not exist for others, and pages are still full', async () => {
    const hidden = await coeWith([lesson('h1'), lesson('h2'), lesson('h3')], true);
    const { proposals } = await draftProposals(parts, hidden, owner);
    const open = await coeWith([lesson('o1'), lesson('o2')]);
    await draftProposals(parts, open, owner);
    const seen = [];
    let cursor: string | undefined;
    do {
      const page = await listProposals(parts, { limit: 1, cursor }, reviewer);
      expect(page.items.length).toBe(1);
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.some(({ coe }) => coe.id === hidden)).toBe(false);
    expect(seen.filter(({ coe }) => coe.id === open)).toHaveLength(2);
    const id = proposals[0]?._id ?? '';
    await expect(acceptProposal(parts, id, {}, reviewer)).rejects.toMatchObject({ code: 'notFound' });
    await expect(rejectProposal(parts, id, 'no', reviewer)).rejects.toMatchObject({ code: 'notFound' });
  });

  it('accepted with a new wording become one question that links back, however often it is repeated', async () => {
    const coe = await coeWith([lesson('a1')]);
    const id = (await draftProposals(parts, coe, owner)).proposals[0]?._id ?? '';
    const edits = { question: 'Do you drill rollbacks?', category: 'releaseQuality' };
    const [first, second] = await Promise.all([
      acceptProposal(parts, id, edits, reviewer),
      acceptProposal(parts, id, edits, reviewer),
    ]);
    expect(second?.question).toEqual(first?.question);
    const { items } = await listQuestions(parts, all, reviewer);
    expect(items.filter(({ proposalId }) => proposalId === id)).toHaveLength(1);
    expect(items[0]).toMatchObject({
      question: 'Do you drill rollbacks?',
      origin: { coe: { id: coe }, lessonId: 'a1' },
    });
    await expect(rejectProposal(parts, id, 'late', reviewer)).rejects.toMatchObject({ code: 'conflict' });
    expect(await parts.coes.audit.countDocuments({ coeId: coe, type: 'orrProposal.accepted' })).toBe(1);
  });

  it('finish a question that a crash left between the decision and the library', async () => {
    const coe = await coeWith([lesson('c1')]);
    const id = (await draftProposals(parts, coe, owner)).proposals[0]?._id ?? '';
    await acceptProposal(parts, id, { question: 'Is it drilled?' }, reviewer);
    await connection.collection('orrQuestions').deleteOne({ proposalId: id } as never);
    const again = await acceptProposal(parts, id, {}, reviewer);
    expect(again.question.question).toBe('Is it drilled?');
  });

  it('rejected with a reason are not proposed again and cannot be accepted', async () => {
    const coe = await coeWith([lesson('r1')]);
    const id = (await draftProposals(parts, coe, owner)).proposals[0]?._id ?? '';
    const rejected = await rejectProposal(parts, id, 'Known already', reviewer);
    expect(rejected).toMatchObject({ status: 'rejected', reason: 'Known already', decidedBy: { id: 'u2' } });
    expect(await draftProposals(parts, coe, owner)).toEqual({ proposals: [], alreadyProposed: 1, skipped: [] });
    await expect(acceptProposal(parts, id, {}, reviewer)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a question of a restricted COE stays readable without saying where it comes from', async () => {
    const coe = await coeWith([lesson('q1')], true);
    const id = (await draftProposals(parts, coe, owner)).proposals[0]?._id ?? '';
    const { question } = await acceptProposal(parts, id, { question: 'Is it safe?' }, owner);
    const of = async (actor: Actor) =>
      (await listQuestions(parts, all, actor)).items.find((item) => item.id === question._id);
    expect(await of(owner)).toMatchObject({ origin: { coe: { id: coe } } });
    expect(await of(reviewer)).toMatchObject({ question: 'Is it safe?', origin: null, proposalId: null });
  });
});
