import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { signIn, type Visitor } from '../pages/visitor.js';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';
import { account } from './account.js';
import { CLIENT, type IdentityProvider, identityProvider } from './oidc/identity-provider.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const installed = existsSync(CHROMIUM);
if (!installed && process.env.CI) throw new Error('Chromium is missing: apt-get install chromium');
const describeBrowser = installed ? describe : describe.skip;

describeBrowser(
  installed ? 'access in a real browser' : 'access in a real browser (skipped: apt-get install chromium)',
  () => {
    let api: TestService;
    let provider: IdentityProvider;
    let browser: Browser;
    beforeAll(async () => {
      provider = await identityProvider();
      api = await openTestService({ env: { OIDC_ISSUER: provider.issuer, ...CLIENT } });
      provider.open(api.url);
      browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      });
    });
    afterAll(async () => {
      await browser?.close();
      await api?.close();
      await provider?.close();
    });

    /** Signed in with a token, without script: everything must work so. */
    async function enter(path: string, token = ADMIN_TOKEN): Promise<Page> {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(api.url + path);
      await page.fill('#token', token);
      await page.click('main form button');
      expect(page.url()).toBe(api.url + path);
      return page;
    }
    const shot = async (page: Page, name: string) => {
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
    };

    it('signs in at the identity provider and lands on the page that was asked for', async () => {
      provider.people.set('nora', { name: 'Nora Nurse', email: 'nora@example.org', email_verified: true });
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${api.url}/coes?severity=SEV1`);
      await shot(page, 'sign-in');
      await page.click('text=Sign in with your organisation');
      await page.fill('input[name=login]', 'nora');
      await page.fill('input[name=password]', 'any');
      await page.click('button[type=submit]');
      await page.click('button[type=submit]');
      await page.waitForURL(`${api.url}/coes?severity=SEV1`);
      expect(await page.textContent('.who')).toBe('Nora Nurse');
      const cookies = await context.cookies(api.url);
      expect(cookies.filter(({ name }) => name === 'coe_session')).toMatchObject([{ httpOnly: true, sameSite: 'Lax' }]);
      await page.click('text=Sign out');
      await page.click("text=Sign out of your organisation's sign-in too");
      expect(page.url()).toContain(provider.issuer);
    });

    it('makes a token that is shown once and works, revokes it, and signs out everywhere', async () => {
      const user = await account(api, 'author', { name: 'Anna Account' });
      const page = await enter('/account', user.token);
      await page.fill('#t-name', 'Deploy pipeline');
      await page.selectOption('#t-scope', 'read');
      await page.click('button:has-text("Make a token")');
      const token = (await page.textContent('.notice code')) as string;
      await shot(page, 'account');
      await api.as(token).get('coes').expect(200);
      await api.as(token).post('coes').send({ title: 'x' }).expect(403);
      await page.goto(`${api.url}/account`);
      expect(await page.content()).not.toContain(token);
      await page.click('button:has-text("Revoke Deploy pipeline")');
      expect(await page.textContent('[role=status]')).toContain('revoked');
      await api.as(token).get('coes').expect(401);
      const second = await enter('/account', user.token);
      expect(await second.locator('.tag', { hasText: 'this one' }).count()).toBe(1);
      await second.click('text=Sign out everywhere');
      expect(second.url()).toBe(`${api.url}/sign-in`);
      await page.goto(`${api.url}/account`);
      expect(page.url()).toContain('/sign-in?next=');
    });
  },
);

describe('the screens of access, form by form', () => {
  let api: TestService;
  let provider: IdentityProvider;
  let admin: Visitor;
  beforeAll(async () => {
    provider = await identityProvider();
    provider.setDown(true);
    api = await openTestService({ env: { OIDC_ISSUER: provider.issuer, ...CLIENT } });
    admin = await signIn(api);
  });
  afterAll(async () => {
    await api?.close();
    await provider?.close();
  });
  const userNamed = async (name: string) =>
    (await api.as().get('users?limit=1000')).body.items.find((user: { name: string }) => user.name === name);

  it('tell on the sign-in page that the provider is down, and let a token in', async () => {
    const page = await api.as(null).get('/oidc/start').set('Accept', 'text/html');
    expect([page.status, page.text]).toEqual([503, expect.stringContaining('does not answer')]);
    expect(page.text).toContain('id="token"');
    expect((await admin.get('/')).status).toBe(200);
  });

  it('add a user, make a link, change role and qualifications, deactivate, and show it in the audit', async () => {
    await admin.post('/admin/users', { name: 'Greta Guest', email: 'greta@example.org', role: 'author' });
    const { id } = await userNamed('Greta Guest');
    const form = { name: 'Greta Guest', email: 'greta@example.org' };
    const link = (await admin.post(`/admin/users/${id}/link`, {})).text;
    const address = new URL(/<code class="words">([^<]*)</.exec(link)?.[1] as string).pathname;
    const entered = await api.as(null).post(address).set('Origin', api.url);
    const cookie = String(entered.headers['set-cookie']).split(';')[0] as string;
    const asGreta = (path: string) => api.as(null).get(path).set('Cookie', cookie).set('Accept', 'text/html');
    expect((await asGreta('/account')).text).toContain('Greta Guest');
    expect((await asGreta('/admin')).status).toBe(403);
    const again = await api.as(null).get(address);
    expect(again.status).toBe(401);

    const changed = { ...form, role: 'reviewer', qualifications: ['barRaiser'], active: 'true' };
    expect((await admin.post(`/admin/users/${id}`, changed)).status).toBe(303);
    expect(await userNamed('Greta Guest')).toMatchObject({
      role: 'reviewer',
      qualifications: ['barRaiser'],
      active: true,
    });
    const { active: _, ...off } = changed;
    await admin.post(`/admin/users/${id}`, off);
    const out = await asGreta('/account');
    expect([out.status, out.headers.location]).toEqual([303, expect.stringContaining('/sign-in?next=')]);
    const twice = await admin.post('/admin/users', { name: 'Greta Guest', role: 'author' });
    expect([twice.status, twice.text]).toEqual([422, expect.stringMatching(/role="alert"[^<]*name/)]);
    const audit = (await admin.get('/admin/audit?action=user.')).text;
    for (const event of ['user.created', 'user.changed', 'user.linkMade']) expect(audit).toContain(event);
    expect((await admin.get('/admin/tokens')).text).toContain('bootstrap');
  });

  it('keep the last administrator, and say so', async () => {
    const { id, name } = await userNamed('administrator');
    const page = await admin.post(`/admin/users/${id}`, { name, role: 'viewer', active: 'true' });
    expect(page.text).toMatch(/role="alert"[^<]*last active administrator/);
  });
});
