import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertGroup, deliver, register } from '../evidence/inbox/deliveries.js';
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

/** Sends a file with the form of the page, as a browser does. */
async function sendFile(visitor: Visitor, name: string, text: string, fields: Record<string, string> = {}) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new File([text], name));
  return fetch(`${api.url}/coes/from-file`, {
    method: 'POST',
    headers: { Cookie: visitor.cookie, Origin: api.url, Accept: 'text/html' },
    body: form,
    redirect: 'manual',
  });
}
const coes = async () => (await api.as(author.token).get('coes?limit=100')).body.items as { number: string }[];

describe('what needs me', () => {
  it('teaches whom nothing waits for', async () => {
    const { text } = await reviewing.get('/');
    expect(text).toContain('Nothing waits for you.');
    expect(text).not.toContain('Reviews asked of me');
  });

  it('shows reviews asked of me until I approve, and comments on my COEs until they are resolved', async () => {
    const coe = (
      await api
        .as(author.token)
        .post('coes')
        .send({ ...approvableCoe(), severity: 'SEV3' })
    ).body;
    const at = `/coes/${coe.number}/review`;
    await writing.post(`${at}/reviewers`, { reviewers: 'Bo Reviewer' });
    expect((await reviewing.get('/')).text).not.toContain('Reviews asked of me');
    await writing.post(`${at}/transition`, { to: 'inReview', from: 'draft', reason: '' });
    expect((await reviewing.get('/')).text).toMatch(/Reviews asked of me[\s\S]*href="\/coes\/COE-\d+\/review"/);
    expect((await writing.get('/')).text).not.toContain('Reviews asked of me');
    const said = await api
      .as(reviewer.token)
      .post(`coes/${coe.id}/comments`)
      .send({ section: 'summary', body: 'Why?' });
    expect((await writing.get('/')).text).toMatch(/Comments waiting[\s\S]*1 open thread/);
    await api.as(author.token).post(`comments/${said.body.id}/resolve`).send({});
    expect((await writing.get('/')).text).not.toContain('Comments waiting');
    const decision = { decision: 'approve', body: 'Good.', contentHash: coe.contentHash };
    await reviewing.post(`${at}/decision`, decision);
    expect((await reviewing.get('/')).text).not.toContain('Reviews asked of me');
  });

  it('shows my action items that are overdue or due this week, nobody else’s and none of later', async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const item = (title: string, dueDate: string, owner = 'Ada Author') => ({ title, dueDate, owner });
    await api
      .as()
      .post('coes')
      .send({
        title: 'Promised',
        actionItems: [
          item('Overdue thing', inDays(-3)),
          item('Thing of this week', inDays(3)),
          item('Thing of next month', inDays(30)),
          item('Thing of another', inDays(-3), 'Somebody'),
        ],
      });
    const { text } = await writing.get('/');
    expect(text).toMatch(/Overdue thing[\s\S]*overdue[\s\S]*Thing of this week/);
    expect(text).not.toContain('Thing of next month');
    expect(text).not.toContain('Thing of another');
  });
});

describe('a COE is started', () => {
  it('from a file of evidence; one whose times carry no zone is asked for it on the page of the COE', async () => {
    const made = await sendFile(writing, 'log.ndjson', '{"time":"2026-01-31T14:00:00Z","message":"it broke"}\n', {
      title: 'Started from a log',
    });
    expect(made.status).toBe(200);
    expect(await made.text()).toMatch(/Started from a log[\s\S]*1 evidence item<\/strong>|1 evidence item accepted/);
    const asked = await sendFile(writing, 'deploys.csv', 'time,text\n2026-01-31 14:00,deployed\n', {
      title: 'No zone',
    });
    expect(asked.status).toBe(422);
    expect(await asked.text()).toMatch(/No zone[\s\S]*role="alert"[\s\S]*zone/);
  });

  it('from a postmortem, as a file or pasted, once however often it is sent; what found no place is shown', async () => {
    const markdown = '# Checkout was down\n\n## Summary\n\nIt was down.\n\n## Weather\n\nIt rained.\n';
    const before = (await coes()).length;
    const pasted = await writing.post('/coes/from-markdown', { markdown, key: 'form_md' });
    await writing.post('/coes/from-markdown', { markdown, key: 'form_md' });
    expect((await coes()).length).toBe(before + 1);
    expect(pasted.status).toBe(200);
    expect(pasted.text).toMatch(/What found no place[\s\S]*It rained/);
    const file = await sendFile(writing, 'postmortem.MD', '# From a file\n\n## Summary\n\nIt was down.\n');
    expect(file.status).toBe(303);
    expect((await writing.get(file.headers.get('location') as string)).text).toContain('From a file');
  });

  it('from nothing that is not there: the page says what is missing and makes no COE', async () => {
    const before = (await coes()).length;
    const empty = await writing.post('/coes/from-markdown', { markdown: '  ' });
    expect([empty.status, empty.text.includes('Paste the postmortem')]).toEqual([422, true]);
    const broken = await fetch(`${api.url}/coes/from-file`, {
      method: 'POST',
      headers: { Cookie: writing.cookie, Origin: api.url, 'Content-Type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nNo file\r\n--x--\r\n',
    });
    expect([broken.status, (await broken.text()).includes('Choose a file first')]).toEqual([422, true]);
    const latin = await sendFile(writing, 'a.md', '');
    expect(latin.status).toBe(422);
    expect((await coes()).length).toBe(before);
  });

  it('from the inbox: the services that delivered last lead to their window', async () => {
    const hook = await register(api, { source: 'alertmanager' });
    await deliver(
      api,
      hook.path,
      alertGroup({ name: 'Errors', at: '2026-03-05T10:00:00Z', labels: { service: 'a & b' } }),
    );
    expect((await writing.get('/')).text).toContain('/inbox?service=a%20%26%20b');
  });

  it('by nobody who may only read', async () => {
    const reader = await signIn(api, (await somebody(api, 'viewer')).token);
    const page = await reader.get('/');
    expect(page.text).not.toContain('New COE');
    expect((await sendFile(reader, 'a.md', '# Mine')).status).toBe(403);
    expect((await reader.post('/coes/from-markdown', { markdown: '# Mine' })).status).toBe(403);
  });
});
