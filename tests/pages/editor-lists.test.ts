import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openTestService, type TestService } from '../service.js';
import { hasChromium, launchChromium } from './chromium.js';
import { openPage } from './open-page.js';

type Coe = { number: string; [section: string]: unknown };

(hasChromium ? describe : describe.skip)('lists of the editor', () => {
  let api: TestService;
  let browser: Browser;
  beforeAll(async () => {
    [api, browser] = await Promise.all([openTestService(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  const newCoe = async (content: object) =>
    (
      await api
        .as()
        .post('coes')
        .send({ title: 'Checkout failed', ...content })
        .expect(201)
    ).body as Coe;
  const read = async ({ number }: Coe) => (await api.as().get(`coes/${number}`)).body as Coe;
  const open = async (coe: Coe, options = {}) => {
    const visited = await openPage(browser, api, `/coes/${coe.number}/edit`, options);
    await visited.page.waitForSelector('form[data-ready]');
    return visited;
  };
  const reach = (page: Page, state: string) => page.waitForSelector(`[data-state=${state}]`);
  const WHYS = {
    fiveWhys: [
      { id: 'w1', question: 'Why?', actionItemIds: ['a2', 'gone'], children: [{ id: 'w2', question: 'And?' }] },
    ],
    actionItems: [
      { id: 'a1', title: 'Add an alarm on expiry' },
      { id: 'a2', title: 'Rotate the logs' },
    ],
  };

  it('re-times an entry of the timeline that is dragged between two others', async () => {
    const coe = await newCoe({
      timeline: [
        { id: 't1', at: '2026-01-31T14:00:00Z', text: 'Deploy' },
        { id: 't2', at: '2026-01-31T14:10:00Z', text: 'Alarm' },
        { id: 't3', at: '2026-01-31T15:00:00Z', text: 'Page sent' },
      ],
    });
    const { page, context, faults } = await open(coe);
    const target = page.locator('[data-row=t2]');
    const { height = 0 } = (await target.boundingBox()) ?? {};
    // Onto the upper half: before it.
    await page.locator('[data-row=t3] .handle').dragTo(target, { targetPosition: { x: 60, y: height / 4 } });
    await reach(page, 'saved');
    expect((await read(coe)).timeline).toMatchObject([
      { id: 't1' },
      { id: 't3', at: '2026-01-31T14:05:00.000Z' },
      { id: 't2' },
    ]);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is a table of action items for the keyboard: a new one below, along a column, taken out and put back', async () => {
    const coe = await newCoe(WHYS);
    const { page, context, faults } = await open(coe);
    await page.locator('[name="actionItems.a1.owner"]').press('Alt+ArrowDown');
    expect(await page.evaluate('document.activeElement.name')).toBe('actionItems.a2.owner');
    await page.keyboard.type('Bo');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+Enter');
    await page.keyboard.type('Test the revert');
    await reach(page, 'saved');
    expect((await read(coe)).actionItems).toMatchObject([
      { id: 'a1' },
      { title: 'Test the revert', status: 'open' },
      { id: 'a2', owner: 'Bo' },
    ]);
    await page.keyboard.press('Alt+Delete');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Put it back');
    await reach(page, 'waiting');
    await reach(page, 'saved');
    expect((await read(coe)).actionItems).toHaveLength(2);
    await page.keyboard.press('Enter');
    await reach(page, 'waiting');
    await reach(page, 'saved');
    expect((await read(coe)).actionItems).toHaveLength(3);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('says which action items answer a why, new ones and those that are gone included, and changes nothing by being opened', async () => {
    const coe = await newCoe(WHYS);
    const { page, context, faults } = await open(coe);
    await reach(page, 'saved');
    const [root, leaf] = ['w1', 'w2'].map((id) => page.locator(`[data-row=${id}] > .answers`)) as [
      ReturnType<Page['locator']>,
      ReturnType<Page['locator']>,
    ];
    expect(await root.locator('summary').textContent()).toBe(
      'Answered by: Rotate the logs; An action item that is not here any more',
    );
    await page.click('text=Add an action item');
    await page.keyboard.type('Test the revert');
    await leaf.locator('summary').press('Enter');
    await leaf.getByLabel('Test the revert').press('Space');
    await leaf.getByLabel('Add an alarm on expiry').press('Space');
    await root.locator('summary').press('Enter');
    await root.getByLabel('not here any more').press('Space');
    await reach(page, 'saved');
    const saved = (await read(coe)) as unknown as {
      fiveWhys: [{ actionItemIds: string[]; children: [{ actionItemIds: string[] }] }];
      actionItems: { id: string }[];
    };
    expect(saved.fiveWhys[0].actionItemIds).toEqual(['a2']);
    expect(new Set(saved.fiveWhys[0].children[0].actionItemIds)).toEqual(new Set(['a1', saved.actionItems[2]?.id]));
    expect(await leaf.locator('summary').textContent()).toContain('Test the revert');
    const { version } = await read(coe);
    await page.reload();
    await reach(page, 'saved');
    expect((await read(coe)).version).toBe(version);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('chooses them without script too, and one may choose none', async () => {
    const coe = await newCoe(WHYS);
    const { page, context } = await openPage(browser, api, `/coes/${coe.number}/edit`, { javaScriptEnabled: false });
    await page.getByLabel('Action items that answer it').first().selectOption([]);
    await page.selectOption('[name="fiveWhys.w2.actionItemIds"]', ['a1', 'a2']);
    await page.click('.savebar button');
    expect(await page.textContent('.notice.good')).toContain('Saved as version');
    expect((await read(coe)).fiveWhys).toMatchObject([
      { actionItemIds: [], children: [{ actionItemIds: ['a1', 'a2'] }] },
    ]);
    await context.close();
  });

  it('says so where the browser keeps nothing, and asks before the page is left', async () => {
    const coe = await newCoe({});
    const { page, context } = await openPage(browser, api, '/account');
    await page.addInitScript(
      `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }`,
    );
    await page.goto(`${api.url}/coes/${coe.number}/edit`);
    await page.waitForSelector('form[data-ready]');
    await context.setOffline(true);
    await page.fill('textarea[name=summary]', 'Typed where nothing is kept.');
    await reach(page, 'offline');
    const words = String(await page.textContent('[data-state]'));
    expect(words).toContain('This browser keeps nothing: stay on the page.');
    expect(words).not.toContain('kept in this browser');
    const asked = page.waitForEvent('dialog');
    const leaving = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await leaving;
    await context.setOffline(false);
    await reach(page, 'saved');
    expect((await read(coe)).summary).toBe('Typed where nothing is kept.');
    await context.close();
  });

  it('merges what one person types in two tabs, and comes back to nothing old by the back button', async () => {
    const coe = await newCoe({ summary: 'Cards were refused.' });
    const { page: first, context } = await open(coe);
    const second = await context.newPage();
    await second.goto(`${api.url}/coes/${coe.number}/edit`);
    await second.waitForSelector('form[data-ready]');
    await first.fill('textarea[name=summary]', 'Many cards were refused.');
    await reach(first, 'saved');
    await second.fill('textarea[name=summary]', 'Cards were refused for an hour.');
    await reach(second, 'saved');
    expect((await read(coe)).summary).toBe('Many cards were refused for an hour.');
    await first.click('text=Back to the report');
    await first.waitForURL(/COE-\d+$/);
    await first.goBack();
    await first.waitForSelector('form[data-ready]');
    await reach(first, 'saved');
    expect(await first.inputValue('textarea[name=summary]')).toBe('Many cards were refused for an hour.');
    expect(await first.locator('[data-restored]').count()).toBe(0);
    await context.close();
  });
});
