import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseContent } from '../../src/coe/content.js';
import { coeStore } from '../../src/coe/store.js';
import { connectDatabase, type Database } from '../../src/database/connect.js';
import { ensureIndexes } from '../../src/database/ensure-indexes.js';
import type { Actor } from '../../src/kernel/actor.js';
import { systemClock } from '../../src/kernel/clock.js';
import { newCommentSchema } from '../../src/review/comment-model.js';
import { type Comments, commentStore } from '../../src/review/comments.js';
import { presentComment } from '../../src/review/present-comment.js';
import { freshDatabaseUri } from '../database-address.js';

const person = (name: string, role: Actor['role'] = 'author'): Actor => ({
  id: `usr_${name}`,
  name,
  role,
  qualifications: [],
  scope: 'admin',
  via: 'token',
});
const [ada, bo, admin] = [person('ada'), person('bo'), person('admin', 'admin')];
let database: Database;
let store: ReturnType<typeof coeStore>;
let comments: Comments;

beforeAll(async () => {
  database = await connectDatabase({ mongodbUri: freshDatabaseUri(), dataDir: '', log: () => undefined });
  store = coeStore(database.connection, systemClock);
  comments = commentStore(database.connection, store, systemClock);
  await ensureIndexes(database.connection);
});
afterAll(async () => {
  await database.connection.dropDatabase();
  await database.close();
});

const content = parseContent({ title: 'Nothing' });
let coes = 0;
const newCoe = () => `coe_${++coes}`;
const words = (body: string, section = 'summary') => newCommentSchema.parse({ section, body });
const listed = async (coeId: string) =>
  (await comments.page(coeId, { limit: 100 })).items.map((item) => presentComment(item, content));

describe('comments', () => {
  it('are threads on a section, with a quote, replies and a state', async () => {
    const coeId = newCoe();
    const quoted = { ...words('Why **not**?', 'fiveWhys'), quote: { text: 'the gateway' } };
    const made = await comments.add(coeId, ada, quoted);
    await comments.reply(coeId, bo, made._id, 'Because.');
    await comments.resolve(coeId, bo, made._id);
    expect(await listed(coeId)).toMatchObject([
      {
        id: made._id,
        section: 'fiveWhys',
        quote: { text: 'the gateway' },
        body: 'Why **not**?',
        author: { id: 'usr_ada', name: 'ada' },
        resolved: true,
        resolvedBy: { name: 'bo' },
        replies: [{ body: 'Because.', author: { name: 'bo' } }],
      },
    ]);
    expect(await comments.countOpen(coeId)).toBe(0);
    expect((await comments.reopen(coeId, ada, made._id)).resolved).toBeNull();
    expect(await comments.countOpen(coeId)).toBe(1);
  });

  it('page oldest first and filter by section and state', async () => {
    const coeId = newCoe();
    for (const section of ['summary', 'timeline', 'summary'])
      await comments.add(coeId, ada, words(`on ${section}`, section));
    const first = await comments.page(coeId, { limit: 2 });
    const second = await comments.page(coeId, { limit: 2, cursor: first.nextCursor ?? undefined });
    expect([...first.items, ...second.items].map(({ body }) => body)).toEqual([
      'on summary',
      'on timeline',
      'on summary',
    ]);
    expect(second.nextCursor).toBeNull();
    expect((await comments.page(coeId, { limit: 9, section: 'timeline' })).items).toHaveLength(1);
    expect((await comments.page(coeId, { limit: 9, resolved: true })).items).toHaveLength(0);
  });

  it('refuse unknown sections, empty bodies and unknown fields', () => {
    for (const bad of [
      { section: 'nope', body: 'x' },
      { section: 'summary', body: '  ' },
      { section: 'summary', body: 'x', author: 'me' },
      { section: 'summary', body: 'a\u0000b' },
    ])
      expect(newCommentSchema.safeParse(bad).success).toBe(false);
  });

  it('are changed by their author only, and deleted by author or administrator', async () => {
    const coeId = newCoe();
    const made = await comments.add(coeId, ada, words('first'));
    const { replies } = await comments.reply(coeId, bo, made._id, 'reply');
    const replyId = replies[0]?.id as string;
    await expect(comments.edit(coeId, bo, made._id, 'mine now')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(comments.edit(coeId, admin, made._id, 'mine now')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(comments.remove(coeId, bo, made._id)).rejects.toMatchObject({ code: 'forbidden' });
    await comments.edit(coeId, ada, made._id, 'first, corrected');
    await comments.edit(coeId, bo, replyId, 'reply, corrected');
    expect(await listed(coeId)).toMatchObject([{ body: 'first, corrected', replies: [{ body: 'reply, corrected' }] }]);

    await comments.remove(coeId, ada, made._id);
    expect(await listed(coeId)).toMatchObject([{ body: '', deleted: true, replies: [{ body: 'reply, corrected' }] }]);
    await comments.remove(coeId, admin, replyId);
    expect(await listed(coeId)).toEqual([]);
    await expect(comments.reply(coeId, bo, made._id, 'late')).rejects.toMatchObject({ code: 'notFound' });
  });

  it('of another COE do not exist', async () => {
    const [mine, other] = [newCoe(), newCoe()];
    const made = await comments.add(mine, ada, words('here'));
    for (const verb of [
      comments.resolve(other, ada, made._id),
      comments.reply(other, ada, made._id, 'x'),
      comments.edit(other, ada, made._id, 'x'),
      comments.remove(other, ada, made._id),
    ])
      await expect(verb).rejects.toMatchObject({ code: 'notFound' });
    expect(await comments.coeOf(made._id)).toBe(mine);
    await expect(comments.coeOf('cmt_none')).rejects.toMatchObject({ code: 'notFound' });
  });

  it('repeated with the same idempotency key are written once', async () => {
    const coeId = newCoe();
    const seed = 'ab'.repeat(32);
    const [first, again] = [
      await comments.add(coeId, ada, words('once'), seed),
      await comments.add(coeId, ada, words('once'), seed),
    ];
    expect(again._id).toBe(first._id);
    await comments.reply(coeId, ada, first._id, 'once', seed);
    expect((await comments.reply(coeId, ada, first._id, 'once', seed)).replies).toHaveLength(1);
  });

  it('lose no reply when many are written at once', async () => {
    const coeId = newCoe();
    const made = await comments.add(coeId, ada, words('go'));
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => comments.reply(coeId, n % 2 ? ada : bo, made._id, `reply ${n}`)),
    );
    const [thread] = await listed(coeId);
    expect(new Set(thread?.replies.map(({ body }) => body)).size).toBe(50);
  });

  it('lose no audit event when the service stops right after the change', async () => {
    const coeId = newCoe();
    const dying = commentStore(
      database.connection,
      { coes: store.coes, recordAudit: () => Promise.reject(new Error('stopped')) },
      systemClock,
    );
    const made = await dying.add(coeId, ada, words('before the crash'));
    await dying.reply(coeId, bo, made._id, 'me too');
    await dying.resolve(coeId, bo, made._id);
    await dying.remove(coeId, ada, made._id);
    expect(await store.audit.countDocuments({ coeId })).toBe(0);
    await comments.relayPending();
    await comments.relayPending();
    const types = (await store.audit.find({ coeId }).lean()).map(({ type }) => type);
    expect(types.sort()).toEqual(['comment.added', 'comment.deleted', 'comment.replied', 'comment.resolved']);
  });

  it('leave an audit event for each change, without their words', async () => {
    const coeId = newCoe();
    const made = await comments.add(coeId, ada, words('secret words'));
    await comments.resolve(coeId, bo, made._id);
    await comments.resolve(coeId, bo, made._id);
    const events = await store.audit.find({ coeId }).sort({ at: 1, _id: 1 }).lean();
    expect(events.map(({ type }) => type)).toEqual(['comment.added', 'comment.resolved']);
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});
