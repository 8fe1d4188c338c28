import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { account } from '../access/account.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

it('carries a lesson to a proposal, a question, a lens, and the answer of another service', async () => {
  const [author, reviewer, director] = [
    await account(api, 'author'),
    await account(api, 'reviewer'),
    await account(api, 'reviewer', { qualifications: ['director'] }),
  ];
  const lessonsLearned = [{ text: 'Every cache of ours needs an upper bound on its size.', broadlyApplicable: true }];
  const coe = (
    await api
      .as()
      .post('coes')
      .send({ title: 'Cache grew', services: ['basket'], severity: 'SEV1', lessonsLearned })
  ).body;

  // lesson → proposal → accepted
  const [proposal] = (await api.as().post(`coes/${coe.id}/orr-proposals/draft`)).body.items;
  expect(proposal).toMatchObject({ severity: 'high', duplicateOf: null });
  const { question } = (await api.as(reviewer.token).post(`orr/proposals/${proposal.id}/accept`).send({})).body;
  expect(question.origins).toMatchObject([{ coe: { number: coe.number } }]);

  // → in a lens
  const pillars = [{ name: 'Architecture', questionIds: [question.id, 'orq_load-peak'] }];
  const made = await api.as(reviewer.token).post('orr/templates').send({ name: 'Launch', pillars });
  expect(made.status).toBe(201);
  const { id: templateId } = made.body;
  const lens = (await api.as().get(`orr/templates/${templateId}/custom-lens.json`)).body;
  expect(lens.pillars[0].questions.map(({ title }: { title: string }) => title)).toContain(question.question);
  const told = lens.pillars[0].questions.find(({ title }: { title: string }) => title === question.question);
  expect(told.description).toMatch(new RegExp(`\\n\\nLearned from ${question.origin.coe.number}\\.$`));

  // → answered by a service
  const by = (token: string | null) => api.as(token);
  const opened = await by(author.token).post('orr/reviews').send({ service: 'search', templateId });
  expect(opened.status).toBe(201);
  const path = `orr/reviews/${opened.body.id}`;
  const [first, second] = opened.body.pillars[0].questions;
  expect((await by(author.token).post(`${path}/transitions`).send({ to: 'inReview' })).body.unanswered).toHaveLength(2);
  const answer = (of: { id: string }, body: object, token = author.token) =>
    by(token).put(`${path}/answers/${of.id}`).send(body);
  const evidence = [{ text: 'Load test', url: 'https://example.com/test' }];
  expect((await answer(first, { choices: ['nothing'] })).status).toBe(422);
  expect((await answer(first, {})).status).toBe(422);
  expect(
    (await answer(first, { choices: [first.choices[0].id], evidence: [{ text: 'x', url: 'javascript:0' }] })).status,
  ).toBe(422);
  const risky = await answer(first, { choices: [first.choices.at(-1).id], evidence });
  expect(risky.body.actionItems).toMatchObject([{ id: first.id, risk: 'HIGH_RISK', status: 'open' }]);
  await answer(second, { notApplicable: 'It serves no customers yet.' });

  // A reviewer raises the bar; nobody but a director approves, never their own, and only what they read.
  const asked = (await by(author.token).post(`${path}/transitions`).send({ to: 'inReview' })).body;
  const decide = (token: string | null, decision: string, contentHash = asked.contentHash, body = '') =>
    by(token).post(`${path}/decisions`).send({ decision, contentHash, body });
  expect((await decide(author.token, 'approve')).status).toBe(403);
  expect((await decide(reviewer.token, 'approve')).status).toBe(403);
  expect((await decide(reviewer.token, 'requestChanges')).status).toBe(422);
  expect((await decide(director.token, 'approve', 'another')).status).toBe(409);
  expect((await decide(reviewer.token, 'requestChanges', asked.contentHash, 'Bound it.')).body.status).toBe('draft');
  const better = await answer(first, { choices: [first.choices[0].id], evidence });
  expect(better.body.pillars[0].questions[0]).toMatchObject({ risk: 'MEDIUM_RISK', evidence });

  // An open risk is an action item that ends with proof only.
  const item = `${path}/action-items/${first.id}`;
  expect((await by(author.token).patch(item).send({ status: 'done' })).status).toBe(422);
  const owned = await by(author.token).patch(item).send({ owner: 'Search team', dueDate: '2027-01-31' });
  expect(owned.body.actionItems).toMatchObject([{ owner: 'Search team', dueDate: '2027-01-31', status: 'open' }]);
  expect((await api.as().get('orr/reviews?service=search')).body.items).toMatchObject([
    { openRisks: 1, unanswered: 0 },
  ]);

  // … and stands on the board of action items, where it is followed up like any other.
  const board = async (query: string) => (await api.as().get(`action-items?${query}`)).body.items;
  const ref = `${opened.body.id}:${first.id}`;
  expect(await board('owner=Search%20team&status=unfinished')).toMatchObject([
    { ref, coe: null, orrReview: { service: 'search', template: 'Launch' }, priority: 'medium', dueDate: '2027-01-31' },
  ]);
  expect(await board('service=basket')).toEqual([]);
  expect((await board('limit=1')).length).toBe(1);
  const follow = (verb: string, body: object) => by(author.token).post(`action-items/${ref}/${verb}`).send(body);
  expect((await follow('reopen', { reason: 'x' })).status).toBe(409);
  expect((await by(author.token).patch(`action-items/${ref}`).send({ title: 'Other' })).status).toBe(422);
  expect((await by(author.token).patch(`action-items/${ref}`).send({ status: 'inProgress' })).body.status).toBe(
    'inProgress',
  );
  expect((await follow('close', { proof: 'https://example.com/test' })).body).toMatchObject({ ref, status: 'done' });
  expect((await follow('close', { proof: 'again' })).status).toBe(409);
  expect((await api.as().get(path)).body.actionItems).toMatchObject([{ status: 'done' }]);
  expect((await follow('reopen', { reason: 'It is back' })).body.status).toBe('open');

  const again = (await by(author.token).post(`${path}/transitions`).send({ to: 'inReview' })).body;
  expect((await answer(first, { choices: [first.choices[0].id] })).status).toBe(409);
  const approved = await decide(director.token, 'approve', again.contentHash);
  expect(approved.body).toMatchObject({ status: 'approved' });
  expect(approved.body.decisions.at(-1)).toMatchObject({ decision: 'approve', stands: true });

  // What is answered anew is not what was approved.
  const voided = await answer(first, { choices: first.choices.slice(0, -1).map(({ id }: { id: string }) => id) });
  expect(voided.body).toMatchObject({ status: 'draft', actionItems: [] });
  expect(voided.body.decisions.at(-1).stands).toBe(false);

  // A new version of the template shows what the service has not answered of it.
  const more = [{ name: 'Architecture', questionIds: [question.id, 'orq_load-peak', 'orq_cells-poison'] }];
  const put = await api
    .as(reviewer.token)
    .put(`orr/templates/${templateId}`)
    .send({ name: 'Launch', pillars: more, note: 'Poison' });
  expect(put.body.version).toBe(2);
  const standing = (await api.as().get(`orr/templates/${templateId}`)).body.services;
  expect(standing).toMatchObject([{ service: 'search', templateVersion: 1, unanswered: [{ id: 'orq_cells_poison' }] }]);
  const updated = await by(author.token).post(`${path}/update`);
  expect(updated.body).toMatchObject({ template: { version: 2 }, unanswered: ['orq_cells_poison'] });
});

it('names what is wrong with a template or a review', async () => {
  const pillars = [{ name: 'One', questionIds: ['orq_load-peak', 'orq_none', 'orq_load-peak'] }];
  const refused = await api.as().post('orr/templates').send({ name: 'T', pillars });
  expect(refused.status).toBe(422);
  expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/pillars/0/questionIds/1',
    '/pillars/0/questionIds/2',
  ]);
  expect((await api.as().post('orr/reviews').send({ service: 's', templateId: 'ort_none' })).status).toBe(404);
  expect((await api.as().get('orr/reviews/orv_none')).status).toBe(404);
  expect(
    (
      await api
        .as()
        .put('orr/reviews/orv_none/answers/x')
        .send({ choices: ['abc'] })
    ).status,
  ).toBe(404);
  expect((await api.as().get('orr/templates/ort_none/custom-lens.json')).status).toBe(404);
});
