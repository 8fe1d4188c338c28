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

  it('is closed to all others', async () => {
    const visitor = await signIn(api, (await somebody(api, 'reviewer')).token);
    for (const path of ['/admin/questions', '/admin/health', '/admin/sources'])
      expect((await visitor.get(path)).status).toBe(403);
    expect((await visitor.post('/admin/questions', {})).status).toBe(403);
  });
});
