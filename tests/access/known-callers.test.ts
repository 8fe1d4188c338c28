import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { account } from './account.js';

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

  it('staleInstance: another instance knows within little more than a second', async () => {
    const other = await openTestService({ uri: (api as TestService & { uri: string }).uri });
    const { token, tokenId } = await account(api, 'author');
    await other.as(token).get('coes').expect(200);
    await api.as().delete(`tokens/${tokenId}`).expect(204);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await other.as(token).get('coes').expect(401);
    await other.close();
  });
});
