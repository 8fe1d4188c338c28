import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';
import { hasChromium, launchChromium } from './chromium.js';

const describeBrowser = hasChromium ? describe : describe.skip;

describeBrowser(hasChromium ? 'in a real browser' : 'in a real browser (skipped: apt-get install chromium)', () => {
  let api: TestService;
  let browser: Browser;
  let number: string;
  beforeAll(async () => {
    api = await openTestService();
    browser = await launchChromium();
    const made = await api
      .as()
      .post('coes')
      .send({
        title:
          'Checkout failed for everyone, with avery-long-word-that-no-phone-can-hold-in-one-line-without-breaking-it',
        services: ['checkout'],
        severity: 'SEV2',
        timeline: [{ at: '2026-01-31T14:05:00Z', text: 'Alarm', kind: 'detection' }],
        fiveWhys: [{ question: 'Why?', children: [{ question: 'Why that?' }] }],
        actionItems: [{ title: 'Alarm on errors of checkout', type: 'detect' }],
        lessonsLearned: [{ text: 'Every revert must be tested.', broadlyApplicable: true }],
      });
    number = made.body.number as string;
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  /** A fresh, signed-in browser whose console errors and requests outside the service fail the test. */
  async function open(
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('request', (request) => request.url().startsWith(api.url) || faults.push(request.url()));
    await page.goto(`${api.url}/coes/${number}`);
    await page.fill('#token', ADMIN_TOKEN);
    await page.click('main button');
    expect(page.url()).toBe(`${api.url}/coes/${number}`);
    return { page, context, faults };
  }

  const screens = () => [
    '/',
    '/coes',
    ...[
      '',
      '/evidence',
      '/metrics',
      '/draft',
      '/facts',
      '/files',
      '/timeline',
      '/comments',
      '/review',
      '/history',
      '/history/1',
      '/edit',
    ].map((tab) => `/coes/${number}${tab}`),
    '/search?q=checkout',
    '/action-items',
    '/ops-reviews',
    '/orr',
    '/orr/questions',
    '/orr/questions/orq_rollback-each-step',
    '/orr/templates',
    '/orr/templates/ort_newFeature',
    '/orr/reviews',
    '/admin/hooks',
    '/api/docs',
  ];

  it.each([
    [390, 'light'],
    [1440, 'dark'],
  ] as const)('fits %i pixels, %s, without errors or requests elsewhere', async (width, colorScheme) => {
    const { page, context, faults } = await open({ viewport: { width, height: 850 }, colorScheme });
    for (const path of screens()) {
      await page.goto(api.url + path);
      const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([path, over]).toEqual([path, 0]);
      expect([path, await page.locator('h1').count(), await page.locator('main').count()]).toEqual([path, 1, 1]);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  it('gives every field a name, every id once, and every link within a page its place', async () => {
    const { page, context } = await open();
    for (const path of screens()) {
      await page.goto(api.url + path);
      const nameless = await page.evaluate(`[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
        .filter((field) => field.labels.length === 0 && !field.ariaLabel).map((field) => field.name)`);
      const twice = await page.evaluate(
        `[...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id, n, all) => all.indexOf(id) !== n)`,
      );
      const lost = await page.evaluate(
        `[...document.querySelectorAll('a[href^="#"]')].map(({ hash }) => decodeURIComponent(hash.slice(1))).filter((id) => !document.getElementById(id))`,
      );
      expect([path, nameless, twice, lost]).toEqual([path, [], [], []]);
    }
    await context.close();
  });

  it.each([true, false])(
    'goes from evidence to an accepted draft and an edit (script: %s)',
    async (javaScriptEnabled) => {
      const { page, context, faults } = await open({ javaScriptEnabled });
      await page.goto(api.url);
      await page.fill('#title', `Made by hand, script ${javaScriptEnabled}`);
      await page.fill('#services', 'checkout');
      await page.click('button:has-text("Start a COE")');
      await page.setInputFiles('#file', {
        name: 'log.ndjson',
        mimeType: 'application/x-ndjson',
        buffer: Buffer.from(
          '{"time":"2026-01-31T14:00:00Z","message":"deploy of checkout started"}\n{"time":"2026-01-31T14:05:00Z","message":"checkout fails: cannot connect"}\n',
        ),
      });
      await page.click('main button:has-text("Import")');
      expect(await page.textContent('.notice')).toContain('2 evidence items accepted');
      await page.click('text=Draft the COE from its evidence');
      await page.click('button:has-text("Draft by rules")');
      // The page looks again by itself while the draft is made.
      await page.waitForSelector('main :text("cannot connect")');
      await page.click('button:has-text("Accept all")');
      await page.click('nav.tabs >> text=Edit');
      await page.fill('textarea[name=background]', 'What a stranger must know.');
      await page.click('.savebar button');
      expect(await page.textContent('.notice.good')).toContain('Saved as version');
      expect(await page.textContent('.report')).toContain('What a stranger must know.');
      expect(await page.textContent('.report')).toContain('cannot connect');
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  it('opens with the keyboard alone: the first stop skips to the content', async () => {
    const { page, context } = await open();
    await page.goto(`${api.url}/coes`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await context.close();
  });

  it('shows the reader their own zone on hover', async () => {
    const { page, context } = await open({ timezoneId: 'Europe/Copenhagen', locale: 'en-GB' });
    expect(await page.getAttribute('.moments time, .coe-head time', 'title')).toContain('CET');
    await context.close();
  });

  it('opens the evidence beside its sentence without script, and copies the report as Markdown with it', async () => {
    const evidence = await api
      .as()
      .post(`coes/${number}/evidence?source=auto&filename=log.ndjson`)
      .set('Content-Type', 'application/octet-stream')
      .send('{"time":"2026-01-31T14:05:00Z","message":"checkout answers 500"}');
    expect(evidence.body.accepted).toBe(1);
    const [item] = (await api.as().get(`coes/${number}/evidence`)).body.items as { id: string }[];
    await api
      .as()
      .patch(`coes/${number}`)
      .set('If-Match', '*')
      .send({ summary: `Checkout failed [${item?.id}].` });
    const plain = await open({ javaScriptEnabled: false });
    const cited = plain.page.locator('.cited').first();
    expect(await cited.isVisible()).toBe(false);
    await plain.page.click('.report .cite >> nth=0');
    expect(await cited.isVisible()).toBe(true);
    expect(await cited.textContent()).toContain('checkout answers 500');
    expect(await plain.page.locator('text=Copy as Markdown').isVisible()).toBe(false);
    await plain.page.click('summary:has-text("Export")');
    expect(await plain.page.locator('a:has-text("Everything (ZIP)")').isVisible()).toBe(true);
    await plain.context.close();

    const { page, context, faults } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.click('text=Copy as Markdown');
    await page.waitForSelector('button:has-text("Copied")');
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toBe((await api.as().get(`coes/${number}/report.md?draft=true`)).text);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('takes a file dropped anywhere on the home page', async () => {
    const { page, context } = await open();
    await page.goto(api.url);
    await page.evaluate(`{
      const transfer = new DataTransfer();
      transfer.items.add(new File(['# Dropped here\\n\\n## Summary\\n\\nIt fell.\\n'], 'fell.md'));
      document.querySelector('h1').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/COE-\d+$/);
    expect(await page.textContent('h1')).toContain('Dropped here');
    await context.close();
  });

  it('signs in with a one-time link that lands on its page', async () => {
    const { secret } = await api.service.sessions.makeLink(api.service.bootstrap.administratorId);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${api.url}/sign-in/${secret}?next=${encodeURIComponent(`/coes/${number}`)}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/COE-\d+$/);
    expect(page.url()).toBe(`${api.url}/coes/${number}`);
    expect(await page.textContent('h1')).toContain('Checkout failed');
    await context.close();
  });
});
