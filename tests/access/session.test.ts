import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const signIn = async () => {
  const response = await api.as(null).post('session').send({ token: ADMIN_TOKEN });
  expect(response.status).toBe(201);
  const [cookie = ''] = response.headers['set-cookie'] as unknown as string[];
  return cookie.split(';')[0] as string;
};

describe('a session', () => {
  it('reads and writes with its cookie, and ends', async () => {
    const cookie = await signIn();
    expect((await api.as(null).get('coes').set('Cookie', cookie)).status).toBe(200);
    expect((await api.as(null).post('coes').set('Cookie', cookie).send({ title: 'By cookie' })).status).toBe(201);
    expect((await api.as(null).delete('session').set('Cookie', cookie)).status).toBe(204);
    expect((await api.as(null).get('coes').set('Cookie', cookie)).status).toBe(401);
  });

  it('is refused to a change that another site sends with our cookie', async () => {
    const cookie = await signIn();
    const forged = (headers: Record<string, string>) =>
      api.as(null).post('coes').set('Cookie', cookie).set(headers).send({ title: 'Forged' });
    expect((await forged({ Origin: 'https://evil.example' })).status).toBe(403);
    expect((await forged({ Origin: 'null' })).status).toBe(403);
    expect((await forged({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await forged({ Origin: api.url, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(201);
  });

  it('needs a token that is known, told apart from one that is missing', async () => {
    expect((await api.as(null).post('session').send({ token: 'wrong' })).status).toBe(401);
    expect((await api.as(null).post('session').send({})).body.errors[0].pointer).toBe('/token');
  });

  it('leaves only hashes in the database', async () => {
    const cookie = await signIn();
    const { connection } = api.service.database;
    const stored = JSON.stringify([
      await connection.collection('sessions').find().toArray(),
      await connection.collection('tokens').find().toArray(),
    ]);
    expect(stored).not.toContain(ADMIN_TOKEN);
    expect(stored).not.toContain(cookie.split('=')[1]);
  });
});
