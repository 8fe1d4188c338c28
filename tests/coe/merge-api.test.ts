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

  it('are not offered a merge on a version that never was', async () => {
    const { number } = (await api.as().post('coes').send({ title: 'Never' }).expect(201)).body;
    const { body } = await patch(number, '"coe_x.99"', { summary: 'x' }).expect(412);
    expect(body.merge).toBeUndefined();
  });
});
