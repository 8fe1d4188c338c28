import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Somebody, somebody } from '../review/people.js';
import { approvableCoe } from '../review/ready-coe.js';
import { openTestService, type TestService } from '../service.js';
import { signIn, type Visitor } from './visitor.js';

let api: TestService;
let author: Somebody;
let reviewer: Somebody;
let writing: Visitor;
let reviewing: Visitor;
beforeAll(async () => {
  api = await openTestService();
  author = await somebody(api, 'author', [], 'Ada Author');
  reviewer = await somebody(api, 'reviewer', [], 'Bo Reviewer');
  [writing, reviewing] = [await signIn(api, author.token), await signIn(api, reviewer.token)];
});
afterAll(() => api.close());

const newCoe = async (more: object = {}) =>
  (
    await api
      .as(author.token)
      .post('coes')
      .send({ ...approvableCoe(), severity: 'SEV3', ...more })
  ).body;
const statusOf = async (number: string) => (await api.as(author.token).get(`coes/${number}`)).body.status;

describe('the review page', () => {
  it('takes a COE from draft to published, by forms alone', async () => {
    const coe = await newCoe();
    const at = `/coes/${coe.number}/review`;
    expect((await writing.post(`${at}/reviewers`, { reviewers: 'Bo Reviewer' })).status).toBe(303);
    expect((await writing.post(`${at}/transition`, { to: 'inReview', from: 'draft', reason: '' })).status).toBe(303);
    const page = (await reviewing.get(at)).text;
    expect(page).toContain('Your first look');
    expect(page).toContain('Asked: Bo Reviewer');
    const { contentHash } = coe;
    expect((await reviewing.post(`${at}/decision`, { decision: 'approve', body: 'Good.', contentHash })).status).toBe(
      303,
    );
    expect(
      (await writing.post(`${at}/transition`, { to: 'published', from: 'approved', reason: 'Agreed.' })).status,
    ).toBe(303);
    expect(await statusOf(coe.number)).toBe('published');
    const report = (await writing.get(`/coes/${coe.number}`)).text;
    expect(report).toContain('approved version');
  });

  it('staleForm: refuses an approval of a page that was opened before an edit, and then shows the edit', async () => {
    const coe = await newCoe();
    const at = `/coes/${coe.number}/review`;
    await writing.post(`${at}/transition`, { to: 'inReview', from: 'draft', reason: '' });
    await reviewing.post(`${at}/look`, { version: '2' });
    await api
      .as(author.token)
      .patch(`coes/${coe.number}`)
      .set('If-Match', '*')
      .send({ summary: `${coe.summary} Nobody noticed.` });
    const late = await reviewing.post(`${at}/decision`, {
      decision: 'approve',
      body: '',
      contentHash: coe.contentHash,
    });
    expect(late.status).toBe(409);
    const page = (await reviewing.get(at)).text;
    expect(page).toContain('What changed since your last look');
    expect(page).toMatch(/<ins>[^<]*Nobody noticed/);
    expect(await statusOf(coe.number)).toBe('inReview');
  });

  it('lets reviewers let a finding stand with a reason and take that back, and nobody else', async () => {
    const { number } = await newCoe({ summary: 'The cause was human error.' });
    const at = `/coes/${number}/review`;
    expect((await writing.get(at)).text).not.toContain('Let it stand');
    const finding = /name="finding" value="([^"]+)"/.exec((await reviewing.get(at)).text)?.[1] as string;
    const form = { finding, reason: 'It quotes the regulator.', from: 'review' };
    expect((await writing.post(`/coes/${number}/waivers`, form)).status).toBe(403);
    const sent = await reviewing.post(`/coes/${number}/waivers`, form);
    expect([sent.status, sent.headers.location]).toEqual([303, `${at}#ready`]);
    const page = (await reviewing.get(at)).text;
    expect(page).toContain('It quotes the regulator.');
    expect(page).toContain('Nothing blocks approval.');
    await reviewing.post(`/coes/${number}/waivers/${finding}/withdraw`, { from: 'review' });
    expect((await reviewing.get(at)).text).not.toContain('It quotes the regulator.');
  });

  it('offers the decision to reviewers only, and no author', async () => {
    const coe = await newCoe();
    const at = `/coes/${coe.number}/review`;
    await writing.post(`${at}/transition`, { to: 'inReview', from: 'draft', reason: '' });
    expect((await writing.get(at)).text).not.toContain('Your decision');
    expect((await reviewing.get(at)).text).toContain('Your decision');
    const mute = await reviewing.post(`${at}/decision`, {
      decision: 'requestChanges',
      body: '',
      contentHash: coe.contentHash,
    });
    expect(mute.status).toBe(422);
  });

  it('keeps the meeting, and makes a decision an action item', async () => {
    const coe = await newCoe();
    const at = `/coes/${coe.number}/review`;
    await writing.post(`${at}/meeting`, { meetingDate: '2026-02-03', meetingOutcome: 'Accepted with one action.' });
    await writing.post(`${at}/decide`, {
      text: 'We alarm on expiry.',
      title: 'Add an alarm on expiry',
      owner: 'ops',
      dueDate: '',
    });
    const page = (await writing.get(at)).text;
    expect(page).toContain('Accepted with one action.');
    expect(page).toContain('We alarm on expiry.');
    expect((await writing.get('/action-items?owner=ops')).text).toContain('Decided: We alarm on expiry.');
  });

  it('suggests words and applies them', async () => {
    const coe = await newCoe();
    const comments = `/coes/${coe.number}/comments`;
    const quote = 'payments were refused for an hour';
    await reviewing.post(comments, {
      section: 'summary',
      body: 'More exact.',
      quote,
      replacement: 'payments failed for 60 minutes',
    });
    const id = /<article class="thread card" id="(\w+)"/.exec((await writing.get(comments)).text)?.[1] as string;
    expect((await reviewing.post(`${comments}/${id}/apply`, {})).status).toBe(403);
    expect((await writing.post(`${comments}/${id}/apply`, {})).status).toBe(303);
    expect((await writing.get(`/coes/${coe.number}`)).text).toContain('payments failed for 60 minutes');
  });
});

describe('the pages of follow-up', () => {
  it('close an action item with proof and reopen it with a reason', async () => {
    const coe = await newCoe({ services: ['followed'] });
    const item = `/action-items/${coe.number}:a1`;
    expect((await writing.post(`${item}/close`, { proof: ' ' })).status).toBe(422);
    expect((await writing.post(`${item}/close`, { proof: 'A graph.' })).status).toBe(303);
    expect((await writing.get('/action-items?service=followed&status=done')).text).toContain('Proof: A graph.');
    expect((await writing.post(`${item}/reopen`, { reason: 'Again.' })).status).toBe(303);
    expect((await writing.get('/action-items?service=followed&overdue=maybe')).status).toBe(422);
  });

  it('open a week of operations review and show it', async () => {
    const coe = await newCoe({ title: 'Shown in the week', meetingDate: '2031-02-05' });
    const opened = await writing.post('/ops-reviews', { weekOf: '2031-02-04' });
    expect(opened.headers.location).toBe('/ops-reviews/ops_2031-02-03');
    expect((await reviewing.get('/ops-reviews')).text).toContain('Week of 2031-02-03');
    const page = (await reviewing.get('/ops-reviews/ops_2031-02-03')).text;
    expect(page).toContain('Shown in the week');
    expect(page).toContain(`/coes/${coe.number}/review`);
    expect((await reviewing.get('/ops-reviews/none')).status).toBe(404);
  });
});

describe('the page of approval rules', () => {
  it('is for administrators, changes every severity at once, and names what it does not know', async () => {
    expect((await writing.get('/admin/approval-rules')).status).toBe(403);
    const admin = await signIn(api);
    const rules = {
      'SEV1.barRaiser': '1',
      'SEV1.director': '1',
      'SEV2.barRaiser': '1',
      'SEV3.reviewer': '2',
      'SEV4.reviewer': '1',
      'SEV5.reviewer': '1',
    };
    const bad = await admin.post('/admin/approval-rules', rules);
    expect([bad.status, bad.text.includes('Without severity: At least one approval is needed.')]).toEqual([422, true]);
    expect((await admin.post('/admin/approval-rules', { ...rules, 'none.reviewer': '-1' })).status).toBe(422);
    const good = await admin.post('/admin/approval-rules', { ...rules, 'none.reviewer': '1' });
    expect(good.status).toBe(303);
    const page = (await admin.get('/admin/approval-rules')).text;
    expect(page).toMatch(/name="SEV3\.reviewer".{0,200}<option value="2" selected>/);
    expect(page).toContain('Bar raiser');
    expect((await api.as().get('approval-rules')).body.rules.SEV3).toEqual(['reviewer', 'reviewer']);
  });
});
