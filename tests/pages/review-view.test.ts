import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { newUser } from '../review/new-user.js';
import { readyCoe } from '../review/ready-coe.js';
import { openTestService, type TestService } from '../service.js';
import { hasChromium, launchChromium } from './chromium.js';
import { openPage } from './open-page.js';

(hasChromium ? describe : describe.skip)('the review view', () => {
  let api: TestService;
  let browser: Browser;
  let reviewer: string;
  const numbers: string[] = [];
  beforeAll(async () => {
    [api, browser] = await Promise.all([openTestService(), launchChromium()]);
    reviewer = await newUser(api, 'reviewer', 'rita');
    for (const title of ['First of the queue', 'Second of the queue']) {
      const { body } = await api
        .as()
        .post('coes')
        .send({ ...readyCoe(), title, summary: 'Checkout refused **every card** for an hour.' })
        .expect(201);
      numbers.push(body.number);
      await api
        .as()
        .put(`coes/${body.number}/reviewers`)
        .send({ reviewers: ['rita'] })
        .expect(200);
      await api.as().post(`coes/${body.number}/transitions`).send({ to: 'inReview' }).expect(200);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  const open = (number: string) =>
    openPage(browser, api, `/coes/${number}/review`, { viewport: { width: 1440, height: 900 } }, reviewer);
  /** Chooses words of the text as a mouse would. */
  const choose = (words: string) => `{
    const walker = document.createTreeWalker(document.querySelector('.report'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.nodeValue.indexOf(${JSON.stringify(words)});
      if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + ${words.length}); break; }
    }
  }`;

  it('puts a comment beside the words that were chosen, and a suggested edit that the author applies', async () => {
    const [number = ''] = numbers;
    const { page, context, faults } = await open(number);
    await page.evaluate(choose('for an hour'));
    await page.click('.choose-words button:has-text("Suggest other words")');
    expect(await page.inputValue('#quote')).toBe('for an hour');
    expect(await page.inputValue('#section')).toBe('summary');
    await page.fill('#replacement', 'for 62 minutes');
    await page.fill('#body', 'The graph says 62.');
    await page.click('form#add button.main');
    await page.waitForURL(/done=commented/);
    const thread = page.locator('.margin .thread');
    expect(await thread.textContent()).toContain('The graph says 62.');
    // Beside its words, not at the top of the margin.
    const words = (await page.evaluate(
      `(() => { ${choose('for an hour')} return getSelection().getRangeAt(0).getBoundingClientRect().top; })()`,
    )) as number;
    expect(Math.abs(((await thread.boundingBox())?.y ?? 0) - words)).toBeLessThan(40);
    expect(faults).toEqual([]);

    const author = await openPage(browser, api, `/coes/${number}/review`);
    await author.page.keyboard.press('k');
    await author.page.keyboard.press('y');
    await author.page.waitForURL(/comments/);
    expect((await api.as().get(`coes/${number}`)).body.summary).toContain('for 62 minutes');
    await Promise.all([context.close(), author.context.close()]);
  });

  it('goes through the queue by keyboard: to the decision, to the next COE, and keeps words that were not sent', async () => {
    const [first = '', second = ''] = numbers;
    const { page, context } = await open(first);
    expect(await page.textContent('.queue')).toContain('1 of 2 reviews');
    await page.keyboard.press('m');
    await page.waitForURL(/done=looked/);
    await page.keyboard.press('d');
    await page.keyboard.type('Where is the graph?');
    await page.goto(`${api.url}/coes/${first}/review`);
    expect(await page.inputValue('#reasons')).toBe('Where is the graph?');
    await page.click('button[value=requestChanges]');
    await page.waitForURL(/done=decided/);
    expect(await page.evaluate(`Object.keys(localStorage).filter((name) => name.startsWith('coe-kept'))`)).toEqual([]);
    await page.keyboard.press('n');
    await page.waitForURL(`${api.url}/coes/${second}/review`);
    await page.keyboard.press('a');
    expect(await page.evaluate('document.activeElement.value')).toBe('approve');
    await context.close();
  });

  it('shows what changed since the last look', async () => {
    const [number = ''] = numbers;
    const { page, context } = await open(number);
    await page.click('text=/^Mark version/');
    await api.as().post(`coes/${number}/transitions`).send({ to: 'draft' });
    await api
      .as()
      .patch(`coes/${number}`)
      .set('If-Match', '*')
      .send({ background: 'The gateway is a service.' })
      .expect(200);
    await page.goto(`${api.url}/coes/${number}/review`);
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.className')).toBe('change');
    expect(await page.textContent('.change ins')).toContain('The gateway is a service.');
    await context.close();
  });
});
