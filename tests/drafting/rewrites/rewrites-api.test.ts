import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../../service.js';
import { type ModelServer, type ModelServerOptions, openModelServer } from '../../support/model-server.js';

type Rewrite = {
  id: string;
  section: string;
  drafter: string;
  content: { place: string; before: string; after: string; rules: string[] };
  diff: { kind: string; text: string }[];
  origin: unknown;
};
let model: ModelServer;
let service: TestService;
beforeAll(async () => {
  model = await openModelServer();
  service = await openTestService({ env: { OPENAI_BASE_URL: model.url, COE_MODEL: 'test-model' } });
});
afterAll(async () => {
  await service.close();
  await model.close();
});

const SUMMARY =
  'The cache failed at 15:08 UTC. The on-call engineer failed to check the queue. Asha Rao (asha@example.com) should have rolled back at 15:12. [ev_1]';

async function coeOf(fields: Record<string, unknown> = {}): Promise<string> {
  const { body } = await service
    .as()
    .post('coes')
    .send({
      title: 'Cache down',
      owner: 'Asha Rao',
      summary: SUMMARY,
      lessonsLearned: [{ text: 'Obviously, alarms matter.' }],
      ...fields,
    })
    .expect(201);
  return body.number;
}

async function rewritesOf(coe: string, drafter: 'rules' | 'model', options: ModelServerOptions = {}) {
  model.become(options);
  const { body } = await service
    .as()
    .post(`coes/${coe}/drafts`)
    .set('Prefer', 'wait=30')
    .send({ drafter, sections: ['rewrites'] })
    .expect(200);
  return body as {
    suggestions: Rewrite[];
    warnings: string[];
    status: string;
    model: { use: { requests: number } } | null;
  };
}

const coeNow = async (coe: string) => (await service.as().get(`coes/${coe}`).expect(200)).body;
const accept = (coe: string, id: string, content?: Record<string, unknown>) =>
  service
    .as()
    .post(`coes/${coe}/suggestions/${id}/accept`)
    .send(content === undefined ? {} : { content });

/** The stand-in as a model that words each passage. */
const wording = (word: (text: string) => string): ModelServerOptions => ({
  bend: (_content, request) => {
    const data = /<<<(\S+)\n([\s\S]*?)\n\1>>>/.exec(request.messages[1]?.content ?? '')?.[2] ?? '{}';
    const { passages } = JSON.parse(data) as { passages: { id: string; text: string }[] };
    return JSON.stringify({ rewrites: passages.map(({ id, text }) => ({ passageId: id, text: word(text) })) });
  },
});

describe('blameless rewrite', () => {
  it('proposes by rules what a person accepts, edits or rejects; all at once takes none', async () => {
    const coe = await coeOf();
    const draft = await rewritesOf(coe, 'rules');
    expect(draft.suggestions.map(({ content }) => content.after)).toEqual([
      'The on-call engineer was not prompted to check the queue.',
      'The responder (asha@example.com) had not rolled back at 15:12.',
      'Alarms matter.',
    ]);
    const [queue, rollback, lesson] = draft.suggestions;
    expect(queue?.diff).toContainEqual({ kind: 'removed', text: 'failed' });
    expect((await coeNow(coe)).summary).toBe(SUMMARY);

    const all = await service.as().post(`coes/${coe}/suggestions/accept`).send({ ids: 'all' }).expect(200);
    expect(all.body.accepted).toEqual([]);
    expect(all.body.skipped).toHaveLength(3);

    await accept(coe, queue?.id ?? '').expect(200);
    await accept(coe, rollback?.id ?? '', { after: 'No rollback was made at 15:12.' }).expect(200);
    await service.as().post(`coes/${coe}/suggestions/${lesson?.id}/reject`).send({ reason: 'ours' }).expect(200);
    const now = await coeNow(coe);
    expect(now.summary).toBe(
      'The cache failed at 15:08 UTC. The on-call engineer was not prompted to check the queue. No rollback was made at 15:12. [ev_1]',
    );
    expect(now.lessonsLearned[0].text).toBe('Obviously, alarms matter.');
    expect((await rewritesOf(coe, 'rules')).suggestions).toEqual([]);
  });

  it('never replaces words that were changed since', async () => {
    const coe = await coeOf({ summary: 'The cause was human error.' });
    const [suggestion] = (await rewritesOf(coe, 'rules')).suggestions;
    const etag = String((await service.as().get(`coes/${coe}`)).headers.etag);
    const mine = { summary: 'The cause was human error, we think.' };
    await service.as().patch(`coes/${coe}`).set('If-Match', etag).send(mine).expect(200);
    const refused = await accept(coe, suggestion?.id ?? '').expect(409);
    expect(refused.body.detail).toMatch(/changed since/);
    expect((await coeNow(coe)).summary).toBe(mine.summary);
  });

  it('words with the model: nothing private leaves, citations stay, and the origin is kept', async () => {
    const coe = await coeOf({ summary: `${SUMMARY.replace('. [ev_1]', ' [ev_1].')}` });
    const draft = await rewritesOf(
      coe,
      'model',
      wording(
        (text) =>
          `${text
            .replace(/failed to check/, 'had no alarm on')
            .replace(/should have rolled back/, 'did not roll back')
            .replace(/Obviously, a/, 'A')
            .replace(/\[person-\d\]/, 'The responder')}`,
      ),
    );
    const sent = model.sent().join('\n');
    for (const secret of ['Asha', 'asha@example.com', 'ev_1', 'coe_']) expect(sent).not.toContain(secret);
    expect(model.requests.every(({ messages }) => !messages[0]?.content.includes('15:12'))).toBe(true);
    const byModel = draft.suggestions.filter(({ drafter }) => drafter === 'model');
    expect(byModel.map(({ content }) => content.after)).toEqual([
      'The on-call engineer had no alarm on the queue.',
      'The responder (asha@example.com) did not roll back at 15:12 [ev_1].',
      'Alarms matter.',
    ]);
    expect(byModel[0]?.origin).toMatchObject({ model: 'test-model' });
  });

  it.each<[string, (text: string) => string]>([
    ['adds a time', () => 'At 03:33 the queue was not checked.'],
    ['adds a link', (text) => `${text} https://evil.example/a`],
    ['still blames', (text) => text],
    ['says nothing', () => ''],
  ])('takes the wording of the rules where the model %s', async (_name, word) => {
    const coe = await coeOf({ lessonsLearned: [] });
    const draft = await rewritesOf(coe, 'model', wording(word));
    expect(draft.suggestions.map(({ drafter }) => drafter)).toEqual(['rules', 'rules']);
    expect(JSON.stringify(draft.suggestions)).not.toMatch(/evil|03:33/);
  });

  it('takes the wording of the rules where the server fails, and says so', async () => {
    const draft = await rewritesOf(await coeOf(), 'model', { fault: () => ({ status: 401, body: {} }) });
    expect(draft.status).toBe('done');
    expect(draft.suggestions.map(({ drafter }) => drafter)).toEqual(['rules', 'rules', 'rules']);
    expect(draft.warnings.join()).toMatch(
      /rules proposed the wordings, not the model: the model server refused the key/,
    );
  });

  it('stands on the page of the draft with what changes marked, to edit or decide one by one', async () => {
    const coe = await coeOf();
    await rewritesOf(coe, 'rules');
    const { text } = await service.as().get(`/coes/${coe}/draft`).set('Accept', 'text/html').expect(200);
    expect(text).toContain('<del>failed</del>');
    expect(text).toMatch(/<ins>[^<]*prompted/);
    expect(text).toContain('name="content.after"');
    expect(text).not.toContain('>Accept all<');
    const { text: report } = await service.as().get(`/coes/${coe}`).set('Accept', 'text/html').expect(200);
    expect(report).toContain('Propose blameless wording');
  });

  it('is not part of a draft unless it is named', async () => {
    const coe = await coeOf();
    const { body } = await service.as().post(`coes/${coe}/drafts`).set('Prefer', 'wait=30').send({}).expect(200);
    expect(body.sections).not.toContain('rewrites');
    await service
      .as()
      .post(`coes/${coe}/drafts`)
      .send({ sections: ['rewrite'] })
      .expect(422);
  });
});
