import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { alertGroup, deliver, register } from '../evidence/inbox/deliveries.js';
import { somebody } from '../review/people.js';
import { approvableCoe } from '../review/ready-coe.js';
import { openTestService, type TestService } from '../service.js';
import { hasChromium, launchChromium } from './chromium.js';
import { openPage } from './open-page.js';

/** What people do on the screens, from end to end in a browser. Without script the forms are the same; other tests send them one by one. */
(hasChromium ? describe : describe.skip)('journeys', () => {
  let api: TestService;
  let browser: Browser;
  beforeAll(async () => {
    [api, browser] = await Promise.all([openTestService(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  const made = async (content: object) => (await api.as().post('coes').send(content).expect(201)).body.number as string;
  const read = async (number: string) => (await api.as().get(`coes/${number}`)).body;
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const at = (page: Page, path: string) => page.goto(api.url + path);
  /** @returns what the service says was done */
  const told = async (page: Page) => String(await page.textContent('.notice.good'));

  describe.each([true, false])('with script: %s', (javaScriptEnabled) => {
    const open = (path: string, token?: string) => openPage(browser, api, path, { javaScriptEnabled }, token);
    const unlike = `script ${javaScriptEnabled}`;

    it('owner: from pasted Markdown, and from what webhooks delivered, to a COE whose page says what is next', async () => {
      const { page, context, faults } = await open('/');
      await page.fill('#markdown', `# Pasted, ${unlike}\n\n## Summary\n\nIt fell over.\n`);
      await press(page, 'Import it');
      expect(await page.textContent('h1')).toContain(`Pasted, ${unlike}`);

      const service = `basket-${javaScriptEnabled}`;
      const hook = await register(api, { source: 'alertmanager' });
      await deliver(api, hook.path, alertGroup({ name: 'Errors', at: '2026-03-05T10:00:00Z', labels: { service } }));
      await at(page, '/');
      // What was taken does not come back.
      expect(await page.inputValue('#markdown')).toBe('');
      await page.click(`a:has-text("${service}")`);
      await page.fill('#title', `Of the inbox, ${unlike}`);
      await press(page, 'Make a COE from this window');
      expect(await page.textContent('h1')).toBe(`Of the inbox, ${unlike}`);
      expect(await page.locator('table.evidence tbody tr, .wide tbody tr').count()).toBe(1);
      await page.click('nav.tabs >> text=Report');
      await page.click('.next-step a');
      expect(new URL(page.url()).pathname).toMatch(/\/draft$/);
      expect(faults).toEqual([]);
      await context.close();
    });

    it('reviewer: approves this content by key, or by the button; the owner publishes it', async () => {
      const reviewer = await somebody(api, 'reviewer');
      const number = await made({ ...approvableCoe(), title: `To be approved, ${unlike}`, severity: 'SEV3' });
      const owner = await open(`/coes/${number}`);
      await owner.page.click('.next-step a:has-text("Ask for review")');
      await press(owner.page, 'Ask for review');
      const { page, context } = await open(`/coes/${number}/review`, reviewer.token);
      if (javaScriptEnabled) {
        await page.keyboard.press('a');
        await page.keyboard.press('Enter');
      } else await page.click('button[value=approve]');
      await page.waitForURL(/done=decided/);
      expect(await told(page)).toContain('approved');
      await at(owner.page, `/coes/${number}`);
      await owner.page.click('.next-step a:has-text("Publish it")');
      await press(owner.page, 'Publish');
      expect((await read(number)).status).toBe('published');
      await at(owner.page, `/coes/${number}`);
      expect(await owner.page.locator('.next-step').count()).toBe(0);
      await Promise.all([context.close(), owner.context.close()]);
    });

    it('author: looks back through the history and brings a revision back', async () => {
      const number = await made({ title: 'Looks back', summary: 'The first words.' });
      await api.as().patch(`coes/${number}`).set('If-Match', '*').send({ summary: 'Other words.' }).expect(200);
      const { page, context } = await open(`/coes/${number}/history`);
      await page.click('main td a:text-is("1")');
      await press(page, 'Restore this revision');
      expect(await told(page)).toContain('Restored as version 3');
      expect((await read(number)).summary).toBe('The first words.');
      await context.close();
    });
  });

  it('leader: answers a promise of an earlier COE', async () => {
    const service = 'ledger';
    const words = `The ${service} database stopped because its disk was full of write-ahead logs that nothing rotates.`;
    await made({
      title: `Disk of the ${service} full`,
      summary: words,
      services: [service],
      keyMoments: { impactStart: { at: '2025-01-05T10:00:00Z' } },
      actionItems: [{ title: `Rotate the write-ahead logs of the ${service} database before its disk is full` }],
    });
    const again = await made({
      title: `Disk of the ${service} full again`,
      summary: words,
      services: [service],
      keyMoments: { impactStart: { at: '2026-01-05T10:00:00Z' } },
      actionItems: [{ title: `Rotate the write-ahead logs of the ${service} database` }],
    });
    const { page, context } = await openPage(browser, api, `/coes/${again}/related`);
    const promise = page.locator('article.promise', { hasText: service }).first();
    if (!(await promise.locator('textarea').isVisible())) await promise.locator('summary').click();
    await promise.locator('textarea').fill('The logs moved to another disk.');
    await promise.getByRole('button', { name: 'Different' }).click();
    expect(await page.textContent('article.promise .notice.good')).toContain('The logs moved to another disk.');
    await context.close();
  });

  it('leader: names, pins, splits and joins a problem that comes back', async () => {
    const topic = 'mail-relay';
    for (const year of ['2025-01', '2025-07', '2026-03'])
      await made({
        title: `Certificate of the ${topic} expired (${year})`,
        summary: `The TLS certificate of the ${topic} expired and ${topic} handshakes were refused.`,
        services: [topic],
        keyMoments: { impactStart: { at: `${year}-05T10:00:00Z` } },
      });
    const { page, context } = await openPage(browser, api, '/recurrences');
    await page.locator('article', { hasText: topic }).first().locator('h3 a').click();
    const address = page.url();
    await page.fill('#name', `Expired certificates, of a journey`);
    await press(page, 'Save the name');
    expect(await page.textContent('h1')).toContain(`Expired certificates, of a journey`);
    await press(page, 'Pin: keep these together');
    expect(await page.textContent('h1')).toContain('pinned');
    await press(page, 'Unpin');
    const members = page.locator('main table').first().locator('tbody tr');
    const before = await members.count();
    await page.locator('input[name=coes]').first().check();
    await press(page, 'Take the chosen ones out');
    await at(page, new URL(address).pathname);
    expect(await members.count()).toBe(before - 1);
    const other = page.locator('#with option').first();
    await page.selectOption('#with', (await other.getAttribute('value')) ?? '');
    await press(page, 'Join');
    expect(await page.locator('main table').first().locator('tbody tr').count()).toBeGreaterThan(before - 1);
    await context.close();
  });

  it('leader: changes many action items at once', async () => {
    const number = await made({
      title: 'Promised',
      actionItems: [
        { id: 'p1', title: `Add an alarm, of a journey` },
        { id: 'p2', title: `Rotate, of a journey` },
      ],
    });
    const { page, context } = await openPage(browser, api, '/action-items');
    for (const id of ['p1', 'p2']) await page.check(`input[value="${number}:${id}"]`);
    await page.fill('#b-owner', 'Bo');
    await press(page, 'Change them');
    expect(await told(page)).toContain('2 action items were changed');
    expect((await read(number)).actionItems).toMatchObject([{ owner: 'Bo' }, { owner: 'Bo' }]);
    await context.close();
  });

  it('ORR: a lesson is proposed, decided, asked by a template, and answered in a review', async () => {
    const number = await made({
      title: 'Teach',
      lessonsLearned: [
        { text: `Every restore must be tested on the whole of a journey backup.`, broadlyApplicable: true },
      ],
    });
    const { page, context } = await openPage(browser, api, `/coes/${number}`);
    await press(page, 'Propose as ORR questions');
    const proposal = page.locator('article.proposal', { hasText: 'of a journey' });
    await proposal.locator('textarea[name=question]').fill(`Is every restore tested, of a journey?`);
    await proposal.getByRole('button', { name: 'Accept' }).click();
    await at(page, '/orr/templates');
    await page.click('summary:has-text("Make a template")');
    await page.fill('#t-name', `Launch, of a journey`);
    await page.getByLabel(`Is every restore tested, of a journey?`).check();
    await page.check('input[value="orq_load-peak"]');
    await press(page, 'Make the template');
    expect(await page.textContent('h1')).toBe(`Launch, of a journey`);
    await page.click('text=Open a review');
    await page.fill('main input[name=service]', 'basket');
    await press(page, 'Open');
    const question = page.locator('article.card', { hasText: 'Is every restore tested' });
    await question.locator('textarea[name=notes]').fill('A drill each month.');
    await question.locator('input[name=choice]').first().check();
    const other = page.locator('article.card', { hasText: 'Have you load-tested' });
    await other.locator('textarea[name=notes]').fill('Typed, and not saved yet.');
    await question.getByRole('button', { name: 'Save the answer' }).click();
    expect(await page.textContent('main')).toContain('1 of 2 questions not answered');
    expect(await other.locator('textarea[name=notes]').inputValue()).toBe('Typed, and not saved yet.');
    await other.locator('input[name=choice]').first().check();
    await other.getByRole('button', { name: 'Save the answer' }).click();
    expect(await page.textContent('main')).toContain('0 of 2 questions not answered');
    expect(await page.textContent('main')).not.toContain('did not send is back');
    await press(page, 'Ask for review');
    expect(await page.textContent('main')).toContain('Take back to draft');
    await context.close();
  });

  it('administrator: adds a user, a sender, a channel and a rule, revokes a token, and finds it all in the audit', async () => {
    const { page, context, faults } = await openPage(browser, api, '/admin');
    const name = `Nia of a journey`;
    await page.fill('#u-name', name);
    await press(page, 'Add a user');
    await press(page, `Make a sign-in link for ${name}`);
    expect(await page.textContent('section.notice.good')).toContain('It works once');

    await at(page, '/account');
    await page.fill('main input[name=name]', `Pipeline of a journey`);
    await press(page, 'Make a token');
    await at(page, '/admin/tokens');
    await page.locator('tr', { hasText: `Pipeline of a journey` }).getByRole('button').click();
    await page.waitForURL(/admin\/tokens$/);
    expect(await page.locator('tr', { hasText: `Pipeline of a journey` }).getByRole('button').count()).toBe(0);

    await at(page, '/admin/hooks');
    await page.selectOption('main select[name=source]', 'grafana');
    await page.fill('main input[name=name]', `Grafana of a journey`);
    await press(page, 'Register');
    expect(await page.textContent('main')).toContain('/api/v1/hooks/grafana/');

    await at(page, '/admin/notifications');
    await page.fill('#c-name', `Ops of a journey`);
    await page.fill('#c-url', 'https://hooks.example.org/ops');
    await page.getByLabel('A review is asked for').check();
    await press(page, 'Add the channel');
    expect(await told(page)).toContain(`"Ops of a journey" is told from now on`);

    await at(page, '/admin/readiness');
    await page.locator('#gap-unexplained summary').click();
    await page.fill('#reason-gap-unexplained', `Night shifts, of a journey`);
    await press(page, 'Change gap-unexplained');
    expect(await told(page)).toContain('Changed');

    await at(page, '/admin/questions');
    await page
      .locator('main textarea, main input:not([type=hidden]):not([type=checkbox])')
      .first()
      .fill(`How did we learn of it, of a journey?`);
    await page.locator('main form button').last().click();
    expect(await page.content()).toContain(`How did we learn of it, of a journey?`);
    for (const path of ['/admin/health', '/admin/sources', '/admin/drafting', '/admin/approval-rules']) {
      await at(page, path);
      expect([path, await page.locator('nav[aria-label=Administration] [aria-current=page]').count()]).toEqual([
        path,
        1,
      ]);
      expect([path, await page.locator('summary.current').textContent()]).toEqual([path, 'Admin']);
    }

    await at(page, '/admin/audit');
    await page.fill('#a-action', 'user.');
    await press(page, 'Show');
    expect(await page.textContent('main tbody')).toContain(name);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('follows a draft that is cancelled: nothing enters the COE', async () => {
    const number = await made({ title: 'Cancelled' });
    await api
      .as()
      .post(`coes/${number}/evidence?filename=log.ndjson`)
      .set('Content-Type', 'application/octet-stream')
      .send(
        Array.from({ length: 3_000 }, (_, n) =>
          JSON.stringify({
            time: new Date(1_767_225_600_000 + n * 1_000).toISOString(),
            message: `checkout fails ${n}`,
          }),
        ).join('\n'),
      )
      .expect(200);
    const { page, context } = await openPage(browser, api, `/coes/${number}/draft`);
    let drafted = '';
    // The events wait, so that the draft is still being made for as long as the page looks at it.
    await page.route('**/events', () => undefined);
    page.on('response', async (response) => {
      if (response.request().method() === 'POST' && response.url().endsWith('/drafts'))
        drafted = ((await response.json()) as { id: string }).id;
    });
    await page.click('button:has-text("Draft by rules")');
    await page.waitForSelector('progress');
    await press(page, 'Cancel the draft');
    await page.waitForResponse(/\/cancel$/);
    const { status } = (await api.as().get(`drafts/${drafted}`)).body;
    // A draft that was quicker than the button says so; either way nothing was accepted by itself.
    expect(['cancelled', 'done']).toContain(status);
    if (status === 'done') expect(await page.textContent('[data-live]')).toContain('can no longer be cancelled');
    expect((await read(number)).timeline).toEqual([]);
    await context.close();
  });
});
