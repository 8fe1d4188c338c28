import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const create = async (body: object = { title: 'Checkout failed' }) => {
  const response = await api.as().post('coes').send(body);
  expect(response.status).toBe(201);
  return response;
};

describe('create and read', () => {
  it('answers 201 with ETag and Location, and reads back by id and number', async () => {
    const made = await create({ title: 'Checkout failed', services: ['checkout'], severity: 'SEV2' });
    expect(made.headers.location).toBe(`/api/v1/coes/${made.body.id}`);
    const byId = await api.as().get(`coes/${made.body.id}`);
    const byNumber = await api.as().get(`coes/${made.body.number.toLowerCase()}`);
    expect(byId.body).toEqual(made.body);
    expect(byNumber.body).toEqual(made.body);
    expect(byId.headers.etag).toBe(made.headers.etag);
    expect(
      (
        await api
          .as()
          .get(`coes/${made.body.id}`)
          .set('If-None-Match', made.headers.etag as string)
      ).status,
    ).toBe(304);
  });

  it('names every bad field at once', async () => {
    const response = await api
      .as()
      .post('coes')
      .send({
        titel: 'x',
        severity: 'SEV9',
        dueAt: '2026-02-30',
        timeline: [{ at: 'yesterday', text: '' }],
        actionItems: [{}],
      });
    expect(response.status).toBe(422);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/actionItems/0/title',
      '/dueAt',
      '/severity',
      '/timeline/0/at',
      '/timeline/0/text',
      '/titel',
      '/title',
    ]);
  });

  it('keeps times in UTC whatever their offset', async () => {
    const made = await create({ title: 'Zones', timeline: [{ at: '2026-01-31T14:05:00+01:00', text: 'page' }] });
    expect(made.body.timeline[0].at).toBe('2026-01-31T13:05:00.000Z');
  });

  it('refuses an action item done without proof, an answer to an unknown question and a list with one id twice', async () => {
    const response = await api
      .as()
      .post('coes')
      .send({
        title: 'x',
        actionItems: [{ title: 'Add an alarm', status: 'done' }],
        lessonsLearned: [
          { id: 'a', text: 'one' },
          { id: 'a', text: 'two' },
        ],
      });
    expect(response.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/lessonsLearned/1/id',
      '/actionItems/0/proof',
    ]);
    const unknown = await api
      .as()
      .post('coes')
      .send({ title: 'x', responseAnalysis: { nope: { answer: 'a' } } });
    expect(unknown.body.errors[0].pointer).toBe('/responseAnalysis/nope');
  });
});

describe('measures', () => {
  it('are differences of recorded moments, with the problem where there is none', async () => {
    const { body } = await create({
      title: 'Measures',
      keyMoments: {
        impactStart: { at: '2026-01-01T10:00:00Z' },
        detected: { at: '2026-01-01T10:05:00Z' },
        engaged: { state: 'notApplicable' },
        mitigated: { at: '2026-01-01T09:00:00Z' },
        resolved: { at: '2026-01-01T12:00:00Z', state: 'candidate' },
      },
    });
    expect(body.measures).toEqual({
      timeToDetect: { seconds: 300, formula: 'detected − impactStart', problem: null },
      timeToEngage: { seconds: null, formula: 'engaged − detected', problem: 'engaged is not applicable' },
      timeToDiagnose: { seconds: null, formula: 'diagnosed − engaged', problem: 'diagnosed is missing' },
      timeToMitigate: { seconds: null, formula: 'mitigated − impactStart', problem: 'mitigated is before impactStart' },
      timeToResolve: { seconds: null, formula: 'resolved − impactStart', problem: 'resolved is only a candidate' },
    });
  });
});

describe('edits', () => {
  it('need If-Match', async () => {
    const { body } = await create();
    expect((await api.as().patch(`coes/${body.id}`).send({ summary: 'x' })).status).toBe(428);
  });

  it('merge when another section changed since, and answer 412 naming both versions when the same one did', async () => {
    const made = await create();
    const path = `coes/${made.body.id}`;
    const etag = made.headers.etag as string;
    const first = await api.as().patch(path).set('If-Match', etag).send({ summary: 'first words' });
    expect(first.status).toBe(200);
    expect(first.body.version).toBe(2);
    const other = await api.as().patch(path).set('If-Match', etag).send({ background: 'other section' });
    expect(other.status).toBe(200);
    expect(other.body).toMatchObject({ summary: 'first words', background: 'other section', version: 3 });
    const stale = await api.as().patch(path).set('If-Match', etag).send({ summary: 'second words' });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ yourVersion: 1, currentVersion: 3, changedSections: ['summary'] });
    for (const unknown of ['"x"', '"9"', etag.replace(/\d+"$/, '99"'), 'W/"1"'])
      expect(
        (
          await api
            .as()
            .patch(path)
            .set('If-Match', unknown)
            .send({ tags: ['a'] })
        ).status,
      ).toBe(412);
    expect((await api.as().get(path)).body.summary).toBe('first words');
  });

  it('follow RFC 7396: objects merge, null removes, lists replace', async () => {
    const made = await create({
      title: 'Merge',
      owner: 'ana',
      tags: ['a', 'b'],
      customerImpact: { text: 'many', minutes: 5 },
    });
    const patched = await api
      .as()
      .patch(`coes/${made.body.id}`)
      .set('If-Match', made.headers.etag as string)
      .set('Content-Type', 'application/merge-patch+json')
      .send(JSON.stringify({ owner: null, tags: ['c'], customerImpact: { minutes: 7 } }));
    expect(patched.body).toMatchObject({ owner: null, tags: ['c'], customerImpact: { text: 'many', minutes: 7 } });
  });

  it('of different sections at once both win; of one section exactly one does', async () => {
    const made = await create();
    const path = `coes/${made.body.id}`;
    const patch = (body: object) =>
      api
        .as()
        .patch(path)
        .set('If-Match', made.headers.etag as string)
        .send(body);
    const sections = await Promise.all([patch({ summary: 's' }), patch({ background: 'b' }), patch({ tags: ['t'] })]);
    expect(sections.map((response) => response.status)).toEqual([200, 200, 200]);
    const rivals = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => patch({ owner })));
    expect(rivals.filter((response) => response.status === 200)).toHaveLength(1);
    expect(rivals.filter((response) => response.status === 412)).toHaveLength(3);
    const { body } = await api.as().get(path);
    expect(body).toMatchObject({ summary: 's', background: 'b', tags: ['t'], version: 5 });
  });

  it('that fail write nothing', async () => {
    const made = await create();
    const path = `coes/${made.body.id}`;
    const bad = await api
      .as()
      .patch(path)
      .set('If-Match', '*')
      .send({ summary: 'fine', title: null, severity: 'high', nonsense: 1 });
    expect(bad.status).toBe(422);
    expect(bad.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/nonsense',
      '/severity',
      '/title',
    ]);
    expect((await api.as().get(path)).body).toEqual(made.body);
  });
});

describe('revisions', () => {
  it('are listed newest first, read, compared word by word, and restored', async () => {
    const made = await create({
      title: 'History',
      summary: 'the cache crashed twice',
      lessonsLearned: [{ text: 'one' }],
    });
    const path = `coes/${made.body.id}`;
    const edit = (body: object) => api.as().patch(path).set('If-Match', '*').send(body);
    const lesson = made.body.lessonsLearned[0];
    await edit({ summary: 'the cache crashed three times' });
    await edit({ lessonsLearned: [{ text: 'zero' }, { ...lesson, text: 'one!' }] });
    const list = await api.as().get(`${path}/revisions?limit=2`);
    expect(list.body.items.map((item: { n: number }) => item.n)).toEqual([3, 2]);
    const rest = await api.as().get(`${path}/revisions?limit=2&cursor=${list.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ n: 1, type: 'coe.created' }], nextCursor: null });
    const old = await api.as().get(`${path}/revisions/1`);
    expect(old.body.content.summary).toBe('the cache crashed twice');
    const diff = await api.as().get(`${path}/revisions/1/diff/2`);
    expect(diff.body.sections.map((section: { section: string }) => section.section)).toEqual(['summary']);
    expect(diff.body.sections[0].words.filter((word: { kind: string }) => word.kind === 'added')[0].text).toContain(
      'three',
    );
    const restored = await api.as().post(`${path}/revisions/1/restore`);
    expect(restored.status).toBe(200);
    expect(restored.body).toMatchObject({ version: 4, summary: 'the cache crashed twice', lessonsLearned: [lesson] });
    expect((await api.as().get(`${path}/revisions/3`)).body.content.lessonsLearned).toHaveLength(2);
    expect((await api.as().get(`${path}/revisions/9`)).status).toBe(404);
  });

  it('and audit events are complete after the relay ran, each once', async () => {
    const made = await create();
    for (let i = 0; i < 5; i++)
      await api
        .as()
        .patch(`coes/${made.body.id}`)
        .set('If-Match', '*')
        .send({ summary: `text ${i}` });
    await api.service.relayPending();
    const database = api.service.database.connection;
    const events = await database.collection('audit').find({ coeId: made.body.id }).toArray();
    expect(events.map((event) => event.type).sort()).toEqual(['coe.created', ...Array(5).fill('coe.edited')]);
    expect(await database.collection('revisions').countDocuments({ coeId: made.body.id })).toBe(6);
    const stored = await database.collection('coes').findOne({ _id: made.body.id });
    expect(stored?.outbox).toEqual([]);
  });
});

describe('list', () => {
  it('filters, pages by cursor, clamps the limit and leaves out archived ones', async () => {
    const tag = `t${Date.now()}`;
    const made = [];
    for (let i = 0; i < 5; i++)
      made.push((await create({ title: `L${i}`, tags: [tag], services: [`s${i % 2}`] })).body);
    await api.as().delete(`coes/${made[0].id}`);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await api.as().get(`coes?tag=${tag}&limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map((item: { title: string }) => item.title));
      cursor = page.body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(['L4', 'L3', 'L2', 'L1']);
    const service = await api.as().get(`coes?tag=${tag}&service=s1&limit=99999`);
    expect(service.body.items.map((item: { title: string }) => item.title)).toEqual(['L3', 'L1']);
    const archived = await api.as().get(`coes?tag=${tag}&status=archived`);
    expect(archived.body.items).toHaveLength(1);
    for (const bad of ['limit=0', 'limit=x', 'cursor=%21', 'severity=9', 'colour=red', 'from=soon'])
      expect((await api.as().get(`coes?${bad}`)).status).toBe(422);
  });
});

describe('the question set', () => {
  it('gets a new version; a COE keeps the one it was written with', async () => {
    const before = await create({ title: 'old questions' });
    const { body } = await api.as().get('coe-questions');
    const questions = [
      ...body.questions.map((question: { id: string }) =>
        question.id === 'orr' ? { ...question, enabled: false } : question,
      ),
      { id: 'regulator', section: 'postIncidentAnalysis', text: 'Was a regulator told?' },
    ];
    const changed = await api.as().put('coe-questions').send({ questions });
    expect(changed.body.version).toBe(body.version + 1);
    expect(
      (
        await api
          .as()
          .put('coe-questions')
          .send({ questions: questions.slice(1) })
      ).status,
    ).toBe(422);
    const answer = { postIncidentAnalysis: { regulator: { answer: 'No.' } } };
    const refused = await api.as().patch(`coes/${before.body.id}`).set('If-Match', '*').send(answer);
    expect(refused.body.errors[0].pointer).toBe('/postIncidentAnalysis/regulator');
    const after = await create({ title: 'new questions', ...answer });
    expect(after.body.templateVersion).toBe(body.version + 1);
    const asked = (await api.as().get('coe-questions')).body.asked;
    expect(asked).toContain('regulator');
    expect(asked).not.toContain('orr');
    const disabled = await api
      .as()
      .post('coes')
      .send({ title: 'x', postIncidentAnalysis: { orr: { answer: 'Yes.' } } });
    expect(disabled.body.errors[0].pointer).toBe('/postIncidentAnalysis/orr');
    const older = await api
      .as()
      .patch(`coes/${before.body.id}`)
      .set('If-Match', '*')
      .send({ postIncidentAnalysis: { orr: { answer: 'Yes.' } } });
    expect(older.status).toBe(200);
  });
});

describe('Idempotency-Key', () => {
  it('gives the first answer again, refuses another body, and makes one COE under concurrency', async () => {
    const post = (key: string, body: object) => api.as().post('coes').set('Idempotency-Key', key).send(body);
    const first = await post('key-1', { title: 'Once' });
    const again = await post('key-1', { title: 'Once' });
    expect(again.status).toBe(201);
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.etag).toBe(first.headers.etag);
    expect((await post('key-1', { title: 'Twice' })).status).toBe(422);
    const rivals = await Promise.all(Array.from({ length: 8 }, () => post('key-2', { title: 'Rivals' })));
    const ids = new Set(rivals.filter((response) => response.status === 201).map((response) => response.body.id));
    expect(ids.size).toBe(1);
    expect(rivals.every((response) => [201, 409].includes(response.status))).toBe(true);
  });
});
