import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openTestService, type TestService } from '../service.js';
import { hasChromium, launchChromium } from './chromium.js';
import { openPage } from './open-page.js';

const EVIDENCE = [
  '{"time":"2026-01-01T10:00:00Z","message":"deploy of checkout 4.2 started"}',
  '{"time":"2026-01-01T10:10:00Z","message":"checkout fails: cannot connect to the gateway"}',
  '{"time":"2026-01-01T10:40:00Z","message":"rolled back checkout to 4.1, service restored"}',
].join('\n');

(hasChromium ? describe : describe.skip)('the drafting panel', () => {
  let api: TestService;
  let browser: Browser;
  beforeAll(async () => {
    [api, browser] = await Promise.all([openTestService(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  async function withEvidence() {
    const { body } = await api
      .as()
      .post('coes')
      .send({ title: 'Checkout failed', services: ['checkout'] })
      .expect(201);
    await api
      .as()
      .post(`coes/${body.id}/evidence?filename=log.ndjson`)
      .set('Content-Type', 'application/octet-stream')
      .send(EVIDENCE)
      .expect(200);
    return { number: body.number as string, read: async () => (await api.as().get(`coes/${body.id}`)).body };
  }
  const waiting = (page: Page) => page.locator('article.suggestion:not([data-decided])').count();

  it('follows a draft live, and decides suggestions one by one with keys', async () => {
    const coe = await withEvidence();
    const { page, context, faults } = await openPage(browser, api, `/coes/${coe.number}/draft`);
    const followed: string[] = [];
    page.on('request', (request) => request.url().endsWith('/events') && followed.push(request.url()));
    await page.click('button:has-text("Draft by rules")');
    await page.waitForURL(/done=drafted/);
    expect(followed).toHaveLength(1);
    const before = await waiting(page);
    expect(before).toBeGreaterThan(3);

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await page.evaluate(`document.activeElement === document.querySelector('article.suggestion')`)).toBe(true);
    await page.keyboard.press('a');
    await page.waitForSelector('[data-decided="Accepted"]');
    // The next one has the focus already.
    await page.keyboard.press('r');
    await page.waitForSelector('[data-decided="Rejected"]');
    expect(await waiting(page)).toBe(before - 2);
    expect(await page.textContent('#suggestions')).toBe(`${before - 2} suggestions`);

    const entry = page.locator('section.group:has(#timeline) article.suggestion:not([data-decided])', {
      hasText: 'rolled back',
    });
    await entry.focus();
    await page.keyboard.press('e');
    await entry.locator('textarea[name="content.text"]').fill('Rolled back, and cards worked again');
    await entry.locator('button:has-text("Accept with these changes")').click();
    await page.waitForSelector('[data-decided="Accepted with your changes"]');
    const { timeline } = (await coe.read()) as { timeline: { text: string }[] };
    expect(timeline.map(({ text }) => text)).toContain('Rolled back, and cards worked again');
    await page.reload();
    expect(await waiting(page)).toBe(before - 3);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('tells what stands in the way of a decision, and keeps the suggestion', async () => {
    const coe = await withEvidence();
    const { page, context } = await openPage(browser, api, `/coes/${coe.number}/draft`);
    await page.click('button:has-text("Draft by rules")');
    await page.waitForURL(/done=drafted/);
    await api.as().delete(`coes/${coe.number}`).expect(200);
    const before = await waiting(page);
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    expect(await page.textContent('.decision-problem')).toContain('archived');
    expect(await waiting(page)).toBe(before);
    await context.close();
  });

  it('replays a metric through an alarm as its sliders move, and draws it', async () => {
    const { body } = await api
      .as()
      .post('coes')
      .send({
        title: 'Errors rose',
        keyMoments: {
          impactStart: { at: '2026-01-01T10:01:00Z' },
          detected: { at: '2026-01-01T10:06:00Z' },
          mitigated: { at: '2026-01-01T10:08:00Z' },
        },
      })
      .expect(201);
    const rows = [1, 40, 55, 60, 62, 61, 60, 55, 2, 1].map(
      (errors, minute) => `2026-01-01T10:0${minute}:00Z,${errors}`,
    );
    await api
      .as()
      .post(`coes/${body.id}/metrics`)
      .set('Content-Type', 'text/csv')
      .send(['timestamp,errors', ...rows].join('\n'))
      .expect(200);
    const { page, context, faults } = await openPage(browser, api, `/coes/${body.number}/metrics`);
    const told = page.locator('[data-backtest] output.result');
    const slide = async (name: string, value: number) => {
      await page.locator(`[data-backtest] input[name=${name}]`).fill(String(value));
    };
    await slide('threshold', 50);
    await told.filter({ hasText: '2 min' }).waitFor();
    expect(await told.textContent()).toContain('2026-01-01 10:04');
    await page.locator('figure.chart svg', { hasText: '50' }).waitFor();
    await slide('threshold', 62);
    await told.filter({ hasText: 'would not have fired' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
