import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COE_STATUSES } from '../../src/coe/schema.js';
import { projectRoot } from '../../src/kernel/paths.js';
import { drawLifecycle, LIFECYCLE, waysFrom } from '../../src/review/lifecycle.js';
import { openTestService, type TestService } from '../service.js';
import { type Somebody, somebody } from './people.js';
import { approvableCoe } from './ready-coe.js';

let api: TestService;
let author: Somebody;
let reviewer: Somebody;
beforeAll(async () => {
  api = await openTestService();
  author = await somebody(api, 'author');
  reviewer = await somebody(api, 'reviewer');
});
afterAll(() => api.close());

const create = async () =>
  (
    await api
      .as(author.token)
      .post('coes')
      .send({ ...approvableCoe(), severity: 'SEV3' })
  ).body;
const move = (number: string, to: string, more: object = {}, token = author.token) =>
  api
    .as(token)
    .post(`coes/${number}/transitions`)
    .send({ to, ...more });
/** A new COE brought to a state by the ways people take. */
async function at(status: string) {
  const coe = await create();
  if (status === 'draft') return coe;
  if (status === 'archived') return (await move(coe.number, 'archived')).body;
  await move(coe.number, 'inReview');
  if (status === 'inReview') return coe;
  const { contentHash } = coe;
  await api.as(reviewer.token).post(`coes/${coe.number}/reviews`).send({ decision: 'approve', contentHash });
  if (status === 'published') await move(coe.number, 'published');
  return coe;
}

describe('the lifecycle', () => {
  it('is drawn in the documents as it is in the table', () => {
    const text = readFileSync(join(projectRoot, 'docs/lifecycle.md'), 'utf8');
    expect(/```mermaid\n([\s\S]*?)\n```/.exec(text)?.[1]).toBe(drawLifecycle());
  });

  it('has a way out of every state and one into it', () => {
    for (const status of COE_STATUSES) {
      expect(waysFrom(status).length).toBeGreaterThan(0);
      if (status !== 'draft') expect(LIFECYCLE.some(({ to }) => to === status)).toBe(true);
    }
  });

  it.each(COE_STATUSES)('from %s leads only where the table says', async (from) => {
    for (const to of COE_STATUSES.filter((each) => each !== from)) {
      const { number } = await at(from);
      const allowed = waysFrom(from).find((way) => way.to === to);
      const answer = await move(number, to);
      // The one way that needs more than the author's word.
      const expected = allowed && allowed.needs === null ? 200 : 409;
      expect([from, to, answer.status]).toEqual([from, to, expected]);
      expect((await api.as(author.token).get(`coes/${number}`)).body.status).toBe(expected === 200 ? to : from);
    }
  });

  it('leaves a COE alone that is in the state already', async () => {
    const coe = await create();
    expect((await move(coe.number, 'draft')).body.version).toBe(coe.version);
    await move(coe.number, 'inReview');
    const again = await move(coe.number, 'inReview');
    expect([again.status, again.body.status, again.body.version]).toEqual([200, 'inReview', coe.version + 1]);
  });

  it('twoTransitionsRace: one wins, the other is told the state it made', async () => {
    for (let n = 0; n < 10; n++) {
      const { number } = await at('inReview');
      const answers = await Promise.all([
        move(number, 'draft', { from: 'inReview' }),
        move(number, 'archived', { from: 'inReview' }),
      ]);
      const [lost, won] = answers.sort((a, b) => b.status - a.status);
      expect([won?.status, lost?.status]).toEqual([200, 409]);
      expect(lost?.body).toMatchObject({ status: 409, state: won?.body.status });
      expect((await api.as(author.token).get(`coes/${number}`)).body.status).toBe(won?.body.status);
    }
  });

  it('keeps the reason in the history and the step in the audit trail', async () => {
    const { number, id } = await at('published');
    await move(number, 'draft', { reason: 'A customer corrected the numbers.' });
    const { items } = (await api.as(author.token).get(`coes/${number}/revisions`)).body;
    expect(items[0]).toMatchObject({
      type: 'coe.transitioned',
      note: 'A customer corrected the numbers.',
      status: 'draft',
      sections: [],
    });
    await api.service.relayPending();
    const event = await api.service.database.connection
      .collection('audit')
      .findOne({ coeId: id, type: 'coe.transitioned', 'details.to': 'draft' });
    expect(event?.details).toMatchObject({ from: 'published', to: 'draft' });
    expect(JSON.stringify(event)).not.toContain('customer corrected');
  });

  it('publishedContentEdited: only follow-up is taken, the rest is refused with the way back', async () => {
    const { number, actionItems, contentHash } = await at('published');
    const patch = (body: object) => api.as(author.token).patch(`coes/${number}`).set('If-Match', '*').send(body);
    const refused = await patch({ summary: 'Other words' });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('"to":"draft"');
    const [first, ...others] = actionItems;
    const moved = await patch({
      actionItems: [{ ...first, dueDate: '2027-01-01', owner: 'storage on-call' }, ...others],
    });
    expect([moved.status, moved.body.status]).toEqual([200, 'published']);
    expect(moved.body.contentHash).not.toBe(contentHash);
    expect((await patch({ actionItems: [{ ...first, title: 'Other words' }, ...others] })).status).toBe(409);
    expect((await patch({ actionItems: others })).status).toBe(409);
    expect((await patch({ members: ['somebody'] })).status).toBe(200);
    const restored = await api.as(author.token).post(`coes/${number}/revisions/1/restore`);
    expect(restored.status === 409 || restored.body.status === 'published').toBe(true);
  });

  it('archivedStaysReadable: takes no edit, comes back as a draft without approvals', async () => {
    const { number } = await at('published');
    await move(number, 'archived');
    const edit = await api.as(author.token).patch(`coes/${number}`).set('If-Match', '*').send({ summary: 'x' });
    expect(edit.status).toBe(409);
    const back = await move(number, 'draft');
    expect([back.body.status, back.body.approvals]).toEqual(['draft', []]);
  });

  it('transitionWithoutRight: readers and strangers cannot move a COE', async () => {
    const { number } = await create();
    expect((await move(number, 'inReview', {}, (await somebody(api, 'author')).token)).status).toBe(403);
    expect((await move(number, 'inReview', {}, (await somebody(api, 'viewer')).token)).status).toBe(404);
    expect((await move(number, 'inReview', {}, reviewer.token)).status).toBe(403);
    const unknown = await move(number, 'finished', { more: 1 });
    expect(unknown.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['/more', '/to']);
  });
});
