import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sha256 } from '../../src/kernel/ids.js';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';
import { account, cookieOf } from './account.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const tokens = () => api.service.database.connection.collection<{ _id: string; lastUsedAt?: string }>('tokens');

describe('an API token', () => {
  it('is shown once, kept as a hash, listed without its secret, and ends in 90 days', async () => {
    const { body } = await api.as().post('tokens').send({ name: 'ci' }).expect(201);
    expect(body.token).toMatch(/^coe_[\w-]{43}$/);
    const days = (Date.parse(body.expiresAt) - Date.now()) / 86_400_000;
    expect([Math.round(days), body.scope, body.lastUsedAt]).toEqual([90, 'write', null]);
    const list = await api.as().get('tokens');
    expect(list.body.items.map((item: { id: string }) => item.id)).toContain(body.id);
    expect(list.text).not.toContain(body.token);
    expect(JSON.stringify(await tokens().find().toArray())).not.toContain(body.token);
    const kept = await api.service.database.connection.collection('idempotencyKeys').find().toArray();
    expect(JSON.stringify(kept)).not.toContain(body.token);
  });

  it('leaves no secret behind an Idempotency-Key', async () => {
    const make = () => api.as().post('tokens').set('Idempotency-Key', 'once-1').send({ name: 'ci' });
    const { body } = await make().expect(201);
    expect((await make().expect(201)).text).toBe('');
    const kept = await api.service.database.connection.collection('idempotencyKeys').find().toArray();
    expect([JSON.stringify(kept).includes(body.token), kept.length]).toEqual([false, expect.anything()]);
  });

  it('is good for no more than its scope', async () => {
    const reader = await account(api, 'admin', { scope: 'read' });
    await api.as(reader.token).get('coes').expect(200);
    const refused = await api.as(reader.token).post('coes').send({ title: 'x' }).expect(403);
    expect(refused.body.detail).toContain('"write"');
    await api.as(reader.token).get('audit').expect(403);
    const writer = await account(api, 'admin');
    await api.as(writer.token).post('coes').send({ title: 'x' }).expect(201);
    await api.as(writer.token).post('users').send({ name: 'x' }).expect(403);
    await api.as(writer.token).get('audit').expect(403);
  });

  it('is never good for more than the role of its holder, now or later', async () => {
    const viewer = await account(api, 'viewer');
    expect((await api.as().post('tokens').send({ name: 'x', userId: viewer.id, scope: 'admin' })).status).toBe(422);
    await api.as(viewer.token).post('coes').send({ title: 'x' }).expect(403);
    const author = await account(api, 'author');
    const above = await api.as(author.token).post('tokens').send({ name: 'x', scope: 'admin' });
    expect([above.status, above.body.errors[0].pointer]).toEqual([422, '/scope']);
    await api.as(author.token).post('coes').send({ title: 'x' }).expect(201);
    await api.as().patch(`users/${author.id}`).send({ role: 'viewer' }).expect(200);
    await api.as(author.token).post('coes').send({ title: 'x' }).expect(403);
  });

  it('makes no token that outlives it or can do more', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const { body: short } = await api.as().post('tokens').send({ name: 'short', expiresAt: soon }).expect(201);
    const { body: child } = await api.as(short.token).post('tokens').send({ name: 'child' }).expect(201);
    expect(child.expiresAt <= soon).toBe(true);
    const far = new Date(Date.now() + 86_400_000).toISOString();
    expect((await api.as(short.token).post('tokens').send({ name: 'c', expiresAt: far })).status).toBe(422);
    expect((await api.as(short.token).post('tokens').send({ name: 'c', scope: 'admin' })).status).toBe(422);
    for (const expiresAt of ['2020-01-01T00:00:00Z', '2199-01-01T00:00:00Z', 'tomorrow'])
      expect((await api.as().post('tokens').send({ name: 'c', expiresAt })).status).toBe(422);
  });

  it('is of no use once it expired, and neither is its session', async () => {
    const user = await account(api, 'author');
    const cookie = await cookieOf(api, user.token);
    await tokens().updateOne({ _id: user.tokenId }, { $set: { expiresAt: new Date().toISOString() } });
    await api.as(user.token).get('coes').expect(401);
    await api.as(null).post('session').send({ token: user.token }).expect(401);
    const sessions = api.service.database.connection.collection<{ _id: string; expiresAt: string }>('sessions');
    const session = await sessions.findOne({ _id: sha256(cookie.split('=')[1] as string) });
    expect(session?.expiresAt.slice(0, 10) ?? '').not.toBe('');
  });

  it('is revoked at once, with the sessions that it opened', async () => {
    const user = await account(api, 'author');
    const cookie = await cookieOf(api, user.token);
    await api.as(null).get('coes').set('Cookie', cookie).expect(200);
    await api.as(user.token).delete(`tokens/${user.tokenId}`).expect(204);
    await api.as(user.token).get('coes').expect(401);
    await api.as(null).get('coes').set('Cookie', cookie).expect(401);
    await api.as().delete(`tokens/${user.tokenId}`).expect(404);
  });

  it('of somebody else is seen and revoked by an administrator only', async () => {
    const [ann, bob] = [await account(api, 'author'), await account(api, 'author')];
    const seen = await api.as(bob.token).get('tokens?limit=1000').expect(200);
    expect(new Set(seen.body.items.map((item: { user: { id: string } }) => item.user.id))).toEqual(new Set([bob.id]));
    expect((await api.as(bob.token).get(`tokens?userId=${ann.id}`)).body.items[0].user.id).toBe(bob.id);
    await api.as(bob.token).delete(`tokens/${ann.tokenId}`).expect(404);
    await api.as(bob.token).post('tokens').send({ name: 'x', userId: ann.id }).expect(403);
    expect((await api.as().get(`tokens?userId=${ann.id}`)).body.items[0].createdBy.name).toBe('administrator');
    await api.as().delete(`tokens/${ann.tokenId}`).expect(204);
    const { body } = await api.as().get('audit?action=token.revoked');
    expect(body.items[0].details).toEqual({ tokenId: ann.tokenId, userId: ann.id });
  });

  it('records its last use to the minute, not at every request', async () => {
    const user = await account(api, 'author');
    await api.as(user.token).get('coes').expect(200);
    const first = (await tokens().findOne({ _id: user.tokenId }))?.lastUsedAt;
    await api.as(user.token).get('coes').expect(200);
    expect((await tokens().findOne({ _id: user.tokenId }))?.lastUsedAt).toBe(first);
    // Through the model, as the service writes: a caller is known for a second.
    const { Token } = api.service.database.connection.models;
    await Token?.updateOne({ _id: user.tokenId }, { $set: { lastUsedAt: '2026-01-01T00:00:00.000Z' } });
    await api.as(user.token).get('coes').expect(200);
    expect(((await tokens().findOne({ _id: user.tokenId }))?.lastUsedAt ?? '') > '2026-01-02').toBe(true);
  });

  it('cannot be confused: neither a session, nor a hash, nor an id opens anything as a bearer, and no token as a cookie', async () => {
    const user = await account(api, 'author');
    const cookie = await cookieOf(api, user.token);
    const sessionSecret = cookie.split('=')[1] as string;
    const [session] = (await api.as(user.token).get('sessions')).body.items;
    const { hash } = (await api.service.database.connection
      .collection<{ _id: string; hash: string }>('tokens')
      .findOne({ _id: user.tokenId })) as { hash: string };
    for (const text of [sessionSecret, sha256(sessionSecret), session.id, hash, user.tokenId, sha256(hash)])
      await api.as(text).get('coes').expect(401);
    for (const text of [user.token, hash, session.id, sha256(sessionSecret), user.tokenId])
      await api.as(null).get('coes').set('Cookie', `coe_session=${text}`).expect(401);
    await api.as(null).post('session').send({ token: sessionSecret }).expect(401);
    await api.as(null).post('session').send({ token: hash }).expect(401);
    await api
      .as(null)
      .post('session')
      .send({ token: { $ne: '' } })
      .expect(422);
  });

  it('of the first start stays, with everything allowed', async () => {
    await api.as(ADMIN_TOKEN).get('audit').expect(200);
    const { items } = (await api.as().get('tokens?limit=1000')).body;
    expect(items.find((item: { id: string }) => item.id === 'token_bootstrap')).toMatchObject({
      scope: 'admin',
      expiresAt: null,
    });
  });
});
