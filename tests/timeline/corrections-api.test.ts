import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PresentedSuggestion } from '../../src/drafting/suggestion-schema.js';
import type { DerivedTimeline } from '../../src/timeline/derivation-schema.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const LINES = [
  ['10:00:00', 'deploy', 'checkout v42 deployed'],
  ['10:05:00', 'alarm', 'alarm checkout-5xx fired: errors above 5 %'],
  ['10:09:00', 'sre-1', 'Looking into it, checkout fails for many customers'],
  ['10:20:00', 'sre-1', 'Root cause identified: v42 exhausts the connection pool'],
  ['10:31:00', 'sre-1', 'Rolled back to v41, errors are gone'],
  ['10:45:00', 'sre-1', 'Incident resolved'],
];
const ndjson = (lines: string[][]) =>
  lines.map(([time, who, text]) => JSON.stringify({ time: `2026-03-01T${time}Z`, who, text })).join('\n');

async function put(coeId: string, lines: string[][]) {
  const sent = await api
    .as()
    .post(`coes/${coeId}/evidence`)
    .set('Content-Type', 'application/octet-stream')
    .send(ndjson(lines));
  expect(sent.body.accepted).toBe(lines.length);
}

async function draft(coeId: string): Promise<PresentedSuggestion[]> {
  const { body } = await api
    .as()
    .post(`coes/${coeId}/drafts`)
    .set('Prefer', 'wait=50')
    .send({ sections: ['timeline'] });
  expect(body.status).toBe('done');
  return body.suggestions;
}

async function accepted(): Promise<string> {
  const { body: coe } = await api.as().post('coes').send({ title: 'Checkout' });
  await put(coe.id, LINES);
  await draft(coe.id);
  const all = await api.as().post(`coes/${coe.id}/suggestions/accept`).send({ ids: 'all' });
  expect(all.status).toBe(200);
  return coe.id;
}

const timeline = async (coeId: string): Promise<DerivedTimeline> => (await api.as().get(`coes/${coeId}/timeline`)).body;
const waiting = async (coeId: string, section = 'timeline') =>
  (await api.as().get(`coes/${coeId}/suggestions?status=pending&section=${section}&limit=1000`)).body
    .items as PresentedSuggestion[];
const etag = async (coeId: string) => (await api.as().get(`coes/${coeId}`)).headers.etag as string;

describe('GET /coes/{coe}/timeline', () => {
  it('says of each entry which rule on which evidence, and of each moment its candidates', async () => {
    const coeId = await accepted();
    const { entries, keyMoments, gaps } = await timeline(coeId);
    expect(entries.map(({ at }) => at)).toEqual([...entries.map(({ at }) => at)].sort());
    expect(entries.length).toBeGreaterThanOrEqual(5);
    for (const { derivation, evidenceIds } of entries) {
      expect(derivation).toMatchObject({ origin: 'draft', drafter: 'rules', corrections: [], mergedFrom: [] });
      expect(derivation.rule).toEqual(expect.any(String));
      expect(derivation.evidenceIds).toEqual(evidenceIds);
      expect(derivation.added).toMatchObject({ type: 'suggestion.accepted', by: { name: expect.any(String) } });
    }
    expect(Object.keys(keyMoments)).toHaveLength(6);
    const candidates = keyMoments.mitigated?.derivation.candidates ?? [];
    expect(candidates[0]).toMatchObject({ state: 'candidate', status: 'pending', at: '2026-03-01T10:31:00.000Z' });
    expect(candidates[0]?.evidenceIds).toHaveLength(1);
    expect(candidates[0]?.rule).toEqual(expect.any(String));
    expect(gaps).toEqual([]);
  });

  it('does not exist for those who may not see the COE', async () => {
    expect((await api.as(null).get(`coes/${await accepted()}/timeline`)).status).toBe(401);
  });
});

describe('corrections', () => {
  it('edits, hides and re-times an entry, moves it to its place, and tells who did it', async () => {
    const coeId = await accepted();
    const [first, second] = (await timeline(coeId)).entries;
    const path = `coes/${coeId}/timeline/${first?.id}`;
    const moved = await api.as().patch(path).send({ at: '2026-03-01T12:07:30+02:00', text: 'v42 went out' });
    expect(moved.status).toBe(200);
    expect(moved.body.entries[0]).toMatchObject({ at: '2026-03-01T10:07:30.000Z', precision: 'second' });
    expect((await api.as().patch(path).send({ hidden: true })).status).toBe(200);
    const { entries } = await timeline(coeId);
    expect(entries[0]?.id).toBe(second?.id);
    expect(entries[1]).toMatchObject({ text: 'v42 went out', hidden: true });
    expect(entries[1]?.derivation.corrections).toEqual([
      expect.objectContaining({ type: 'timeline.edited', fields: expect.arrayContaining(['at', 'text']) }),
      expect.objectContaining({ type: 'timeline.edited', fields: ['hidden'] }),
    ]);
    await api.as().patch(path).send({ hidden: false });
    expect((await timeline(coeId)).entries[1]?.hidden).toBe(false);
    const doc = (await api.as().get(`coes/${coeId}`)).body.timeline as { at: string }[];
    expect(doc.map(({ at }) => at)).toEqual(doc.map(({ at }) => at).sort());
    expect(await draft(coeId)).toEqual([]);
  });

  it('merges entries into one that cites the evidence of all', async () => {
    const coeId = await accepted();
    const before = (await timeline(coeId)).entries;
    const [a, b, c] = before;
    const merged = await api
      .as()
      .post(`coes/${coeId}/timeline/merge`)
      .send({ ids: [c?.id, a?.id, b?.id] });
    expect(merged.status).toBe(200);
    const { entries, removed } = await timeline(coeId);
    expect(entries).toHaveLength(before.length - 2);
    expect(entries[0]).toMatchObject({ id: a?.id, at: a?.at, end: c?.at });
    expect(entries[0]?.evidenceIds).toEqual([a, b, c].flatMap((one) => one?.evidenceIds));
    expect(entries[0]?.text).toBe([a, b, c].map((one) => one?.text).join('; '));
    expect(entries[0]?.derivation.mergedFrom.sort()).toEqual([b?.id, c?.id].sort());
    expect(removed).toEqual([]);
    expect(await draft(coeId)).toEqual([]);
    expect(await waiting(coeId)).toEqual([]);
  });

  it('splits an entry; the parts keep the derivation of the whole', async () => {
    const coeId = await accepted();
    const whole = (await timeline(coeId)).entries[1];
    const split = await api
      .as()
      .post(`coes/${coeId}/timeline/${whole?.id}/split`)
      .send({ entries: [{ text: 'The alarm fired' }, { text: 'It was seen', at: '2026-03-01T10:06:00Z' }] });
    expect(split.status).toBe(200);
    const { entries } = await timeline(coeId);
    const parts = entries.filter(({ text }) => text === 'The alarm fired' || text === 'It was seen');
    expect(parts.map(({ at }) => at)).toEqual([whole?.at, '2026-03-01T10:06:00.000Z']);
    expect(parts[0]?.id).toBe(whole?.id);
    expect(parts[1]?.derivation).toMatchObject({ splitFrom: whole?.id, rule: whole?.derivation.rule });
    expect(await draft(coeId)).toEqual([]);
  });

  it('never proposes a deleted entry again, however it was deleted', async () => {
    const coeId = await accepted();
    const [first, second] = (await timeline(coeId)).entries;
    expect((await api.as().delete(`coes/${coeId}/timeline/${first?.id}`)).status).toBe(200);
    const { timeline: rows } = (await api.as().get(`coes/${coeId}`)).body as { timeline: { id: string }[] };
    const patched = await api
      .as()
      .patch(`coes/${coeId}`)
      .set('If-Match', await etag(coeId))
      .send({ timeline: rows.filter(({ id }) => id !== second?.id) });
    expect(patched.status).toBe(200);
    const { removed } = await timeline(coeId);
    expect(removed.map(({ id, removed: { type } }) => [id, type])).toEqual([
      [first?.id, 'timeline.deleted'],
      [second?.id, 'coe.edited'],
    ]);
    await put(coeId, [['10:50:00', 'sre-2', 'Restarted the checkout workers, errors stopped']]);
    const again = await draft(coeId);
    expect(again.filter(({ section }) => section === 'timeline').map(({ content }) => content.at)).toEqual([
      '2026-03-01T10:50:00.000Z',
    ]);
  });

  it('does not propose what a person wrote by hand from the same evidence', async () => {
    const { body: coe } = await api.as().post('coes').send({ title: 'By hand' });
    await put(coe.id, LINES);
    const first = (await draft(coe.id)).find(({ section }) => section === 'timeline');
    const evidenceIds = first?.claims[0]?.evidenceIds;
    const own = { at: '2026-03-01T09:59:00Z', text: 'We deployed v42', evidenceIds };
    await api
      .as()
      .patch(`coes/${coe.id}`)
      .set('If-Match', await etag(coe.id))
      .send({ timeline: [own] });
    await draft(coe.id);
    const ids = (await waiting(coe.id)).flatMap(({ claims }) => claims.flatMap((claim) => claim.evidenceIds));
    expect(ids.filter((id) => evidenceIds?.includes(id))).toEqual([]);
  });

  it('changes nothing when a named entry is missing, or an entry would end before it begins', async () => {
    const coeId = await accepted();
    const [first] = (await timeline(coeId)).entries;
    const missing = await api
      .as()
      .post(`coes/${coeId}/timeline/merge`)
      .send({ ids: [first?.id, 'm_none'] });
    expect([missing.status, missing.body.errors[0].pointer]).toEqual([422, '/ids/1']);
    const backwards = await api.as().patch(`coes/${coeId}/timeline/${first?.id}`).send({ end: '2026-03-01T09:00:00Z' });
    expect([backwards.status, backwards.body.errors[0].pointer]).toEqual([422, '/end']);
    const foreign = await api
      .as()
      .post(`coes/${coeId}/timeline/${first?.id}/split`)
      .send({ entries: [{ text: 'a' }, { text: 'b', evidenceIds: ['ev_other'] }] });
    expect([foreign.status, foreign.body.errors[0].pointer]).toEqual([422, '/entries/1/evidenceIds/0']);
    expect((await api.as().patch(`coes/${coeId}/timeline/none`).send({ hidden: true })).status).toBe(404);
    expect((await api.as().patch(`coes/${coeId}/timeline/${first?.id}`).send({})).status).toBe(422);
    expect((await timeline(coeId)).coe.version).toBe(2);
  });

  it('recomputes the gaps without hidden entries', async () => {
    const coeId = await accepted();
    const { entries } = await timeline(coeId);
    const between = entries.filter(({ at }) => at > '2026-03-01T10:10' && at < '2026-03-01T10:40');
    for (const { id } of between) await api.as().patch(`coes/${coeId}/timeline/${id}`).send({ hidden: true });
    expect((await timeline(coeId)).gaps).toEqual([
      { from: '2026-03-01T10:09:00.000Z', to: '2026-03-01T10:45:00.000Z', seconds: 2160 },
    ]);
  });
});

describe('key moments by hand', () => {
  const set = (coeId: string, moment: string, body: object) =>
    api.as().put(`coes/${coeId}/key-moments/${moment}`).send(body);

  it('sets one, and the measures follow', async () => {
    const coeId = await accepted();
    await set(coeId, 'impactStart', { at: '2026-03-01T10:01:00Z' });
    const mitigated = await set(coeId, 'mitigated', { at: '2026-03-01T10:30:00Z', note: 'graphs flat' });
    expect(mitigated.body.value).toMatchObject({
      at: '2026-03-01T10:30:00.000Z',
      state: 'recorded',
      note: 'graphs flat',
    });
    const { measures } = (await api.as().get(`coes/${coeId}`)).body;
    expect(measures.timeToMitigate.seconds).toBe(29 * 60);
    const { keyMoments } = await timeline(coeId);
    expect(keyMoments.mitigated?.derivation).toMatchObject({ origin: 'person', setBy: { type: 'keyMoment.set' } });
    expect((await draft(coeId)).filter(({ content }) => content.moment === 'mitigated')).toEqual([]);
    expect((await waiting(coeId, 'keyMoments')).filter(({ content }) => content.moment === 'mitigated')).toEqual([]);
  });

  it('offers new evidence for it as a candidate, not as a value', async () => {
    const coeId = await accepted();
    await set(coeId, 'mitigated', { at: '2026-03-01T10:33:00Z' });
    await put(coeId, [['10:28:00', 'sre-2', 'Impact mitigated: traffic restored']]);
    const states = (await draft(coeId))
      .filter(({ content }) => content.moment === 'mitigated')
      .map(({ content }) => [content.at, content.state]);
    expect(states).toEqual([['2026-03-01T10:28:00.000Z', 'candidate']]);
    expect((await api.as().get(`coes/${coeId}`)).body.keyMoments.mitigated.at).toBe('2026-03-01T10:33:00.000Z');
  });

  it('stays rejected until evidence changes, rejected by its own verb or by a patch', async () => {
    for (const reject of [
      (coeId: string) => api.as().post(`coes/${coeId}/key-moments/mitigated/reject`).send({ reason: 'wrong' }),
      async (coeId: string) =>
        api
          .as()
          .patch(`coes/${coeId}`)
          .set('If-Match', await etag(coeId))
          .send({ keyMoments: { mitigated: null } }),
    ]) {
      const coeId = await accepted();
      const [candidate] = (await waiting(coeId, 'keyMoments')).filter(({ content }) => content.moment === 'mitigated');
      expect((await api.as().post(`coes/${coeId}/suggestions/${candidate?.id}/accept`)).status).toBe(200);
      expect((await reject(coeId)).status).toBe(200);
      expect((await api.as().get(`coes/${coeId}`)).body.keyMoments.mitigated).toBeUndefined();
      const again = (await draft(coeId)).filter(({ content }) => content.moment === 'mitigated');
      expect(
        again.filter(({ content }) => content.state === 'recorded' || content.at === candidate?.content.at),
      ).toEqual([]);
    }
  });

  it('comes back when evidence for the very same time is added after it was rejected', async () => {
    const coeId = await accepted();
    const resolved = async () =>
      (await waiting(coeId, 'keyMoments')).filter(({ content }) => content.moment === 'resolved');
    expect(await resolved()).toHaveLength(1);
    await api.as().post(`coes/${coeId}/key-moments/resolved/reject`).send({});
    await draft(coeId);
    expect(await resolved()).toEqual([]);
    await put(coeId, [['10:45:00', 'sre-2', 'Incident resolved for everybody']]);
    await draft(coeId);
    expect((await resolved()).map(({ content }) => content.at)).toEqual(['2026-03-01T10:45:00.000Z']);
  });

  it('refuses a time for what is not applicable, and no time for what is', async () => {
    const coeId = await accepted();
    expect((await set(coeId, 'engaged', { at: null })).status).toBe(422);
    expect((await set(coeId, 'engaged', { at: '2026-03-01T10:30:00Z', state: 'notApplicable' })).status).toBe(422);
    expect((await set(coeId, 'engaged', { at: null, state: 'notApplicable' })).status).toBe(200);
    expect((await set(coeId, 'lunch', { at: '2026-03-01T10:30:00Z' })).status).toBe(422);
  });
});
