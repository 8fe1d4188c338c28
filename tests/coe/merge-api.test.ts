import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const patch = (number: string, ifMatch: string, body: object) =>
  api.as().patch(`coes/${number}`).set('If-Match', ifMatch).send(body);

describe('two authors who edit at once', () => {
  it('both win in different sections', async () => {
    const made = await api.as().post('coes').send({ title: 'Two' }).expect(201);
    const { number } = made.body;
    const etag = made.headers.etag as string;
    await patch(number, etag, { summary: 'From one.' }).expect(200);
    await patch(number, etag, { background: 'From the other.' }).expect(200);
    expect((await api.as().get(`coes/${number}`)).body).toMatchObject({
      summary: 'From one.',
      background: 'From the other.',
    });
  });

  it('get a merge with both versions in the same section, which can be sent as it is', async () => {
    const summary = 'The gateway refused cards.\n\nIt lasted an hour.';
    const made = await api
      .as()
      .post('coes')
      .send({ title: 'Same', summary, services: ['a'] })
      .expect(201);
    const { number } = made.body;
    const etag = made.headers.etag as string;
    await patch(number, etag, { summary: `${summary} Nobody was told.`, services: ['a', 'b'] }).expect(200);
    const mine = {
      summary: summary.replace('The gateway', 'At ten the gateway'),
      services: ['a', 'c'],
      background: 'Mine.',
    };
    const { body } = await patch(number, etag, mine).expect(412);
    const [first] = body.merge.sections;
    expect(first).toMatchObject({
      section: 'summary',
      base: summary,
      theirs: `${summary} Nobody was told.`,
      yours: mine.summary,
      merged: `${mine.summary} Nobody was told.`,
      conflicts: [],
    });
    const saved = (await patch(number, body.merge.ifMatch, body.merge.patch).expect(200)).body;
    expect(saved).toMatchObject({
      services: ['a', 'b', 'c'],
      background: 'Mine.',
      summary: `${mine.summary} Nobody was told.`,
    });
  });

  it('get the base as it was, however many edits of it lie between', async () => {
    const lessons = [1, 2, 3].map((n) => ({ id: `l${n}`, text: `Lesson ${n}` }));
    const { body: made } = await api.as().post('coes').send({ title: 'Long', lessonsLearned: lessons }).expect(201);
    const { number } = made;
    const etags: string[] = [];
    for (const n of [1, 2, 3, 4]) {
      const lessonsLearned = [...lessons.slice(n - 1), { id: `new${n}`, text: `New ${n}` }];
      const edited = await patch(number, '*', { lessonsLearned, summary: `Summary ${n}` }).expect(200);
      etags.push(edited.headers.etag as string);
    }
    for (const [index, etag] of etags.slice(0, 3).entries()) {
      const { body } = await patch(number, etag, { lessonsLearned: [], summary: 'Mine' }).expect(412);
      const { content } = (
        await api
          .as()
          .get(`coes/${number}/revisions/${index + 2}`)
          .expect(200)
      ).body;
      const base = Object.fromEntries(
        body.merge.sections.map((each: { section: string; base: unknown }) => [each.section, each.base]),
      );
      expect(base).toEqual({ lessonsLearned: content.lessonsLearned, summary: content.summary });
    }
  });

  it('are not offered a merge on a version that never was', async () => {
    const { number } = (await api.as().post('coes').send({ title: 'Never' }).expect(201)).body;
    const { body } = await patch(number, '"coe_x.99"', { summary: 'x' }).expect(412);
    expect(body.merge).toBeUndefined();
  });
});
