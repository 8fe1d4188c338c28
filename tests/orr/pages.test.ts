import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { signIn, type Visitor } from '../pages/visitor.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
let visitor: Visitor;
beforeAll(async () => {
  api = await openTestService();
  visitor = await signIn(api);
});
afterAll(() => api.close());

const page = async (path: string) => {
  const response = await visitor.get(path);
  expect(response.status).toBe(200);
  return response.text;
};

it('a template is made, answered and asked to be reviewed by forms alone', async () => {
  const ticked = ['orq_load-peak', 'orq_rollback-each-step'];
  const made = await visitor.post('/orr/templates', {
    name: 'Our launch',
    description: '',
    note: '',
    question: ticked,
  });
  expect(made.status).toBe(303);
  const template = String(made.headers.location);
  expect(await page('/orr/templates')).toContain('Our launch');
  expect(await page(template)).toContain('Have you load-tested');

  const templateId = template.split('/').at(-1) as string;
  const opened = await visitor.post('/orr/reviews', { service: 'basket <b>', templateId });
  const review = String(opened.headers.location);
  expect(await page(review)).toContain('2 of 2 questions not answered');
  const answer = (id: string, form: Record<string, string | string[]>) =>
    visitor.post(`${review}/answers/${id}`, { evidence: '', notes: '', notApplicable: '', ...form });
  expect((await answer('orq_load_peak', {})).status).toBe(422);
  const evidence = 'Load test https://example.com/load\nA note without link';
  expect((await answer('orq_load_peak', { choice: 'orq_load_peak_1', evidence })).status).toBe(303);
  expect((await answer('orq_rollback_each_step', { notApplicable: 'No change of data' })).status).toBe(303);
  const answered = await page(review);
  expect(answered).toContain('Load test https://example.com/load');
  expect(answered).toContain('basket &lt;b&gt;');
  expect(answered).toContain('Open risks');
  const risk = { owner: 'Basket team', dueDate: '2027-01-31', status: 'open', proof: '' };
  expect((await visitor.post(`${review}/action-items/orq_load_peak`, risk)).status).toBe(303);
  expect((await visitor.post(`${review}/transitions`, { to: 'inReview' })).status).toBe(303);
  const asked = await page(review);
  expect(asked).toContain('Basket team');
  expect(asked).toContain('Take back to draft');
  expect(await page('/orr/reviews')).toContain('In review');

  const version = { name: 'Our launch', description: '', note: 'More', question: [...ticked, 'orq_cells-poison'] };
  expect((await visitor.post(template, version)).status).toBe(303);
  expect(await page(template)).toContain('1 question not answered');
  expect((await visitor.post(`${review}/update`, {})).status).toBe(303);
  expect(await page(review)).toContain('1 of 3 questions not answered');
});

it('pillars are put into another order by buttons, and stay in it when a version is made with more questions', async () => {
  const question = ['orq_load-peak', 'orq_rollback-each-step'];
  const made = await visitor.post('/orr/templates', { name: 'Ordered', description: '', note: '', question });
  const path = String(made.headers.location);
  const id = path.split('/').at(-1);
  const pillarsNow = async () =>
    (await api.as().get(`orr/templates/${id}`)).body.pillars.map((pillar: { id: string }) => pillar.id);
  const [first, second] = await pillarsNow();
  const kept = `pillar=${first}&pillar=${second}`;
  const moved = await page(`${path}?${kept}&down=${first}`);
  expect(moved.indexOf(`name="pillar" value="${second}"`)).toBeLessThan(
    moved.indexOf(`name="pillar" value="${first}"`),
  );
  expect(await pillarsNow()).toEqual([first, second]);
  expect((await visitor.post(`${path}/order`, { pillar: [second, second], note: '' })).status).toBe(422);
  expect((await visitor.post(`${path}/order`, { pillar: [second, first], note: 'Swapped' })).status).toBe(303);
  expect(await pillarsNow()).toEqual([second, first]);
  const more = { name: 'Ordered', description: '', note: '', question: [...question, 'orq_cells-poison'] };
  expect((await visitor.post(path, more)).status).toBe(303);
  expect((await pillarsNow()).slice(0, 2)).toEqual([second, first]);
  expect(await pillarsNow()).toHaveLength(3);
  expect((await visitor.get(`${path}?pillar=<b>&pillar=x&up=nothing`)).status).toBe(200);
});

it('a question is changed and back-tested by forms alone', async () => {
  const path = '/orr/questions/orq_load-peak';
  const change = {
    question: 'Load-tested at twice the peak?',
    guidance: '',
    severity: 'low',
    risk: '',
    reason: 'Shorter',
  };
  expect((await visitor.post(path, change)).status).toBe(303);
  const text = await page(path);
  expect(text).toContain('Shorter');
  expect(text).toContain('Load-tested at twice the peak?');
  const coe = (
    await api
      .as()
      .post('coes')
      .send({ title: 'Load at twice the peak', summary: 'Never load-tested at twice the peak' })
  ).body;
  expect(await page(path)).toContain(coe.number);
  expect((await visitor.post(`${path}/back-test`, { coe: coe.id, caught: 'yes' })).status).toBe(303);
  expect(await page(path)).toContain('confirmed by');
  expect(await page('/orr/questions')).toContain('1 COE');
  expect(await page('/orr/questions?never=on')).not.toContain('Load-tested at twice the peak?');
});

it('a proposal is accepted in other words, with its severity and what good looks like, by a form alone', async () => {
  const lessonsLearned = [{ text: 'Every import needs a limit on its size.', broadlyApplicable: true }];
  const { number } = (await api.as().post('coes').send({ title: 'Import', severity: 'SEV1', lessonsLearned })).body;
  expect((await visitor.post(`/coes/${number}/orr`, {})).status).toBe(303);
  expect(await page('/orr')).toContain('every import has a limit on its size?');
  const id = (await api.as().get('orr/proposals?status=proposed')).body.items[0].id;
  const words = {
    question: 'Do you have a mechanism that bounds each import?',
    guidance: '- It is tested.',
    severity: 'low',
  };
  expect((await visitor.post(`/orr/proposals/${id}/accept`, { ...words, risk: '' })).status).toBe(303);
  expect((await api.as().get('orr/questions?limit=1')).body.items).toMatchObject([{ ...words, risk: '' }]);
});
