import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { type Somebody, somebody } from './people.js';

const SUMMARY = 'The certificate of the gateway expired and the operator forgot to renew it.';
let api: TestService;
let author: Somebody;
let reviewer: Somebody;
beforeAll(async () => {
  api = await openTestService();
  author = await somebody(api, 'author');
  reviewer = await somebody(api, 'reviewer', [], 'Bo Reviewer');
});
afterAll(() => api.close());

const newCoe = async (more: object = {}) =>
  (
    await api
      .as(author.token)
      .post('coes')
      .send({ title: 'Gateway', summary: SUMMARY, ...more })
  ).body.number as string;
const comment = (coe: string, body: object, by = reviewer) => api.as(by.token).post(`coes/${coe}/comments`).send(body);
const suggest = async (coe: string) =>
  (
    await comment(coe, {
      section: 'summary',
      body: 'Blameless, please.',
      quote: { text: 'the operator forgot to renew it' },
      suggestion: { replacement: 'no alarm watched its expiry' },
    })
  ).body;
const patch = (coe: string, body: object) => api.as(author.token).patch(`coes/${coe}`).set('If-Match', '*').send(body);
const summaryOf = async (coe: string) => (await api.as(author.token).get(`coes/${coe}`)).body.summary;

describe('a suggested edit', () => {
  it('is applied by whoever may edit, in one step, and resolves its thread', async () => {
    const coe = await newCoe();
    const thread = await suggest(coe);
    expect(thread.anchor).toMatchObject({ state: 'current', pointer: '/summary' });
    expect((await api.as(reviewer.token).post(`comments/${thread.id}/apply`)).status).toBe(403);
    const applied = await api.as(author.token).post(`comments/${thread.id}/apply`);
    expect(applied.body).toMatchObject({
      comment: { resolved: true, suggestion: { appliedVersion: 2 } },
      coe: { version: 2 },
    });
    expect(await summaryOf(coe)).toBe('The certificate of the gateway expired and no alarm watched its expiry.');
    expect((await api.as(author.token).post(`comments/${thread.id}/apply`)).status).toBe(409);
    const { items } = (await api.as(author.token).get(`coes/${coe}/revisions`)).body;
    expect(items[0]).toMatchObject({ type: 'suggestedEdit.applied', sections: ['summary'], actor: { id: author.id } });
  });

  it('appliedOverNewWords: refuses when the words changed, offers them, and takes the merge', async () => {
    const coe = await newCoe();
    const thread = await suggest(coe);
    await patch(coe, {
      summary: SUMMARY.replace('the operator forgot to renew it', 'the on-call forgot to renew it in time'),
    });
    const refused = await api.as(author.token).post(`comments/${thread.id}/apply`);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ suggested: 'no alarm watched its expiry', pointer: '/summary' });
    expect(await summaryOf(coe)).toContain('on-call forgot');
    const merge = { onto: refused.body.now, replacement: 'no alarm watched its expiry in time' };
    expect(
      (
        await api
          .as(author.token)
          .post(`comments/${thread.id}/apply`)
          .send({ ...merge, onto: 'unseen' })
      ).status,
    ).toBe(409);
    expect((await api.as(author.token).post(`comments/${thread.id}/apply`).send(merge)).status).toBe(200);
    expect(await summaryOf(coe)).toContain('no alarm watched its expiry in time');
  });

  it('appliedToLostWords: says that they are gone and changes nothing', async () => {
    const coe = await newCoe();
    const thread = await suggest(coe);
    await patch(coe, { summary: 'Something else altogether.' });
    const refused = await api.as(author.token).post(`comments/${thread.id}/apply`);
    expect([refused.status, refused.body.now]).toEqual([409, null]);
    const [listed] = (await api.as(author.token).get(`coes/${coe}/comments`)).body.items;
    expect(listed).toMatchObject({ anchor: { state: 'outdated' }, quote: { text: 'the operator forgot to renew it' } });
  });

  it('raceOfTwoEdits: of an edit and an apply at once no word of the edit is lost', async () => {
    for (let n = 0; n < 10; n++) {
      const coe = await newCoe();
      const thread = await suggest(coe);
      const [edited] = await Promise.all([
        patch(coe, { summary: `Edited ${n}. ${SUMMARY}` }),
        api.as(author.token).post(`comments/${thread.id}/apply`),
      ]);
      expect(edited.status).toBe(200);
      expect(await summaryOf(coe)).toContain(`Edited ${n}.`);
    }
  });

  it('needs quoted words, and leaves the writer out of the authors', async () => {
    const coe = await newCoe();
    const bad = await comment(coe, { section: 'summary', body: 'x', suggestion: { replacement: 'y' } });
    expect([bad.status, bad.body.errors[0].pointer]).toEqual([422, '/quote']);
    const thread = await suggest(coe);
    await api.as(author.token).post(`comments/${thread.id}/apply`);
    expect((await api.as(reviewer.token).get(`coes/${coe}/review`)).body.mayDecide).toBe(false);
    await api.as(author.token).post(`coes/${coe}/transitions`).send({ to: 'inReview' });
    expect((await api.as(reviewer.token).get(`coes/${coe}/review`)).body.mayDecide).toBe(true);
  });
});

describe('comments', () => {
  it('on an archived COE are read and no longer written', async () => {
    const coe = await newCoe();
    const thread = await suggest(coe);
    await api.as(author.token).delete(`coes/${coe}`);
    for (const answer of [
      await comment(coe, { section: 'summary', body: 'late' }),
      await api.as(reviewer.token).post(`comments/${thread.id}/replies`).send({ body: 'late' }),
      await api.as(reviewer.token).patch(`comments/${thread.id}`).send({ body: 'late' }),
      await api.as(reviewer.token).post(`comments/${thread.id}/resolve`),
      await api.as(reviewer.token).delete(`comments/${thread.id}`),
      await api.as(author.token).post(`comments/${thread.id}/apply`),
    ])
      expect(answer.status).toBe(409);
    expect((await api.as(author.token).get(`coes/${coe}/comments`)).body.items).toHaveLength(1);
  });

  it('mention people who may see the COE, and nobody else', async () => {
    const stranger = await somebody(api, 'author');
    const secret = await newCoe({ restricted: true, members: [reviewer.name] });
    const { body } = await comment(
      secret,
      { section: 'summary', body: `@${stranger.name} and @Bo Reviewer, look.` },
      author,
    );
    expect(body.mentions).toEqual([{ id: reviewer.id, name: reviewer.name }]);
    const event = await api.service.database.connection
      .collection('audit')
      .findOne({ type: 'comment.added', 'details.commentId': body.id });
    expect(event?.details.mentions).toEqual([reviewer.id]);
  });

  it('are counted in the list of COEs, open ones only', async () => {
    const coe = await newCoe({ tags: ['counted'] });
    const first = await suggest(coe);
    await comment(coe, { section: 'title', body: 'Shorter?' });
    const count = async () => (await api.as(author.token).get('coes?tag=counted')).body.items[0].openComments;
    expect(await count()).toBe(2);
    await api.as(author.token).post(`comments/${first.id}/resolve`);
    expect(await count()).toBe(1);
  });

  it('commentsInExports: only when they are asked for', async () => {
    const coe = await newCoe();
    const thread = await suggest(coe);
    await api.as(author.token).post(`comments/${thread.id}/replies`).send({ body: 'Agreed, |will| do.' });
    for (const form of ['md', 'html']) {
      const report = async (query: string) =>
        (await api.as(author.token).get(`coes/${coe}/report.${form}?draft=true${query}`)).text;
      expect(await report('')).not.toContain('Blameless, please.');
      const asked = await report('&comments=true');
      expect(asked).toContain('Blameless, please.');
      expect(asked).toContain('Agreed,');
    }
  });
});
