import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { somebody } from '../review/people.js';
import { openTestService, type TestService } from '../service.js';
import { signIn, type Visitor } from './visitor.js';

let api: TestService;
let admin: Visitor;
beforeAll(async () => {
  api = await openTestService();
  admin = await signIn(api);
});
afterAll(() => api.close());

type Question = { id: string; section: string; text: string; enabled: boolean };
const questions = async () =>
  (await api.as().get('coe-questions')).body as { version: number; questions: Question[]; asked: string[] };
/** The form as the page fills it, with what a person changed. */
async function form(changes: Record<string, string | string[]> = {}) {
  const { version, questions: all, asked } = await questions();
  const texts = Object.fromEntries(all.map(({ id, text }) => [`text.${id}`, text]));
  return { version: String(version), asked, ...texts, ...changes };
}

describe('the questions of a COE', () => {
  it('are worded anew, no longer asked and added by a form, as a new version', async () => {
    const before = await questions();
    const asked = before.asked.filter((id) => id !== 'orr');
    const typed = {
      asked,
      'text.runbook': 'Which runbook steps misled us?',
      'new.responseAnalysis': 'Who was told first?',
    };
    expect((await admin.post('/admin/questions', await form(typed))).status).toBe(303);
    const after = await questions();
    expect(after.version).toBe(before.version + 1);
    expect(after.questions.find(({ id }) => id === 'runbook')?.text).toBe('Which runbook steps misled us?');
    expect(after.questions.find(({ id }) => id === 'orr')?.enabled).toBe(false);
    expect(after.questions.at(-1)).toMatchObject({ id: 'whoWasToldFirst', section: 'responseAnalysis', enabled: true });
    const made = await api.as().post('coes').send({ title: 'Asked the new way' }).expect(201);
    expect(made.body.templateVersion).toBe(after.version);
    expect((await admin.get('/admin/questions')).text).toContain('Who was told first?');
  });

  it('lostWording: a form that is refused comes back with what was typed', async () => {
    const { version } = await questions();
    const refused = await admin.post(
      '/admin/questions',
      await form({ 'text.rollback': ' ', 'text.test': 'Kept words' }),
    );
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Kept words');
    const stale = await admin.post('/admin/questions', await form({ version: '1', 'text.test': 'Typed too late' }));
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('Typed too late');
    expect((await questions()).version).toBe(version);
  });
});

describe('administration', () => {
  it('tells of health and of sources', async () => {
    const health = await admin.get('/admin/health');
    expect([health.status, health.text]).toEqual([200, expect.stringContaining('Answered in')]);
    const sources = await admin.get('/admin/sources');
    expect([sources.status, sources.text]).toEqual([200, expect.stringContaining('Alertmanager')]);
  });

  it('tells what people made of drafts, and what the language model took', async () => {
    const { body: coe } = await api.as().post('coes').send({ title: 'Drafted' }).expect(201);
    const lines = ['10:00', '10:05', '10:20'].map((time, i) => ({
      time: `2024-05-01T${time}:00Z`,
      text: ['checkout started failing with 500s', 'rollback started', 'checkout restored'][i],
    }));
    await api
      .as()
      .post(`coes/${coe.number}/evidence?map=time:time,text:text`)
      .type('application/x-ndjson')
      .send(lines.map((line) => JSON.stringify(line)).join('\n'))
      .expect(200);
    expect((await admin.get('/admin/drafting')).text).toContain('Nothing was drafted yet');
    const { body: draft } = await api.as().post(`coes/${coe.number}/drafts`).set('Prefer', 'wait=30').send({});
    const [first, second, third] = draft.suggestions.filter(
      ({ section }: { section: string }) => section === 'timeline',
    );
    const decide = (one: { id: string }, verb: string, sent: object) =>
      api.as().post(`coes/${coe.number}/suggestions/${one.id}/${verb}`).send(sent).expect(200);
    await decide(first, 'accept', { content: { text: first.content.text } });
    await decide(second, 'accept', { content: { text: 'We began to roll back' } });
    await decide(third, 'reject', { reason: 'noise' });
    await api.service.database.connection.collection('modelUse').insertOne({
      _id: '2024-05-01',
      requests: 7,
      promptTokens: 12_000,
      completionTokens: 900,
      seconds: 95,
      cost: 0.0123,
    } as never);
    const { text } = await admin.get('/admin/drafting');
    const rows = (text.match(/<tr><td[\s\S]*?<\/tr>/g) ?? []).map((row) =>
      row
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
    expect(rows[0]).toBe('2024-05-01 7 12,000 900 1 min 35 s $0.0123');
    expect(rows).toContain('Timeline Rules 1 1 1 0 67%');
    const { body: rates } = await api.as().get('drafting/acceptance');
    expect(rates.items).toContainEqual(
      expect.objectContaining({
        section: 'timeline',
        drafter: 'rules',
        accepted: 2,
        edited: 1,
        rejected: 1,
        pending: 0,
      }),
    );
  });

  it('is closed to all others', async () => {
    const visitor = await signIn(api, (await somebody(api, 'reviewer')).token);
    for (const path of ['/admin/questions', '/admin/health', '/admin/sources', '/admin/drafting'])
      expect((await visitor.get(path)).status).toBe(403);
    expect((await visitor.post('/admin/questions', {})).status).toBe(403);
  });
});
