import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { newUser } from './new-user.js';

let api: TestService;
let author: string;
let viewer: string;
beforeAll(async () => {
  api = await openTestService();
  [author, viewer] = [await newUser(api, 'author'), await newUser(api, 'viewer')];
});
afterAll(() => api.close());

const newCoe = async (more: object = {}) =>
  (
    await api
      .as()
      .post('coes')
      .send({ title: 'Commented', ...more })
  ).body.number as string;
const add = (coe: string, body: object, token?: string) => api.as(token).post(`coes/${coe}/comments`).send(body);

describe('comments over HTTP', () => {
  it('are added, replied to, resolved, changed and withdrawn', async () => {
    const coe = await newCoe();
    const made = await add(coe, { section: 'summary', body: 'Which **gateway**?', quote: { text: 'the gateway' } });
    expect(made.status).toBe(201);
    expect(made.headers.location).toContain('/comments#');
    const path = `comments/${made.body.id}`;
    expect((await api.as(author).post(`${path}/replies`).send({ body: 'The card one.' })).status).toBe(201);
    expect((await api.as(author).post(`${path}/resolve`)).body.resolved).toBe(true);
    expect((await api.as().post(`${path}/reopen`)).body.resolved).toBe(false);
    expect((await api.as().patch(path).send({ body: 'Which card gateway?' })).status).toBe(200);
    const listed = await api.as().get(`coes/${coe}/comments?section=summary&resolved=false`);
    expect(listed.body).toMatchObject({
      items: [{ body: 'Which card gateway?', quote: { text: 'the gateway' }, replies: [{ body: 'The card one.' }] }],
      nextCursor: null,
    });
    expect((await api.as(author).patch(path).send({ body: 'mine' })).status).toBe(403);
    expect((await api.as(author).delete(path)).status).toBe(403);
    expect((await api.as().delete(path)).status).toBe(204);
  });

  it('name every bad field', async () => {
    const response = await add(await newCoe(), { section: 'moon', body: ' ', extra: 1 });
    expect(response.status).toBe(422);
    expect(response.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/body',
      '/extra',
      '/section',
    ]);
    expect((await api.as().get(`coes/${await newCoe()}/comments?section=moon`)).status).toBe(422);
    expect((await api.as().post('comments/none/replies').send({ body: 'x' })).status).toBe(404);
  });

  it('of a COE that one may not see do not exist, whatever their id', async () => {
    const coe = await newCoe({ restricted: true });
    const { body } = await add(coe, { section: 'summary', body: 'secret' });
    const unknown = (id: string, text: string) =>
      text.replaceAll(id, 'ID').replace(/"(?:instance|reference)":"[^"]*",?/g, '');
    const none = await api.as(author).post('comments/cmt_none/resolve');
    const hidden = await api.as(author).post(`comments/${body.id}/resolve`);
    expect(hidden.status).toBe(404);
    expect(unknown(body.id, hidden.text)).toBe(unknown('cmt_none', none.text));
    for (const [method, path, sent] of [
      ['patch', `comments/${body.id}`, { body: 'x' }],
      ['delete', `comments/${body.id}`, undefined],
      ['post', `comments/${body.id}/replies`, { body: 'x' }],
      ['get', `coes/${coe}/comments`, undefined],
      ['post', `coes/${coe}/comments`, { section: 'summary', body: 'x' }],
    ] as const)
      expect((await api.as(author)[method](path).send(sent)).status).toBe(404);
  });

  it('are read, not written, by viewers of a published COE only', async () => {
    const coe = await newCoe();
    expect((await api.as(viewer).get(`coes/${coe}/comments`)).status).toBe(404);
    const { body } = await add(coe, { section: 'summary', body: 'x' });
    expect((await api.as(viewer).post(`comments/${body.id}/replies`).send({ body: 'x' })).status).toBe(403);
  });

  it('are written once under one Idempotency-Key', async () => {
    const coe = await newCoe();
    const send = () => add(coe, { section: 'summary', body: 'once' }).set('Idempotency-Key', 'comment-1');
    const [first, second] = [await send(), await send()];
    expect(second.body.id).toBe(first.body.id);
    expect((await api.as().get(`coes/${coe}/comments`)).body.items).toHaveLength(1);
  });
});

describe('readiness over HTTP', () => {
  it('tells what blocks approval, with the counts that the COE itself shows', async () => {
    const coe = await newCoe({ summary: 'The cause was human error.' });
    const { body } = await api.as().get(`coes/${coe}/readiness`);
    expect(body.blockers).toContainEqual({
      id: expect.any(String),
      rule: 'human-error',
      severity: 'blocker',
      place: { pointer: '/summary', quote: 'human error' },
      why: expect.any(String),
      fix: expect.any(String),
    });
    const shown = (await api.as().get(`coes/${coe}`)).body.readiness;
    expect(shown).toEqual({ blockers: body.blockers.length, warnings: body.warnings.length });
  });

  it('asks the questions that the COE was made with', async () => {
    const before = await newCoe();
    const { questions } = (await api.as().get('coe-questions')).body;
    const more = { id: 'ownCanary', section: 'responseAnalysis', text: 'Was there a canary?' };
    expect(
      (
        await api
          .as()
          .put('coe-questions')
          .send({ questions: [...questions, more] })
      ).status,
    ).toBe(200);
    const pointers = async (coe: string) =>
      (await api.as().get(`coes/${coe}/readiness`)).body.warnings.map(
        (finding: { place: { pointer: string } }) => finding.place.pointer,
      );
    expect(await pointers(before)).not.toContain('/responseAnalysis/ownCanary');
    expect(await pointers(await newCoe())).toContain('/responseAnalysis/ownCanary');
  });
});
