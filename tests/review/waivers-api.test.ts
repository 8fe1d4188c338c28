import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { newUser } from './new-user.js';

let api: TestService;
let reviewer: string;
let author: string;
beforeAll(async () => {
  api = await openTestService();
  reviewer = await newUser(api, 'reviewer', 'Rev');
  author = await newUser(api, 'author', 'Auth');
});
afterAll(() => api.close());

type Finding = { id: string; rule: string; severity: string; place: { pointer: string; quote: string | null } };
const readiness = async (number: string) =>
  (await api.as().get(`coes/${number}/readiness`).expect(200)).body as Record<
    'blockers' | 'warnings' | 'waived',
    Finding[]
  >;
const create = async (more: object, token = author) =>
  (await api.as(token).post('coes').send(more).expect(201)).body.number as string;
const patch = (number: string, body: object) =>
  api.as(author).patch(`coes/${number}`).set('If-Match', '*').send(body).expect(200);
const summary = 'The disk just filled. Nobody saw it. The cause was human error.';

describe('a waiver', () => {
  it('takes one finding out of the count with a reason, and lapses when its sentence changes, not when others do', async () => {
    const number = await create({ title: 'Waived', summary });
    const before = await readiness(number);
    const found = before.blockers.find(({ rule }) => rule === 'human-error') as Finding;
    const counted = (await api.as().get(`coes/${number}`)).body.readiness.blockers;
    const { body } = await api
      .as(reviewer)
      .post(`coes/${number}/waivers`)
      .send({ finding: found.id, reason: 'It quotes the regulator.' })
      .expect(201);
    expect(body).toMatchObject({
      rule: 'human-error',
      lapsed: false,
      by: { name: 'Rev' },
      reason: 'It quotes the regulator.',
    });
    expect((await readiness(number)).waived).toMatchObject([{ id: found.id, waiver: { by: { name: 'Rev' } } }]);
    expect((await api.as().get(`coes/${number}`)).body.readiness.blockers).toBe(counted - 1);

    await patch(number, { summary: `First of all: ${summary.replace('Nobody', 'No alarm')}` });
    expect((await readiness(number)).waived).toHaveLength(1);
    await patch(number, { summary: summary.replace('The cause was human', 'The only cause was human') });
    const after = await readiness(number);
    expect(after.waived).toEqual([]);
    expect(after.blockers.map(({ rule }) => rule)).toContain('human-error');
    expect((await api.as().get(`coes/${number}/waivers`).expect(200)).body.items).toMatchObject([{ lapsed: true }]);
  });

  it('is for reviewers and never for the author; needs a reason and a finding that exists', async () => {
    const own = await create({ title: 'Own', summary }, reviewer);
    const [mine] = (await readiness(own)).blockers as [Finding];
    await api.as(reviewer).post(`coes/${own}/waivers`).send({ finding: mine.id, reason: 'x' }).expect(403);
    const number = await create({ title: 'Other', summary });
    const [found] = (await readiness(number)).blockers as [Finding];
    await api.as(author).post(`coes/${number}/waivers`).send({ finding: found.id, reason: 'x' }).expect(403);
    await api.as(reviewer).post(`coes/${number}/waivers`).send({ finding: found.id, reason: ' ' }).expect(422);
    await api.as(reviewer).post(`coes/${number}/waivers`).send({ finding: 'fnd_none', reason: 'x' }).expect(404);
    await api.as(reviewer).post(`coes/${number}/waivers`).send({ finding: found.id, reason: 'x' }).expect(201);
    await api.as(reviewer).delete(`coes/${number}/waivers/${found.id}`).expect(204);
    await api.as(reviewer).delete(`coes/${number}/waivers/${found.id}`).expect(404);
    expect((await readiness(number)).waived).toEqual([]);
  });

  it('is not for a reviewer who wrote in the COE: they would let their own words stand', async () => {
    const number = await create({ title: 'Written in by a reviewer', summary: 'Fine.', members: ['Rev'] });
    await api.as(reviewer).patch(`coes/${number}`).set('If-Match', '*').send({ summary }).expect(200);
    const [mine] = (await readiness(number)).blockers as [Finding];
    const refused = await api.as(reviewer).post(`coes/${number}/waivers`).send({ finding: mine.id, reason: 'x' });
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining(`You wrote in ${number}`)]);
    expect((await readiness(number)).waived).toEqual([]);
  });

  it('of one of two equal words does not cover the other', async () => {
    const number = await create({ title: 'Twice', summary: 'It just fell over. Then it just came back.' });
    const both = (await readiness(number)).warnings.filter(({ rule }) => rule === 'minimising');
    expect(new Set(both.map(({ id }) => id)).size).toBe(2);
  });
});

describe('rules of the organisation', () => {
  it('are turned down or off and back by administrators, with audited reasons, at once for every COE', async () => {
    const number = await create({ title: 'Rules', summary });
    const severityNow = async () => {
      const { blockers, warnings } = await readiness(number);
      return [...blockers, ...warnings].find(({ rule }) => rule === 'human-error')?.severity;
    };
    const set = (mode: string, reason = 'Our regulator asks for the term.') =>
      api.as().patch('readiness-rules/human-error').send({ mode, reason });
    const counts = async () => (await api.as().get(`coes/${number}`)).body.readiness;
    const at = await counts();
    await set('warning').expect(200);
    expect(await severityNow()).toBe('warning');
    expect(await counts()).toEqual({ blockers: at.blockers - 1, warnings: at.warnings + 1 });
    const { body } = await set('off').expect(200);
    expect(body.setting).toMatchObject({ mode: 'off', reason: 'Our regulator asks for the term.' });
    expect(await severityNow()).toBeUndefined();
    await set('default').expect(200);
    expect(await severityNow()).toBe('blocker');
    await set('off', '').expect(422);
    await set('blocker').expect(422);
    await api.as().patch('readiness-rules/none').send({ mode: 'off', reason: 'x' }).expect(404);
    await api.as(reviewer).patch('readiness-rules/human-error').send({ mode: 'off', reason: 'x' }).expect(403);
    const trail = api.service.database.connection.collection('audit');
    const events = await trail.find({ type: 'readinessRule.changed' }).sort({ at: 1 }).toArray();
    expect(events.map(({ details }) => details.mode)).toEqual(['warning', 'off', 'default']);
    expect((await api.as(author).get('readiness-rules').expect(200)).body.items.length).toBeGreaterThan(40);
  });
});
