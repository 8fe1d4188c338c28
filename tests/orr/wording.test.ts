import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { signIn } from '../pages/visitor.js';
import { openTestService, type TestService } from '../service.js';

const LESSON = 'Every cache on web-07 of basket-api needs an upper bound on its size, as Tomasz found out.';
const GOOD = {
  question: 'Do you have a mechanism that bounds the size of every cache?',
  goodLooksLike: [
    'The bound of each cache is configured and linked.',
    'A test fills the cache and shows what happens.',
  ],
};

let api: TestService;
let server: Server;
let asked: string[] = [];
let answer: object = GOOD;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    asked.push(body);
    const message = { role: 'assistant', content: JSON.stringify(answer), refusal: null };
    const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
    const choices = [{ index: 0, finish_reason: 'stop', message }];
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: 'stand-in', choices, usage }));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  api = await openTestService({
    env: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, COE_MODEL: 'stand-in', OPENAI_API_KEY: 'sk-test' },
  });
});
afterAll(async () => {
  await api.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
beforeEach(() => {
  asked = [];
  answer = GOOD;
});

async function proposed(more: object = {}) {
  const coe = { title: 'Cache', services: ['basket-api'], authors: ['Tomasz Kowalski'], ...more };
  const lessonsLearned = [{ text: LESSON, broadlyApplicable: true }];
  const { id } = (
    await api
      .as()
      .post('coes')
      .send({ ...coe, lessonsLearned })
  ).body;
  return (await api.as().post(`coes/${id}/orr-proposals/draft`).expect(200)).body.items[0];
}

it('takes the words of the model, which saw no name', async () => {
  const proposal = await proposed();
  expect(proposal).toMatchObject({ question: GOOD.question, wordedBy: { drafter: 'model', model: 'stand-in' } });
  expect(proposal.guidance).toBe(GOOD.goodLooksLike.map((point) => `- ${point}`).join('\n'));
  expect(asked).toHaveLength(1);
  for (const name of ['web-07', 'basket', 'Tomasz', 'Kowalski']) expect(asked[0]).not.toContain(name);
});

it.each([
  ['a host', { ...GOOD, question: 'Do you have a mechanism that bounds the size of every cache on web-07?' }],
  ['a service', { ...GOOD, question: 'Do you have a mechanism that bounds the size of every cache of basket-api?' }],
  [
    'a person',
    { ...GOOD, question: 'Do you have a mechanism like that of Tomasz that bounds the size of every cache?' },
  ],
  ['another question', { ...GOOD, question: 'Do you have a mechanism that turns off all monitoring of invoices?' }],
  ['no question', { ...GOOD, question: 'Bound every cache by a mechanism.' }],
  ['an address', { ...GOOD, question: 'Do you have a mechanism that bounds every cache, see https://x.example/?' }],
  ['another shape', { text: 'hello' }],
])('keeps the words of the rules when the model answers with %s', async (_, given) => {
  answer = given;
  const proposal = await proposed();
  expect(proposal.wordedBy).toEqual({ drafter: 'rules' });
  expect(proposal.question).toMatch(/^Do you have a mechanism that makes sure that every cache/);
});

it('keeps the points of the rules when those of the model name something', async () => {
  answer = { ...GOOD, goodLooksLike: ['As on web-07.'] };
  const proposal = await proposed();
  expect(proposal.question).toBe(GOOD.question);
  expect(proposal.guidance).not.toContain('web-07');
});

it('sends nothing of a restricted COE whose owner has not allowed it', async () => {
  expect((await proposed({ restricted: true })).wordedBy).toEqual({ drafter: 'rules' });
  expect(asked).toEqual([]);
});

it('proposes one question for a problem that comes back, from what its COEs said', async () => {
  const told = [
    'Certificates need an alarm thirty days before they expire.',
    'Alarm on certificates thirty days before they expire.',
    'Replace the certificate of mail-07.',
  ];
  answer = { text: 'no' };
  const ids: string[] = [];
  for (const [at, text] of told.entries()) {
    const title = `Certificate of the mail relay expired (${at})`;
    const summary = 'The TLS certificate expired and handshakes were refused.';
    const coe = { title, summary, services: ['mail-relay'], lessonsLearned: [{ text }] };
    ids.push((await api.as().post('coes').send(coe).expect(201)).body.id);
  }
  type Row = { id: string; members: { coe: { id: string } }[] };
  const rows = (await api.as().get('recurrences')).body.items as Row[];
  const details = await Promise.all(rows.map(async ({ id }) => (await api.as().get(`recurrences/${id}`)).body as Row));
  const cluster = details.find(({ members }) => members.some(({ coe }) => coe.id === ids[0])) as Row;
  const draft = () => api.as().post(`recurrences/${cluster.id}/orr-proposals/draft`).expect(200);
  const { items } = (await draft()).body;
  expect(items).toMatchObject([{ recurrenceId: cluster.id, status: 'proposed' }]);
  expect(items[0].question).toMatch(/^Do you have a mechanism .*certificates/i);
  expect(items[0].others).toHaveLength(cluster.members.length - 1);
  expect((await draft()).body).toMatchObject({ items: [], alreadyProposed: 1 });
  const { question } = (await api.as().post(`orr/proposals/${items[0].id}/accept`).send({}).expect(200)).body;
  expect(question.origins).toHaveLength(cluster.members.length);
  // What taught the question is no hit of it.
  const near = (await api.as().get(`orr/questions/${question.id}/back-test`)).body.proposed as Row['members'];
  for (const { coe } of cluster.members) expect(near.map((one) => one.coe.id)).not.toContain(coe.id);
  await api.as().post('recurrences/rec_none/orr-proposals/draft').expect(404);
});

it('imports a custom lens by its form, and names what is wrong with one', async () => {
  const visitor = await signIn(api);
  const upload = (text: string) =>
    fetch(`${api.url}/orr/templates/import`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: visitor.cookie, Origin: api.url, 'Content-Type': 'multipart/form-data; boundary=x' },
      body: `--x\r\nContent-Disposition: form-data; name="lens"; filename="lens.json"\r\n\r\n${text}\r\n--x--\r\n`,
    });
  const lens = await api.as().get('orr/templates/ort_newFeature/custom-lens.json').expect(200);
  const done = await upload(JSON.stringify(lens.body));
  expect(done.status).toBe(303);
  const id = String(done.headers.get('location')).split('/').at(-1);
  expect((await api.as().get(`orr/templates/${id}/custom-lens.json`)).body).toEqual(lens.body);
  expect((await upload('not json')).status).toBe(400);
  const bad = await upload(JSON.stringify({ ...lens.body, name: 'x'.repeat(129) }));
  expect(bad.status).toBe(422);
  expect(await bad.text()).toContain('name');
});
