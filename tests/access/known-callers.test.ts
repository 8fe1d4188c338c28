import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { account, cookieOf } from './account.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

describe('a caller who is remembered for a second', () => {
  it('revokedAndRemembered: a token that was just used answers 401 at once when it is revoked here', async () => {
    const { token, tokenId } = await account(api, 'author');
    await api.as(token).get('coes').expect(200);
    await api.as(token).get('coes').expect(200);
    await api.as().delete(`tokens/${tokenId}`).expect(204);
    await api.as(token).get('coes').expect(401);
  });

  it('demotedAndRemembered: a role counts from the next request on', async () => {
    const { token, id } = await account(api, 'author');
    await api.as(token).get('coes').expect(200);
    await api.as().patch(`users/${id}`).send({ role: 'viewer' }).expect(200);
    await api.as(token).post('coes').send({ title: 'Not any more' }).expect(403);
    await api.as().patch(`users/${id}`).send({ active: false }).expect(200);
    await api.as(token).get('coes').expect(401);
  });

  it('signedOutEverywhere: no session that was just used is remembered', async () => {
    const { token } = await account(api, 'author');
    const cookies = [await cookieOf(api, token), await cookieOf(api, token)];
    const ask = (cookie: string) => api.as(null).get('users/me').set('Cookie', cookie);
    for (const cookie of cookies) await ask(cookie).expect(200);
    await api.as(token).delete('sessions').expect(200);
    for (const cookie of cookies) await ask(cookie).expect(401);
  });

  it('leftAndRestricted: a COE that was just restricted, or that a member was just taken off, is gone for them at once, everywhere', async () => {
    const other = await openTestService({ uri: (api as TestService & { uri: string }).uri });
    const [owner, member] = [await account(api, 'author'), await account(api, 'author')];
    const content = {
      title: 'Walrus outage',
      summary: 'The walrus.',
      members: [member.name],
      actionItems: [{ title: 'Feed walrus' }],
    };
    const { body } = await api.as(owner.token).post('coes').send(content).expect(201);
    const lists = [
      'search?q=walrus',
      'action-items?limit=1000',
      'coes?limit=1000',
      'recurrences',
      'exports/coes.ndjson',
    ];
    for (const { as } of [api, other]) await as(member.token).get('search?q=walrus').expect(200);
    const sealed = { restricted: true, members: [] };
    await api.as(owner.token).patch(`coes/${body.id}`).set('If-Match', '*').send(sealed).expect(200);
    for (const { as } of [api, other]) await as(member.token).get(`coes/${body.id}`).expect(404);
    for (const path of lists)
      expect([path, (await api.as(member.token).get(path)).text.includes('Walrus outage')]).toEqual([path, false]);
    // What another instance remembers of lists it looks at again after 0.4 s (ADR 14).
    await new Promise((resolve) => setTimeout(resolve, 450));
    for (const path of lists)
      expect([path, (await other.as(member.token).get(path)).text.includes('Walrus outage')]).toEqual([path, false]);
    await other.close();
  });

  it('staleInstance: another instance knows within little more than a second', async () => {
    const other = await openTestService({ uri: (api as TestService & { uri: string }).uri });
    const { token, tokenId } = await account(api, 'author');
    // The first use is noted, and what was written meanwhile is not remembered; the second is.
    for (let use = 0; use < 2; use++) await other.as(token).get('coes').expect(200);
    await api.as().delete(`tokens/${tokenId}`).expect(204);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await other.as(token).get('coes').expect(401);
    await other.close();
  });
});
