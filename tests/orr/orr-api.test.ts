import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
  expect(again.body).toEqual({ items: [], alreadyProposed: 1 });

  const listed = await api.as().get('orr/proposals?status=proposed&limit=5');
  const [proposal] = listed.body.items;
  expect(proposal.question).toBe('Do you have a mechanism to exercise each rollback before it is needed?');
  const accepted = await api.as().post(`orr/proposals/${proposal.id}/accept`).send({ category: 'releaseQuality' });
  expect(accepted.status).toBe(200);
  expect(accepted.body.proposal).toMatchObject({ status: 'accepted', questionId: accepted.body.question.id });

  const library = await api.as().get('orr/questions?category=releaseQuality');
  expect(library.body.items).toEqual([accepted.body.question]);
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
