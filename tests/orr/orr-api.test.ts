import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mostAlike } from '../../src/orr/alike.js';
import { AREAS } from '../../src/orr/areas.js';
import { starterLibrary } from '../../src/orr/starter-library.js';
import { account } from '../access/account.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const lessons = [
  { text: 'Exercise each rollback before it is needed.', broadlyApplicable: true },
  { text: 'Ours alone.', broadlyApplicable: false },
];

it('carries a lesson from a COE to a question of the library, and back', async () => {
  const coe = (await api.as().post('coes').send({ title: 'Rollback failed', lessonsLearned: lessons })).body;
  const drafted = await api.as().post(`coes/${coe.number}/orr-proposals/draft`).send({});
  expect(drafted.status).toBe(200);
  expect(drafted.body).toMatchObject({
    alreadyProposed: 0,
    items: [{ status: 'proposed', coe: { number: coe.number } }],
  });
  const again = await api.as().post(`coes/${coe.id}/orr-proposals/draft`);
  expect(again.body).toEqual({ items: [], alreadyProposed: 1, skipped: [] });

  const listed = await api.as().get('orr/proposals?status=proposed&limit=5');
  const [proposal] = listed.body.items;
  expect(proposal.question).toBe('Do you have a mechanism to exercise each rollback before it is needed?');
  const accepted = await api.as().post(`orr/proposals/${proposal.id}/accept`).send({ category: 'releaseQuality' });
  expect(accepted.status).toBe(200);
  expect(accepted.body.proposal).toMatchObject({ status: 'accepted', questionId: accepted.body.question.id });

  const library = await api.as().get('orr/questions?category=releaseQuality');
  expect(library.body.items[0]).toEqual(accepted.body.question);
  const { origin } = library.body.items[0];
  const home = await api.as().get(`coes/${origin.coe.id}`);
  expect(home.body.lessonsLearned.map(({ id }: { id: string }) => id)).toContain(origin.lessonId);
});

it('names what is wrong with a request', async () => {
  const missing = await api.as().post('orr/proposals/orp_none/reject').send({ reason: 'x' });
  expect(missing.status).toBe(404);
  const badReason = await api.as().post('orr/proposals/orp_none/reject').send({ reason: 5, why: 1 });
  expect(badReason.status).toBe(422);
  expect(badReason.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['/reason', '/why']);
  expect((await api.as().get('orr/proposals?status=open')).status).toBe(422);
  expect((await api.as().get('orr/questions?cursor=nonsense')).status).toBe(422);
  expect((await api.as(null).get('orr/questions')).status).toBe(401);
});

it('takes a question written by hand, once for one Idempotency-Key', async () => {
  const write = () =>
    api
      .as()
      .post('orr/questions')
      .set('Idempotency-Key', 'q-1')
      .send({ question: 'Is there a runbook?', guidance: 'A link.' });
  const first = await write();
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ question: 'Is there a runbook?', category: 'general', origin: null });
  expect((await write()).body).toEqual(first.body);
});

describe('the library', () => {
  it('starts with at least forty questions, in every area that a review asks in', async () => {
    const { body } = await api.as().get('orr/questions?limit=1000');
    const starters = starterLibrary();
    expect(starters.length).toBeGreaterThanOrEqual(40);
    expect(new Set(starters.map(({ area }) => area))).toEqual(new Set(AREAS.map(({ id }) => id)));
    const ids = new Set(body.items.map(({ id }: { id: string }) => id));
    expect(starters.every(({ _id }) => ids.has(_id))).toBe(true);
  });

  it('asks no two questions that it would merge itself', () => {
    const rows = starterLibrary().map(({ _id: id, question }) => ({ id, question }));
    for (const row of rows)
      expect(
        mostAlike(
          row.question,
          rows.filter(({ id }) => id !== row.id),
        ),
      ).toBeNull();
  });

  it('proposes to merge a paraphrase, and keeps both lessons and the history', async () => {
    const restored = {
      text: 'Every queue should have an alarm on how old its oldest item is.',
      broadlyApplicable: true,
    };
    const local = { text: 'Restart web-12 and web-13.', broadlyApplicable: true };
    const coe = (
      await api
        .as()
        .post('coes')
        .send({ title: 'Queue stuck', lessonsLearned: [restored, local] })
    ).body;
    const drafted = await api.as().post(`coes/${coe.id}/orr-proposals/draft`);
    expect(drafted.body.skipped).toEqual([
      { lessonId: coe.lessonsLearned[1].id, reason: expect.stringContaining('one place') },
    ]);
    const [proposal] = drafted.body.items;
    expect(proposal.duplicateOf.id).toBe('orq_alarm-queue-age');
    const merged = await api.as().post(`orr/proposals/${proposal.id}/merge`).send({ reason: 'The same alarm.' });
    expect(merged.status).toBe(200);
    expect(merged.body.proposal).toMatchObject({ status: 'merged', questionId: 'orq_alarm-queue-age' });
    expect(merged.body.question.origins).toMatchObject([{ coe: { id: coe.id }, lesson: restored.text }]);
    expect((await api.as().post(`orr/proposals/${proposal.id}/merge`).send({})).body.question.version).toBe(2);
    expect((await api.as().post(`orr/proposals/${proposal.id}/accept`).send({})).status).toBe(409);
    const { body } = await api.as().get('orr/questions/orq_alarm-queue-age');
    expect(body.history).toMatchObject([{ action: 'created' }, { action: 'merged', reason: 'The same alarm.' }]);
  });

  it('keeps what a question was, and lists it no more when it is retired', async () => {
    const { body: made } = await api.as().post('orr/questions').send({ question: 'Is the pager loud?' });
    const path = `orr/questions/${made.id}`;
    const edited = await api.as().patch(path).send({ severity: 'high', reason: 'Twice unheard.' });
    expect(edited.body).toMatchObject({ severity: 'high', version: 2 });
    expect(edited.body.history[1]).toMatchObject({
      action: 'edited',
      reason: 'Twice unheard.',
      before: { severity: 'medium' },
    });
    expect((await api.as().patch(path).send({ severity: 'high' })).body.version).toBe(2);
    expect((await api.as().patch(path).send({ retired: true })).body.history[2]).toMatchObject({ action: 'retired' });
    const listed = await api.as().get('orr/questions?limit=1000');
    expect(listed.body.items.some(({ id }: { id: string }) => id === made.id)).toBe(false);
    expect((await api.as().get('orr/questions?retired=true')).body.items).toMatchObject([{ id: made.id }]);
    expect(
      (
        await api
          .as()
          .patch(path)
          .send({ severity: 'awful', helpfulResource: { text: 'x', url: 'javascript:1' } })
      ).status,
    ).toBe(422);
    expect((await api.as().patch('orr/questions/orq_none').send({ risk: 'x' })).status).toBe(404);
  });
});

describe('the back-test', () => {
  const text = 'The database failed over and nobody had exercised the failover, so it took forty minutes';
  const lesson = { text: 'Exercise the failover of each database every month.', broadlyApplicable: true };
  const write = async (more: object) =>
    (
      await api
        .as()
        .post('coes')
        .send({ title: 'Failover of the database failed', summary: text, ...more })
    ).body;

  it('proposes past COEs, never the one that the question comes from, and counts what people confirm', async () => {
    const origin = await write({ lessonsLearned: [lesson] });
    const earlier = await write({ title: 'Database failover failed again' });
    const owner = await account(api, 'author');
    const hidden = (
      await api.as(owner.token).post('coes').send({ title: 'Failover of a database', summary: text, restricted: true })
    ).body;
    const { items } = (await api.as().post(`coes/${origin.id}/orr-proposals/draft`)).body;
    const { question } = (await api.as().post(`orr/proposals/${items[0].id}/accept`).send({})).body;
    const path = `orr/questions/${question.id}/back-test`;

    const before = (await api.as().get(path)).body;
    const ids = (hits: { coe: { id: string } }[]) => hits.map(({ coe }) => coe.id);
    expect(ids(before.proposed)).toContain(earlier.id);
    expect(ids(before.proposed)).not.toContain(origin.id);
    expect(ids(before.proposed)).not.toContain(hidden.id);
    expect(ids((await api.as(owner.token).get(path)).body.proposed)).toContain(hidden.id);

    expect((await api.as().post(path).send({ coe: origin.number, caught: true })).status).toBe(409);
    expect((await api.as().post(path).send({ coe: hidden.number, caught: true })).status).toBe(404);
    expect((await api.as(owner.token).post(path).send({ coe: hidden.id, caught: true })).status).toBe(200);
    const after = (await api.as().post(path).send({ coe: earlier.number, caught: true })).body;
    expect(ids(after.confirmed)).toEqual([earlier.id]);
    expect(ids(after.proposed)).not.toContain(earlier.id);
    const hitsFor = async (token?: string) => (await api.as(token).get(`orr/questions/${question.id}`)).body.hits;
    expect(await hitsFor()).toBe(1);
    expect(await hitsFor(owner.token)).toBe(2);

    const never = (await api.as().get('orr/questions?neverCaught=true&limit=1000')).body.items;
    expect(never.some(({ id }: { id: string }) => id === question.id)).toBe(false);
    expect(never.some(({ id }: { id: string }) => id === 'orq_slo-budget')).toBe(true);
    await api.as().post(path).send({ coe: earlier.id, caught: false });
    expect(await hitsFor()).toBe(0);
  });
});
