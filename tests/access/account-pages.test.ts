import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
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

    it('tells on the sign-in page that the provider is down', async () => {
      const lonely = await identityProvider();
      const other = await openTestService({ env: { OIDC_ISSUER: lonely.issuer, ...CLIENT } });
      lonely.setDown(true);
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${other.url}/sign-in`);
      await page.click('text=Sign in with your organisation');
      expect(await page.textContent('[role=alert]')).toContain('does not answer');
      await page.fill('#token', ADMIN_TOKEN);
      await page.click('main form button');
      expect(page.url()).toBe(`${other.url}/`);
      await other.close();
      await lonely.close();
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

    it('adds a user, makes a link, changes role and qualifications, deactivates, and shows it in the audit', async () => {
      const page = await enter('/admin');
      await page.fill('#u-name', 'Greta Guest');
      await page.fill('#u-email', 'greta@example.org');
      await page.selectOption('#u-role', 'author');
      await page.click('text=Add a user');
      const greta = page.locator('li.card', { has: page.locator('input[value="Greta Guest"]') });
      await greta.locator('button:has-text("Make a sign-in link")').click();
      const link = (await page.textContent('.notice code')) as string;
      await shot(page, 'admin');
      const guest = await (await browser.newContext()).newPage();
      await guest.goto(link);
      expect(await guest.textContent('.who')).toBe('Greta Guest');
      await guest.goto(`${api.url}/admin`);
      expect(await guest.textContent('h1')).not.toBe('Users');
      await greta.locator('select').selectOption('reviewer');
      await greta.locator('text=Bar raiser').click();
      await greta.locator('button:has-text("Save")').click();
      const saved = (await api.as().get('users?role=reviewer')).body.items;
      expect(saved).toMatchObject([{ name: 'Greta Guest', qualifications: ['barRaiser'], active: true }]);
      await greta.locator('text=May sign in').click();
      await greta.locator('button:has-text("Save")').click();
      await guest.goto(`${api.url}/account`);
      expect(guest.url()).toContain('/sign-in?next=');
      await page.fill('#u-name', 'Greta Guest');
      await page.click('text=Add a user');
      expect(await page.textContent('[role=alert]')).toContain('name');
      await page.click('nav.tabs a[href="/admin/audit"]');
      await page.fill('#a-action', 'user.');
      await page.click('text=Show');
      const words = await page.textContent('table');
      for (const event of ['user.created', 'user.changed', 'user.linkMade']) expect(words).toContain(event);
      await shot(page, 'audit');
      await page.click('nav[aria-label=Administration] >> text=Tokens');
      expect(await page.textContent('table')).toContain('bootstrap');
      await shot(page, 'tokens');
    });

    it('keeps the last administrator, and says so', async () => {
      const page = await enter('/admin');
      const me = page.locator('li.card', { has: page.locator('input[value="administrator"]') });
      await me.locator('select').selectOption('viewer');
      await me.locator('button:has-text("Save")').click();
      expect(await page.textContent('[role=alert]')).toContain('last active administrator');
    });

    it('fits a phone, light and dark', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ viewport: { width: 390, height: 800 }, colorScheme });
        const page = await context.newPage();
        await page.goto(`${api.url}/admin`);
        await page.fill('#token', ADMIN_TOKEN);
        await page.click('main form button');
        for (const path of ['/admin', '/admin/tokens', '/admin/audit', '/account']) {
          await page.goto(api.url + path);
          const wide = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          expect([path, wide]).toEqual([path, 0]);
          await shot(page, `phone-${colorScheme}${path.replaceAll('/', '-')}`);
        }
      }
    });
  },
);
