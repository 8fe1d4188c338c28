import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Somebody, somebody } from '../review/people.js';
import { approvableCoe } from '../review/ready-coe.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
let author: Somebody;
let reviewer: Somebody;
beforeAll(async () => {
  api = await openTestService();
  author = await somebody(api, 'author');
  reviewer = await somebody(api, 'reviewer');
});
afterAll(() => api.close());

const send = (coe: string, rows: string) =>
  api.as(author.token).post(`coes/${coe}/metrics`).set('Content-Type', 'text/csv').send(`time,errors\n${rows}`);

async function published(charts: boolean): Promise<string> {
  const call = api.as(author.token);
  const { number } = (
    await call.post('coes').send({ ...approvableCoe(), severity: 'SEV3', charts: [{ id: 'c', title: 'Errors' }] })
  ).body;
  const [metric] = (await send(number, '2026-01-01T10:00:00Z,1\n')).body.metrics;
  if (charts) {
    const chart = { id: 'c', title: 'Errors', metricId: metric.id };
    expect(
      (
        await call
          .patch(`coes/${number}`)
          .set('If-Match', '*')
          .send({ charts: [chart] })
      ).status,
    ).toBe(200);
  }
  expect((await call.post(`coes/${number}/transitions`).send({ to: 'inReview' })).status).toBe(200);
  const { contentHash } = (await call.get(`coes/${number}`)).body;
  const review = { decision: 'approve', body: 'Clear.', contentHash };
  expect((await api.as(reviewer.token).post(`coes/${number}/reviews`).send(review)).status).toBe(201);
  const moved = await call.post(`coes/${number}/transitions`).send({ to: 'published' });
  expect(moved.body.status).toBe('published');
  return number;
}

describe('points for a published COE', () => {
  it('are refused when its charts draw a metric, with the way back, and nothing of them is kept', async () => {
    const number = await published(true);
    const refused = await send(number, '2026-01-01T10:01:00Z,9\n');
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain(`/coes/${number}/transitions`);
    const [metric] = (await api.as(author.token).get(`coes/${number}/metrics`)).body.items;
    expect(metric.points).toBe(1);
    expect((await api.as(author.token).get(`coes/${number}`)).body.status).toBe('published');
    const back = await api
      .as(author.token)
      .post(`coes/${number}/transitions`)
      .send({ to: 'draft', reason: 'More data.' });
    expect(back.status).toBe(200);
    expect((await send(number, '2026-01-01T10:01:00Z,9\n')).status).toBe(200);
  });

  it('are taken when no chart draws one', async () => {
    expect((await send(await published(false), '2026-01-01T10:01:00Z,9\n')).status).toBe(200);
  });
});
