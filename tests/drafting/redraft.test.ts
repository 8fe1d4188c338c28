import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { PresentedDraft } from '../../src/drafting/draft-schema.js';
import type { PresentedSuggestion } from '../../src/drafting/suggestion-schema.js';
import { item } from '../timeline/items.js';
import { bundleEvidence } from './bundle-evidence.js';
import { openWorkshop, type Workshop } from './workshop.js';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

async function draft(coeId: string): Promise<PresentedDraft> {
  const path = `/api/v1/coes/${coeId}/drafts`;
  const { body } = await request(workshop.app).post(path).set('Prefer', 'respond-async, wait=30').send({});
  expect(body.status).toBe('done');
  return body;
}

const list = async (coeId: string, query = '') =>
  (await request(workshop.app).get(`/api/v1/coes/${coeId}/suggestions?limit=1000${query}`)).body
    .items as PresentedSuggestion[];

const alarm = (at: string, state: 'firing' | 'ok', key: string) =>
  item({
    at,
    kind: 'alarm',
    source: 'cloudwatch',
    state,
    subject: 'api-5xx',
    text: `api-5xx ${state}`,
    deliveryKey: key,
  });

describe('a second draft', () => {
  it('proposes nothing while everything still waits', async () => {
    const coeId = await workshop.coe(await bundleEvidence());
    const first = await draft(coeId);
    const second = await draft(coeId);
    expect(second.suggestions).toEqual([]);
    expect(second.keyMoments).toEqual(first.keyMoments);
    expect((await list(coeId, '&status=pending')).length).toBe(first.suggestions.length);
  });

  it('brings what waits up to date in its place when evidence was added', async () => {
    const coeId = await workshop.coe([
      alarm('2026-01-05T10:00:00Z', 'firing', 'a1'),
      alarm('2026-01-05T10:05:00Z', 'ok', 'a2'),
    ]);
    const first = await draft(coeId);
    const [entry] = first.suggestions.filter(({ section }) => section === 'timeline');
    workshop.addEvidence(coeId, [
      alarm('2026-01-05T10:08:00Z', 'firing', 'a3'),
      alarm('2026-01-05T10:12:00Z', 'ok', 'a4'),
    ]);
    await draft(coeId);
    const pending = (await list(coeId, '&status=pending')).filter(({ section }) => section === 'timeline');
    const same = pending.find(({ id }) => id === entry?.id);
    expect(same?.content.count).toBeGreaterThan(entry?.content.count as number);
    const times = pending.map(({ content }) => content.at);
    expect(new Set(times).size).toBe(times.length);
  });

  it('supersedes what waits and no longer follows from the evidence', async () => {
    const coeId = await workshop.coe([alarm('2026-01-05T10:00:00Z', 'firing', 'b1')]);
    const [before] = (await draft(coeId)).suggestions.filter(({ section }) => section === 'summary');
    workshop.addEvidence(coeId, [
      item({
        at: '2026-01-05T09:50:00Z',
        kind: 'log',
        source: 'hostlog',
        text: 'api errors 500 failed requests',
        deliveryKey: 'b2',
      }),
      alarm('2026-01-05T10:30:00Z', 'ok', 'b3'),
    ]);
    const after = (await draft(coeId)).suggestions.find(({ section }) => section === 'summary');
    expect(after?.content.text).not.toBe(before?.content.text);
    const summaries = (await list(coeId)).filter(({ section }) => section === 'summary');
    expect(summaries.map(({ id, status }) => [id, status]).sort()).toEqual(
      [
        [before?.id, 'superseded'],
        [after?.id, 'pending'],
      ].sort(),
    );
  });

  it('does not offer an accepted entry again when a second channel moves its start', async () => {
    const fired = alarm('2026-01-05T10:00:30Z', 'firing', 'c1');
    const coeId = await workshop.coe([fired]);
    await draft(coeId);
    await request(workshop.app).post(`/api/v1/coes/${coeId}/suggestions/accept`).send({ ids: 'all' });
    workshop.addEvidence(coeId, [
      { ...alarm('2026-01-05T10:00:10Z', 'firing', 'c2'), source: 'pagerduty', eventKey: fired.eventKey },
    ]);
    const second = await draft(coeId);
    expect(second.suggestions.filter(({ section }) => section === 'timeline')).toEqual([]);
  });
});

describe('the list of suggestions', () => {
  it('comes in pages, in the order of the document, each suggestion once', async () => {
    const coeId = await workshop.coe(await bundleEvidence());
    const { suggestions } = await draft(coeId);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await request(workshop.app).get(`/api/v1/coes/${coeId}/suggestions?limit=7${after}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(suggestions.map(({ id }) => id));
  });
});
