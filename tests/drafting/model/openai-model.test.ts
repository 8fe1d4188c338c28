import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { askFor } from '../../../src/drafting/model/ask-for.js';
import { newFence } from '../../../src/drafting/model/fence.js';
import type { ModelFailure, TokenUse } from '../../../src/drafting/model/language-model.js';
import { openaiModel } from '../../../src/drafting/model/openai-model.js';
import { statementSchema } from '../../../src/drafting/model/statements.js';
import {
  DIALECTS,
  type Fault,
  type ModelServer,
  type ModelServerOptions,
  openModelServer,
} from '../../support/model-server.js';

/** The client alone against the stand-in: what the service makes of it is in `model-draft.test.ts`. */
let server: ModelServer;
beforeAll(async () => {
  server = await openModelServer();
});
afterAll(() => server.close());

const schema = z.object({
  summary: z.array(statementSchema({ aliases: ['E1', 'E2', 'E12'], coeAliases: [] })),
  background: z.array(statementSchema({ aliases: ['E1', 'E2', 'E12'], coeAliases: [] })),
});
const evidence = ['E1', 'E2', 'E12'].map((alias, i) => ({ cites: [alias], at: null, text: `line ${i} of the log` }));

async function ask(options: ModelServerOptions = {}, signal = new AbortController().signal) {
  server.become(options);
  const model = openaiModel({ baseUrl: server.url, apiKey: 'sk-test', model: 'm', idleSeconds: 0.3 });
  const used: TokenUse[] = [];
  const fence = newFence();
  const request = {
    system: `Between ${fence.marker}`,
    user: fence.around({ evidence }),
    schema,
    schemaName: 'summary',
    mostOutputTokens: 500,
    signal,
  };
  const again = () => askFor(model, request, (use) => used.push(use));
  return { model, again, used, answer: await again().catch((error: ModelFailure) => error) };
}

/** What the model says, whatever it was asked. */
const says = (content: unknown) =>
  ask({ bend: () => (typeof content === 'string' ? content : JSON.stringify(content)) });
const statement = { text: 'line 0 of the log', evidenceIds: ['E1'], kind: 'fact' };

describe('a server that speaks', () => {
  it.each(DIALECTS)('%s is understood, and what it does not understand is learned once', async (dialect) => {
    const { answer, again, used } = await ask({ dialect });
    expect(answer).toMatchObject({ left: 0, value: { summary: [{ kind: 'fact' }, {}, {}] } });
    expect(used).toEqual([expect.objectContaining({ estimated: dialect === 'vllm' })]);
    const asked = server.requests.length;
    await again();
    expect(server.requests.length).toBe(asked + 1);
  });

  it('streams, and says what it took', async () => {
    const { used } = await ask({ dialect: 'openai' });
    expect(server.requests[0]).toMatchObject({ stream: true, response_format: { type: 'json_schema' } });
    expect(used).toEqual([{ promptTokens: 1_000, completionTokens: 200, estimated: false }]);
  });
});

describe('an answer in another form than asked', () => {
  const expected = { value: { summary: [statement], background: [] }, left: 0 };
  it.each<[string, unknown]>([
    ['one section only', { summary: [statement] }],
    ['extra keys', { summary: [{ ...statement, confidence: 0.9 }], background: [], notes: 'none' }],
    ['lower case ids', { summary: [{ ...statement, evidenceIds: ['e1'] }], background: [] }],
    ['ids in brackets', { summary: [{ ...statement, evidenceIds: ['[E1]'] }], background: [] }],
    ['ids with words', { summary: [{ ...statement, evidenceIds: ['E1: the first line'] }], background: [] }],
    ['one id for a list', { summary: [{ ...statement, evidenceIds: 'E1' }], background: null }],
    ['one object for a list', { summary: statement, background: [] }],
    ['no kind', { summary: [{ text: statement.text, evidenceIds: ['E1'] }], background: [] }],
    ['another case of kind', { summary: [{ ...statement, kind: 'Fact' }], background: [] }],
    ['a list for the object', [statement]],
    ['the object in a list', [{ summary: [statement], background: [] }]],
    ['the object in an object', { answer: { summary: [statement], background: [] } }],
    ['a fence and words', `Sure!\n\`\`\`json\n${JSON.stringify({ summary: [statement] })}\n\`\`\`\nDone.`],
    ['thoughts without their beginning', `the user wants {}</think>${JSON.stringify({ summary: [statement] })}`],
  ])('with %s is read at once', async (_name, content) => {
    const { answer } = await says(content);
    expect(answer).toEqual(expected);
    expect(server.requests).toHaveLength(1);
  });

  it('as plain sentences with their ids in brackets is read', async () => {
    const { answer } = await says({ summary: ['line 0 of the log [E1, e12]'] });
    expect(answer).toMatchObject({ value: { summary: [{ evidenceIds: ['E1', 'E12'], kind: 'fact' }] } });
  });

  it('with ids of its own is asked for again; what rests on nothing else is then left out, and counted', async () => {
    const { answer } = await says({
      summary: [statement, { ...statement, evidenceIds: ['E1', 'E999'] }, { ...statement, evidenceIds: ['ev_1'] }],
      background: [{ evidenceIds: ['E2'] }],
    });
    expect(server.requests).toHaveLength(2);
    expect(answer).toEqual({ value: { summary: [statement, statement], background: [] }, left: 2 });
  });

  it('is asked for again with the schema in words, and so from then on', async () => {
    let asked = 0;
    const { answer, again } = await ask({ bend: (content) => (asked++ === 0 ? '{"poem": "roses"}' : content) });
    expect(answer).toHaveProperty('value');
    const system = () => server.requests.map(({ messages }) => messages[0]?.content.includes('JSON Schema'));
    expect(system()).toEqual([false, true]);
    await again();
    expect(system()).toEqual([false, true, true]);
  });

  it.each([
    ['no JSON', 'roses are red'],
    ['none of the fields', { poem: 'roses' }],
    ['nothing that fits', { summary: [{ text: 'x', evidenceIds: ['E999'] }] }],
    ['statements without ids that were offered', { summary: [{ ...statement, evidenceIds: [{ id: 1 }] }] }],
  ])('with %s, twice, is a failure', async (_name, content) => {
    const { answer } = await says(content);
    expect(answer).toMatchObject({ reason: 'wrongShape' });
    expect(server.requests).toHaveLength(2);
  });
});

describe('a server that fails', () => {
  const content = JSON.stringify({ summary: [statement], background: [] });
  const sse = (...events: unknown[]) => ({
    raw: events.map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`).join(''),
    type: 'text/plain',
  });

  it.each<[string, NonNullable<ModelServerOptions['fault']>, string]>([
    ['is silent', () => 'stall', 'silent'],
    ['stalls in the middle of a stream', () => 'stallInStream', 'silent'],
    ['breaks off in the middle of a stream', () => 'breakInStream', 'unreachable'],
    [
      'asks for an hour of patience',
      () => ({ status: 429, body: {}, headers: { 'Retry-After': '3600' } }),
      'rateLimited',
    ],
    ['streams an error', () => sse({ error: { message: 'out of memory' } }), 'serverFault'],
    ['answers HTML', () => ({ raw: '<html>Sign in</html>', type: 'text/html' }), 'notAnAnswer'],
    ['answers an object of its own', () => ({ raw: '{"status":"ok"}', type: 'application/json' }), 'notAnAnswer'],
    ['answers nothing', () => ({ raw: '', type: 'application/json' }), 'notAnAnswer'],
    [
      'is over its context',
      () => ({ status: 400, body: { error: { message: 'maximum context length' } } }),
      'badRequest',
    ],
  ])('and %s is told as such', async (_name, fault, reason) => {
    const { answer } = await ask({ fault });
    expect(answer).toMatchObject({ reason });
    expect(server.requests.length).toBeLessThan(3);
  });

  it.each<[string, Fault]>([
    ['streamed without being told apart by its type', sse({ choices: [{ delta: { content } }] })],
    [
      'with its words in parts',
      { status: 200, body: { choices: [{ message: { content: [{ type: 'text', text: content }] } }] } },
    ],
  ])('in nothing but form is understood: %s', async (_name, fault) => {
    const { answer } = await ask({ fault: () => fault });
    expect(answer).toMatchObject({ value: { summary: [statement] } });
  });

  it('to make a grammar of the schema is asked in a looser form', async () => {
    const { answer } = await ask({
      fault: ({ response_format: format }) =>
        format?.type === 'json_schema'
          ? { status: 500, body: { error: { message: 'failed to parse grammar' } } }
          : undefined,
    });
    expect(answer).toHaveProperty('value');
    expect(server.requests.map((request) => request.response_format?.type)).toEqual(['json_schema', 'json_object']);
  });

  it('is left when the draft is cancelled', async () => {
    const cancelled = new AbortController();
    const asked = ask({ fault: () => 'stall' }, cancelled.signal);
    cancelled.abort(new Error('cancelled'));
    expect((await asked).answer).toMatchObject({ message: 'cancelled' });
  });
});
