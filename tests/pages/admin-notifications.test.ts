import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { signIn, type Visitor } from './visitor.js';

let api: TestService;
let visitor: Visitor;
beforeAll(async () => {
  api = await openTestService();
  visitor = await signIn(api);
});
afterAll(() => api.close());

describe('screens of the register, of notifications and of rules', () => {
  it('register, rename and merge services by forms', async () => {
    await visitor.post('/services', { name: 'Gate', aliases: 'gatekeeper, porter', team: '', tier: '', owner: '' });
    await visitor.post('/services', { name: 'Door', aliases: '', team: '', tier: '', owner: '' });
    const page = (await visitor.get('/services')).text;
    expect(page).toContain('Register a service');
    expect(page).toContain('gatekeeper, porter');
    const id = /<tr id="(svc_\w+)">\s*<td[^>]*><strong>Door/.exec(page)?.[1] ?? '';
    const merged = await visitor.post(`/services/${id}/merge`, { into: 'porter' });
    expect(merged.status).toBe(303);
    expect((await visitor.get('/services')).text).toContain('Undo the merge of Door');
    const refused = await visitor.post('/services', { name: 'Door', aliases: '' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('&quot;Gate&quot;');
  });

  it('keep what a person wants to be told, with a label on each choice', async () => {
    const before = (await visitor.get('/notifications')).text;
    expect(before).toContain('aria-label="Somebody mentions me: Daily digest"');
    expect(before).not.toContain('[object');
    expect((await visitor.post('/notifications', { mention: 'digest', digestHour: '6' })).status).toBe(303);
    expect((await visitor.get('/notifications')).text).toMatch(/name="mention" value="digest"[^>]* checked/);
  });

  it('add a channel, show its secret once, and turn it off', async () => {
    const form = { kind: 'webhook', name: 'Bus', url: 'https://hooks.example.org/x', events: ['comment', 'decision'] };
    const added = await visitor.post('/admin/notifications/channels', form);
    expect(added.text).toContain('whsec_');
    const page = (await visitor.get('/admin/notifications')).text;
    expect(page).not.toContain('whsec_');
    expect(page).not.toContain('[object');
    const id = /channels\/(chn_\w+)\/toggle/.exec(page)?.[1] ?? '';
    await visitor.post(`/admin/notifications/channels/${id}/toggle`, { enabled: 'false' });
    expect((await visitor.get('/admin/notifications')).text).toContain('Turn on');
    expect((await visitor.post('/admin/notifications/channels', { kind: 'slack', name: 'No event' })).status).toBe(422);
  });

  it('turn a rule down with a reason, and refuse to do so without one', async () => {
    const refused = await visitor.post('/admin/readiness/human-error', { mode: 'off', reason: ' ' });
    expect(refused.status).toBe(422);
    await visitor.post('/admin/readiness/human-error', { mode: 'warning', reason: 'A term of our regulator.' });
    const page = (await visitor.get('/admin/readiness')).text;
    expect(page).toContain('A term of our regulator.');
    expect(page).toContain('Warns only');
    expect(page).not.toContain('[object');
  });
});
