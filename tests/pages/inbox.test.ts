import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertGroup, deliver, type Hook, register } from '../evidence/inbox/deliveries.js';
import { newUser } from '../review/new-user.js';
import { openTestService, type TestService } from '../service.js';
import { signIn, type Visitor } from './visitor.js';

let api: TestService;
let visitor: Visitor;
let hook: Hook;
beforeAll(async () => {
  api = await openTestService();
  visitor = await signIn(api);
  hook = await register(api, { source: 'alertmanager' });
});
afterAll(() => api.close());

describe('the inbox page', () => {
  it('says what to do while nothing was delivered', async () => {
    expect((await visitor.get('/inbox')).text).toContain('Nothing was delivered');
  });

  it('shows the last day of a service and makes a COE of it with one click', async () => {
    const name = '<b>Errors</b>';
    await deliver(api, hook.path, alertGroup({ name, at: '2026-03-05T10:00:00Z', labels: { service: 'a & b' } }));
    await deliver(
      api,
      hook.path,
      alertGroup({ name: 'Later', at: '2026-03-05T10:30:30Z', labels: { service: 'a & b' } }),
    );
    expect((await visitor.get('/inbox')).text).toContain('/inbox?service=a%20%26%20b');
    const { text } = await visitor.get('/inbox?service=a%20%26%20b');
    expect(text).toContain('Make a COE from this window');
    expect(text).not.toContain('<b>Errors');
    const field = (field: string) =>
      new RegExp(`type="hidden" name="${field}" value="([^"]*)"`).exec(text)?.[1] as string;
    const form = { service: 'a & b', from: field('from'), to: field('to'), title: '' };
    const made = await visitor.post('/inbox/coe', form);
    expect([made.status, made.headers.location]).toEqual([303, '/coes/COE-1/evidence']);
    expect((await visitor.post('/inbox/coe', form)).headers.location).toBe('/coes/COE-1/evidence');
    expect((await api.as().get('coes/COE-1/evidence')).body.items).toHaveLength(2);
    const attached = await visitor.post('/inbox/attach', { ...form, coe: 'COE-1' });
    expect([attached.status, attached.headers.location]).toEqual([303, '/coes/COE-1/evidence']);
  });

  it('tells on the page what is wrong with a window or a COE', async () => {
    const form = { service: 'a & b', from: '2026-03-05 10:00', to: '2026-03-05T11:00' };
    const unknown = await visitor.post('/inbox/attach', { ...form, coe: 'COE-99' });
    expect([unknown.status, unknown.text.includes('COE-99')]).toEqual([404, true]);
    const backward = await visitor.post('/inbox/coe', { ...form, to: '2026-03-05T09:00Z' });
    expect([backward.status, backward.text.includes('ends before it begins')]).toEqual([422, true]);
  });

  it('is not for viewers', async () => {
    const viewer = await signIn(api, await newUser(api, 'viewer'));
    expect((await viewer.get('/inbox')).status).toBe(403);
    expect((await viewer.get('/coes')).text).not.toContain('href="/inbox"');
  });
});
