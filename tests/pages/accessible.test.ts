import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';
import { hasChromium, launchChromium } from './chromium.js';
import { screenAddresses } from './every-screen.js';
import { furnish } from './furnish.js';
import { signIn } from './visitor.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 level AA, and what the makers of axe hold for good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** HTML, CSS and script of one page on the wire. */
const MOST_BYTES = 150 * 1024;

type Violation = { id: string; nodes: { target: string[]; failureSummary: string }[] };

(hasChromium ? describe : describe.skip)('every screen', () => {
  let api: TestService;
  let browser: Browser;
  let addresses: string[];
  beforeAll(async () => {
    api = await openTestService();
    browser = await launchChromium();
    // The page of an error is no route of its own.
    addresses = [...(await screenAddresses(api, await signIn(api), await furnish(api))), '/nothing/here'];
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  async function signedIn(options: Parameters<Browser['newContext']>[0]): Promise<BrowserContext> {
    // The analysis is added by the test; the service's own policy would refuse it.
    const context = await browser.newContext({ ...options, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${api.url}/sign-in`);
    await page.fill('#token', ADMIN_TOKEN);
    await page.click('main button');
    await page.close();
    return context;
  }

  it.each([
    ['light', 1440],
    ['dark', 390],
  ] as const)(
    'has no violation that axe finds, details open, and fits, %s at %i pixels',
    async (colorScheme, width) => {
      const context = await signedIn({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const found: string[] = [];
      for (const address of addresses) {
        await page.goto(api.url + address);
        await page.evaluate(axeSource);
        const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
        if (over !== 0) found.push(`${address} is ${over} pixels wider than the window`);
        // Open: what is closed shows its summary either way.
        await page.evaluate(`document.querySelectorAll('main details').forEach((details) => { details.open = true; })`);
        const run = `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`;
        const { violations } = (await page.evaluate(run)) as { violations: Violation[] };
        for (const { id, nodes } of violations)
          for (const node of nodes.slice(0, 3)) found.push(`${address} ${id} ${node.target} ${node.failureSummary}`);
      }
      expect(found).toEqual([]);
      await context.close();
    },
    300_000,
  );

  it('weighs at most 150 KB compressed, asks nobody else for anything, breaks no rule of its own policy, shows no value that has no words, and fits 320 pixels', async () => {
    const context = await signedIn({ viewport: { width: 320, height: 700 } });
    const page = await context.newPage();
    let bytes = 0;
    const elsewhere: string[] = [];
    const uncompressed: string[] = [];
    const reading: Promise<void>[] = [];
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error}`));
    // What the content security policy refuses is an error there; that a screen is "not found" is told otherwise.
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        faults.push(`${page.url()}: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (!response.url().startsWith(api.url)) elsewhere.push(response.url());
      if (!['document', 'stylesheet', 'script'].includes(response.request().resourceType())) return;
      if (response.status() >= 300) return;
      reading.push(
        response.body().then((body) => {
          bytes += gzipSync(body).length;
          if (body.length > 2_000 && !response.headers()['content-encoding']) uncompressed.push(response.url());
        }),
      );
    });
    const heavy: [string, number][] = [];
    const wordless: string[] = [];
    const wide: string[] = [];
    for (const address of addresses) {
      bytes = 0;
      await page.goto(api.url + address);
      await Promise.all(reading.splice(0));
      if (bytes === 0 || bytes > MOST_BYTES) heavy.push([address, bytes]);
      if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
        wide.push(address);
      if (((await page.textContent('main')) ?? '').includes('[object Object]')) wordless.push(address);
    }
    expect(heavy).toEqual([]);
    expect(uncompressed).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
    expect(wordless).toEqual([]);
    expect(wide).toEqual([]);
    await context.close();
  }, 300_000);

  it('keeps the main navigation on one line at 1440 pixels, and its menus inside a phone, without script', async () => {
    for (const width of [1440, 390]) {
      const context = await signedIn({ viewport: { width, height: 900 }, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`${api.url}/coes`);
      const boxOf = async (selector: string) => {
        const box = await page.locator(selector).boundingBox();
        if (!box) throw new Error(`${selector} is not shown`);
        return box;
      };
      const menus = page.locator('.top .menu > summary');
      const tops = await Promise.all((await menus.all()).map(async (menu) => (await menu.boundingBox())?.y));
      expect(new Set(tops).size).toBe(1);
      if (width === 1440) expect((await boxOf('.top .leave')).y).toBeLessThan((await boxOf('.top .brand')).y + 30);
      for (const menu of await menus.all()) {
        await menu.click();
        // One opens, the others close.
        expect(await page.locator('.menu[open]').count()).toBe(1);
        const box = await boxOf('.menu[open] > ul');
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
      }
      await page.locator('summary:has-text("Review")').click();
      await page.click('.menu[open] a:has-text("Action items")');
      expect(page.url()).toBe(`${api.url}/action-items`);
      await context.close();
    }
  }, 120_000);
});
