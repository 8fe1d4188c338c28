import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ADMIN_TOKEN } from '../service.js';
import { hasChromium, launchChromium } from './chromium.js';
import { type SpawnedService, spawnService } from './spawned-service.js';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

type Coe = { id: string; number: string; version: number; [section: string]: unknown };

(hasChromium ? describe : describe.skip)('the editor', () => {
  let service: SpawnedService;
  let browser: Browser;
  beforeAll(async () => {
    [service, browser] = await Promise.all([spawnService(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.kill();
  });

  const newCoe = async (content: object = {}) =>
    (await service.call('POST', 'coes', { title: 'Checkout failed', ...content })) as Coe;
  const read = async ({ id }: Coe) => (await service.call('GET', `coes/${id}`)) as Coe;
  const open = async (coe: Coe, options = {}) => {
    const visited = await service.visit(browser, `/coes/${coe.number}/edit`, options);
    await ready(visited.page);
    return visited;
  };
  const ready = (page: Page) => page.waitForSelector('form[data-ready]');
  const reach = (page: Page, state: string) => page.waitForSelector(`[data-state=${state}]`);
  /** The page's own policy forbids what `waitForFunction` does with text. */
  const until = async (page: Page, isSo: string) => {
    for (const end = Date.now() + 20_000; !(await page.evaluate(isSo)); ) {
      if (Date.now() > end) throw new Error(`never: ${isSo}`);
      await page.waitForTimeout(50);
    }
  };
  const summary = 'textarea[name=summary]';

  it('saves while one types, says so, and keeps what is typed meanwhile', async () => {
    const coe = await newCoe();
    const { page, context, faults } = await open(coe);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/v1/coes/*', async (route) => {
      if (route.request().method() === 'PATCH') await held;
      await route.continue();
    });
    await page.fill(summary, 'The gateway refused');
    await reach(page, 'saving');
    await page.locator(summary).pressSequentially(' every card.');
    release();
    await reach(page, 'saved');
    expect((await read(coe)).summary).toBe('The gateway refused every card.');
    expect(await page.inputValue(summary)).toBe('The gateway refused every card.');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('adds, takes out and puts back rows; one that is not finished waits and the rest is saved', async () => {
    const coe = await newCoe({ timeline: [{ id: 't1', at: '2026-01-31T14:05:00Z', text: 'Alarm' }] });
    const { page, context } = await open(coe);
    await page.click('text=Add an entry');
    const row = page.locator('[data-rows=timeline] > [data-row]').nth(1);
    await row.locator('[data-field=text]').fill('Deploy');
    await page.fill(summary, 'Saved beside it.');
    await reach(page, 'unfinished');
    expect(await read(coe)).toMatchObject({ summary: 'Saved beside it.', timeline: [{ id: 't1' }] });
    expect(await row.locator('[data-needs]').textContent()).toBe('Not saved yet. It needs: Time (UTC).');
    await row.locator('[data-field=at]').fill('2026-01-31 14:00');
    await reach(page, 'saved');
    expect(await row.locator('[data-needs]').count()).toBe(0);
    const { timeline } = (await read(coe)) as unknown as { timeline: { id: string; text: string }[] };
    expect(timeline.map(({ text }) => text)).toEqual(['Deploy', 'Alarm']);
    // It went to its place by time.
    const deploy = page.locator('[data-rows=timeline] > [data-row]').first();
    expect(await deploy.getAttribute('data-row')).toBe(timeline[0]?.id);
    await deploy.locator('text=Take out').click();
    await reach(page, 'saved');
    expect((await read(coe)).timeline).toHaveLength(1);
    await page.click('text=Put it back');
    await reach(page, 'saved');
    expect((await read(coe)).timeline).toHaveLength(2);
    await context.close();
  });

  it('names the field that is wrong, saves the others, and never takes a row out because its text is empty for a while', async () => {
    const coe = await newCoe({ lessonsLearned: [{ id: 'l1', text: 'Test the revert.' }] });
    const { page, context } = await open(coe);
    await page.fill('[name="customerImpact.minutes"]', 'about ten');
    await page.fill('[name="lessonsLearned.l1.text"]', '');
    await page.fill(summary, 'Saved all the same.');
    await reach(page, 'problem');
    expect(await page.getAttribute('[name="customerImpact.minutes"]', 'aria-invalid')).toBe('true');
    expect(await read(coe)).toMatchObject({ summary: 'Saved all the same.', lessonsLearned: [{ id: 'l1' }] });
    await page.fill('[name="customerImpact.minutes"]', '10');
    await page.fill('[name="lessonsLearned.l1.text"]', 'Test every revert.');
    await reach(page, 'saved');
    expect(await read(coe)).toMatchObject({
      customerImpact: { minutes: 10 },
      lessonsLearned: [{ text: 'Test every revert.' }],
    });
    await context.close();
  });

  it('is a timeline for the keyboard: add, re-time, merge, hide, mark a key moment', async () => {
    const coe = await newCoe({
      timeline: [
        { id: 't1', at: '2026-01-31T14:00:00Z', text: 'Deploy', evidenceIds: ['ev_1'] },
        { id: 't2', at: '2026-01-31T14:05:00Z', text: 'Alarm', evidenceIds: ['ev_2'] },
        { id: 't3', at: '2026-01-31T14:06:00Z', text: 'Alarm again' },
      ],
    });
    const { page, context, faults } = await open(coe);
    const field = (id: string, name: string) => page.locator(`[name="timeline.${id}.${name}"]`);
    await field('t1', 'at').press('Shift+ArrowDown');
    expect(await field('t1', 'at').inputValue()).toBe('2026-01-31 14:10');
    await field('t1', 'at').press('ArrowUp');
    await field('t1', 'at').fill('13:59');
    // No entry above says which day is meant: the time as typed is told to be wrong.
    await field('t1', 'text').focus();
    await field('t1', 'at').fill('2026-01-31 13:59');
    await field('t2', 'text').press('Alt+Enter');
    await page.keyboard.type('Page sent');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('+1');
    await page.keyboard.press('Tab');
    await field('t3', 'text').press('Alt+h');
    await reach(page, 'saved');
    expect((await read(coe)).timeline).toMatchObject([
      { id: 't1', at: '2026-01-31T13:59:00.000Z' },
      { id: 't2' },
      { text: 'Page sent', at: '2026-01-31T14:06:00.000Z' },
      { text: 'Alarm again', hidden: true },
    ]);
    await field('t2', 'text').press('Alt+k');
    await page.keyboard.press('d'); // chosen by its first letter, as in any list
    await until(page, `document.querySelector('[data-row=t2] .marks')?.textContent.includes('Detected')`);
    expect((await read(coe)).keyMoments).toMatchObject({
      detected: { at: '2026-01-31T14:05:00.000Z', evidenceIds: ['ev_2'] },
    });
    await field('t2', 'text').press('Alt+m');
    await until(page, `!document.querySelector('[data-row=t2]')`);
    expect((await read(coe)).timeline).toMatchObject([{ id: 't1', evidenceIds: ['ev_1', 'ev_2'] }, {}, {}]);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is a tree of whys: below, beside, in and out', async () => {
    const coe = await newCoe({
      fiveWhys: [{ id: 'y1', question: 'Why did it fail?', children: [{ id: 'y2', question: 'Why that?' }] }],
    });
    const { page, context } = await open(coe);
    await page.locator('[name="fiveWhys.y2.question"]').press('Alt+Enter');
    await page.keyboard.type('Why below?');
    await page.locator('[name="fiveWhys.y2.question"]').press('Alt+Shift+Enter');
    await page.keyboard.type('Why beside?');
    await reach(page, 'saved');
    expect((await read(coe)).fiveWhys).toMatchObject([
      { id: 'y1', children: [{ id: 'y2', children: [{ question: 'Why below?' }] }, { question: 'Why beside?' }] },
    ]);
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await reach(page, 'waiting');
    await reach(page, 'saved');
    expect((await read(coe)).fiveWhys).toMatchObject([
      { children: [{ id: 'y2', children: [{ question: 'Why below?' }, { question: 'Why beside?' }] }] },
    ]);
    await context.close();
  });

  it('takes a pasted picture and table, shows a preview, and leads from readiness to the words', async () => {
    const coe = await newCoe({ background: 'It was human error.' });
    const { page, context, faults } = await open(coe);
    await page.locator(summary).focus();
    const paste = (data: string) =>
      page.evaluate(`{
        const data = new DataTransfer();
        ${data}
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      }`);
    await paste(
      `data.setData('text/html', '<table><tr><th>Time</th><th>Errors</th></tr><tr><td>14:05</td><td>40 %</td></tr></table>')`,
    );
    await paste(
      `data.items.add(new File([Uint8Array.from(atob('${PIXEL}'), (one) => one.charCodeAt(0))], 'graph.png', { type: 'image/png' }))`,
    );
    await until(page, `document.querySelector('${summary}').value.includes('attachment:att_')`);
    await page.keyboard.type('errors of checkout');
    await page.click('[aria-label="Preview of Summary"]');
    await page.waitForSelector('.preview table');
    expect(await page.locator('.preview table td').allTextContents()).toEqual(['14:05', '40 %']);
    expect(await page.getAttribute('.preview img', 'alt')).toBe('errors of checkout');
    await reach(page, 'saved');
    expect((await read(coe)).summary).toMatch(/^\| Time \| Errors \|[\s\S]*!\[errors of checkout\]\(attachment:att_/);

    await page.click('[data-readiness] a[data-quote="Human error" i]');
    const chosen = await page.evaluate(
      `getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)`,
    );
    expect(String(chosen)).toContain('uman error');
    await page.fill('textarea[name=background]', 'The deploy left it out.');
    await until(page, `!document.querySelector('[data-readiness] a[data-quote="Human error" i]')`);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('lets two people edit together: both win in different sections, and in the same one no word is lost', async () => {
    const coe = await newCoe({ summary: 'Cards were refused.', background: 'The gateway.' });
    const [ana, ben] = await Promise.all([open(coe), open(coe)]);
    await ana.page.fill(summary, 'Many cards were refused.');
    await ben.page.fill('textarea[name=background]', 'The gateway is a service.');
    await Promise.all([reach(ana.page, 'saved'), reach(ben.page, 'saved')]);
    expect(await read(coe)).toMatchObject({
      summary: 'Many cards were refused.',
      background: 'The gateway is a service.',
    });
    // Ben's page got Ana's words with its own save, or gets them now.
    await ben.page.evaluate(`dispatchEvent(new Event('focus'))`);
    await until(ben.page, `document.querySelector('${summary}').value.startsWith('Many')`);

    await ana.page.fill(summary, 'Many cards were refused for an hour.');
    await ben.page.fill(summary, 'Nearly all cards were refused by the gateway.');
    await Promise.race([reach(ana.page, 'conflict'), reach(ben.page, 'conflict')]);
    const late = (await ana.page.locator('[data-conflict]').count()) > 0 ? ana.page : ben.page;
    expect(await late.textContent('[data-conflict=summary]')).toContain('Theirs');
    await late.click('text=Save the merged words');
    await reach(late, 'saved');
    const merged = String((await read(coe)).summary);
    for (const word of ['Nearly all', 'cards were refused', 'for an hour', 'by the gateway'])
      expect(merged).toContain(word);
    await Promise.all([ana.context.close(), ben.context.close()]);
  });

  it('brings back what was typed when the tab died without a connection', async () => {
    const coe = await newCoe();
    const { page, context } = await open(coe);
    await context.setOffline(true);
    await page.fill(summary, 'Typed on a train.');
    await page.click('text=Add a lesson');
    await page.locator('[data-rows=lessonsLearned] [data-field=text]').fill('Carry a cable.');
    await page.click('text=Add an entry');
    await page.locator('[data-rows=timeline] [data-field=text]').fill('An entry without its time');
    await reach(page, 'offline');
    // A tab that is closed sends its last words, and what a closing tab sends is no longer held by an offline page.
    const died = page.waitForEvent('crash');
    const debug = await context.newCDPSession(page);
    // Never answered: who would answer is gone.
    void debug.send('Page.crash').catch(() => undefined);
    await died;
    await page.close();
    await context.setOffline(false);
    expect((await read(coe)).summary).toBe('');
    const again = await context.newPage();
    await again.goto(`${service.url}/coes/${coe.number}/edit`);
    expect(await again.textContent('[data-restored]')).toContain('What you typed is back');
    await reach(again, 'unfinished');
    expect(await read(coe)).toMatchObject({
      summary: 'Typed on a train.',
      lessonsLearned: [{ text: 'Carry a cable.' }],
    });
    expect(await again.inputValue('[data-rows=timeline] [data-field=text]')).toBe('An entry without its time');
    await context.close();
  });

  it('saves what was typed a moment before the page was left, and asks nothing', async () => {
    const coe = await newCoe();
    const { page, context } = await open(coe);
    let asked = false;
    page.on('dialog', (dialog) => {
      asked = true;
      void dialog.accept();
    });
    await page.fill(summary, 'The last words.');
    await page.click('text=Back to the report');
    await page.waitForURL(/COE-\d+$/);
    await until(
      page,
      `fetch('/api/v1/coes/${coe.id}').then((answer) => answer.json()).then(({ summary }) => summary === 'The last words.')`,
    );
    expect(asked).toBe(false);
    await context.close();
  });

  it('goes on where it was when the session ended: sign in in another tab', async () => {
    const coe = await newCoe();
    const { page, context } = await open(coe);
    const other = await context.newPage();
    await other.goto(`${service.url}/account`);
    await other.click('text=Sign out');
    await page.fill(summary, 'Typed after the session ended.');
    await reach(page, 'signedOut');
    const [signIn] = await Promise.all([context.waitForEvent('page'), page.click('text=Sign in in a new tab')]);
    await signIn.fill('#token', ADMIN_TOKEN);
    await signIn.click('main button');
    await signIn.waitForURL(/account/);
    await page.bringToFront();
    await reach(page, 'saved');
    expect((await read(coe)).summary).toBe('Typed after the session ended.');
    await context.close();
  });

  it('works without script: the same form is sent by its button, every section of it', async () => {
    const coe = await newCoe();
    const { page, context } = await service.visit(browser, `/coes/${coe.number}/edit`, { javaScriptEnabled: false });
    const typed = {
      title: 'Checkout failed, retold',
      summary: 'Without script.',
      'customerImpact.minutes': '12',
      'whatWentWell+1.text': 'The rollback was quick.',
      'responseAnalysis.detection': 'From a customer.',
      'postIncidentAnalysis.diagnosis': 'In the logs.',
      'keyMoments.detected.at': '2026-01-31 14:05',
      'timeline+1.text': 'Alarm',
      'timeline+1.at': '2026-01-31 14:05',
      'fiveWhys+1.question': 'Why did it fail?',
      'lessonsLearned+1.text': 'A row that was offered.',
      'actionItems+1.title': 'Add an alarm',
    };
    for (const [name, words] of Object.entries(typed)) await page.fill(`[name="${name}"]`, words);
    await page.click('.savebar button');
    expect(await page.textContent('.notice.good')).toContain('Saved as version');
    expect(await read(coe)).toMatchObject({
      title: 'Checkout failed, retold',
      summary: 'Without script.',
      customerImpact: { minutes: 12 },
      whatWentWell: [{ text: 'The rollback was quick.' }],
      responseAnalysis: { detection: { answer: 'From a customer.' } },
      postIncidentAnalysis: { diagnosis: { answer: 'In the logs.' } },
      keyMoments: { detected: { at: '2026-01-31T14:05:00.000Z' } },
      timeline: [{ text: 'Alarm', at: '2026-01-31T14:05:00.000Z' }],
      fiveWhys: [{ question: 'Why did it fail?' }],
      lessonsLearned: [{ text: 'A row that was offered.' }],
      actionItems: [{ title: 'Add an alarm' }],
    });
    await context.close();
  });

  // The last one: the service of this file is another process afterwards.
  it('loses nothing when the service is killed while one types', async () => {
    const coe = await newCoe();
    const { page, context } = await open(coe);
    await page.fill(summary, 'Typed before. ');
    await reach(page, 'saved');
    await service.kill();
    await page.locator(summary).pressSequentially('Typed while it was dead.');
    await reach(page, 'offline');
    await service.start();
    await reach(page, 'saved');
    expect((await read(coe)).summary).toBe('Typed before. Typed while it was dead.');
    await context.close();
  });
});
