import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { account, cookieOf } from './account.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const events = async (query: string) => (await api.as().get(`audit?${query}`).expect(200)).body.items;

describe('users', () => {
  it('are added, listed and changed by an administrator, and every change is in the audit', async () => {
    const { body: made } = await api
      .as()
      .post('users')
      .send({ name: 'Una User', email: 'Una@Example.org' })
      .expect(201);
    expect(made).toMatchObject({ role: 'viewer', email: 'una@example.org', active: true, qualifications: [] });
    const patch = { role: 'reviewer', qualifications: ['barRaiser', 'barRaiser'] };
    const { body: changed } = await api.as().patch(`users/${made.id}`).send(patch).expect(200);
    expect(changed).toMatchObject({ role: 'reviewer', qualifications: ['barRaiser'] });
    const names = (await api.as().get('users?limit=1000')).body.items.map((user: { name: string }) => user.name);
    expect(names).toEqual([...names].sort());
    expect(names).toContain('Una User');
    const [last] = await events('action=user.changed');
    expect(last).toMatchObject({
      actor: { name: 'administrator' },
      details: {
        userId: made.id,
        changes: { role: { from: 'viewer', to: 'reviewer' }, qualifications: { from: [], to: ['barRaiser'] } },
      },
    });
    expect((await events('action=user.')).map((event: { action: string }) => event.action)).toEqual(
      expect.arrayContaining(['user.created', 'user.changed']),
    );
  });

  it('are told by every bad field, and never share a name or an e-mail', async () => {
    const bad = await api.as().post('users').send({ name: 'a@b.c', email: 'no', role: 'king', isAdmin: true });
    expect(bad.status).toBe(422);
    expect(bad.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/email',
      '/isAdmin',
      '/name',
      '/role',
    ]);
    await api.as().post('users').send({ name: 'Twin', email: 'twin@example.org' }).expect(201);
    expect((await api.as().post('users').send({ name: 'Twin' })).body.errors[0].pointer).toBe('/name');
    const second = await api.as().post('users').send({ name: 'Twin 2', email: 'TWIN@example.org' });
    expect(second.body.errors[0].pointer).toBe('/email');
    for (const name of ['user_administrator', 'evil\u202Eeman', 'two\nlines', ' '])
      expect([name, (await api.as().post('users').send({ name })).status]).toEqual([name, 422]);
  });

  it('show their e-mail to administrators and to themselves only', async () => {
    const ella = await account(api, 'author', { email: 'ella@example.org' });
    const other = await account(api, 'author');
    expect((await api.as(ella.token).get('users/me')).body).toMatchObject({ id: ella.id, email: 'ella@example.org' });
    expect((await api.as(other.token).get(`users/${ella.id}`)).body).not.toHaveProperty('email');
    expect(JSON.stringify((await api.as(other.token).get('users?limit=1000')).body)).not.toContain('ella@example.org');
  });

  it('who are deactivated are out at once: token, session and link, and stay out until they get new ones', async () => {
    const user = await account(api, 'author');
    const cookie = await cookieOf(api, user.token);
    const link = (await api.as().post(`users/${user.id}/sign-in-link`).expect(201)).body.url as string;
    await api.as().patch(`users/${user.id}`).send({ active: false }).expect(200);
    await api.as(user.token).get('coes').expect(401);
    await api.as(null).get('coes').set('Cookie', cookie).expect(401);
    await api.as(null).post(new URL(link).pathname).set('Origin', api.url).expect(401);
    await api.as().post('tokens').send({ name: 'no', userId: user.id }).expect(422);
    await api.as().patch(`users/${user.id}`).send({ active: true }).expect(200);
    await api.as(user.token).get('coes').expect(401);
  });

  it('come in by a one-time link that works once', async () => {
    const user = await account(api, 'viewer');
    const { body } = await api.as().post(`users/${user.id}/sign-in-link`).expect(201);
    const path = new URL(body.url).pathname;
    const press = () => api.as(null).post(path).set('Origin', api.url);
    const first = await press().expect(303);
    const cookie = String(first.headers['set-cookie']).split(';')[0] as string;
    expect((await api.as(null).get('users/me').set('Cookie', cookie)).body.id).toBe(user.id);
    await press().expect(401);
    expect((await events('action=user.linkMade'))[0].details).toEqual({ userId: user.id });
  });

  it('who are named on COEs before they have an account see these from their first day', async () => {
    const coe = { title: 'Early', restricted: true, members: ['Early Bird'], authors: ['early@example.org'] };
    const { body } = await api.as().post('coes').send(coe).expect(201);
    const bird = await account(api, 'author', { name: 'Early Bird', email: 'early@example.org' });
    const { body: seen } = await api.as(bird.token).get(`coes/${body.id}`).expect(200);
    expect(seen.people.map((person: { written: string }) => person.written).sort()).toEqual([
      'Early Bird',
      'early@example.org',
    ]);
    expect(seen.contentHash).toBe(body.contentHash);
    const found = await api.as(bird.token).get('search?q=early');
    expect(found.body.items.map((item: { coe: { id: string } }) => item.coe.id)).toContain(body.id);
  });
});

describe('the last administrator', () => {
  it('cannot lose the role or be deactivated, also not when two administrators demote each other at once', async () => {
    const all = (await api.as().get('users?role=admin')).body.items;
    expect(all.map((user: { name: string }) => user.name)).toEqual(['administrator']);
    const me = all[0].id as string;
    expect((await api.as().patch(`users/${me}`).send({ role: 'author' })).status).toBe(409);
    expect((await api.as().patch(`users/${me}`).send({ active: false })).status).toBe(409);
    for (let round = 0; round < 5; round++) {
      const second = await account(api, 'admin', { scope: 'admin' });
      const answers = await Promise.all([
        api.as(second.token).patch(`users/${me}`).send({ role: 'author' }),
        api.as().patch(`users/${second.id}`).send({ role: 'author' }),
      ]);
      const left = (await api.service.database.connection
        .collection('users')
        .find({ role: 'admin', active: { $ne: false } })
        .toArray()) as unknown as { _id: string }[];
      expect([round, left.length, answers.map(({ status }) => status)]).toEqual([round, 1, expect.anything()]);
      if (left[0]?._id === second.id) {
        await api.as(second.token).patch(`users/${me}`).send({ role: 'admin' }).expect(200);
        await api.as().patch(`users/${second.id}`).send({ role: 'author' }).expect(200);
      }
    }
  });
});
