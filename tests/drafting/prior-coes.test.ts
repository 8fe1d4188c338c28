import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { PresentedDraft } from '../../src/drafting/draft-schema.js';
import { priorCoes } from '../../src/drafting/prior-coes.js';
import { systemClock } from '../../src/kernel/clock.js';
import { openSimilarity, type Similarity } from '../../src/search/similarity/open-similarity.js';
import { bundleEvidence } from './bundle-evidence.js';
import { OWNER, openWorkshop, type Workshop } from './workshop.js';

let workshop: Workshop;
let similarity: Similarity;
beforeAll(async () => {
  workshop = await openWorkshop({ priorCoesOf: (coe, items) => priorCoes(similarity, workshop.store)(coe, items) });
  similarity = openSimilarity(workshop.store.coes, systemClock, workshop.telemetry);
});
afterAll(async () => {
  await similarity.close();
  await workshop.close();
});

const cacheCrash = (at: string, more: Record<string, unknown> = {}) => ({
  title: 'Front-end caches crashed when memory ran out',
  services: ['front-end-cache'],
  summary:
    'Front-end caches crashed one after another: they could not allocate memory. The revert of the deploy failed.',
  keyMoments: { impactStart: { at } },
  actionItems: [
    { title: 'Page when front-end caches crash instead of a warning', type: 'detect', owner: 'cache-team' },
  ],
  ...more,
});

describe('earlier COEs in a draft', () => {
  it('are cited with what they promised: not hidden ones, later ones, archived ones, or the COE itself', async () => {
    const earlier = await workshop.coe([], cacheCrash('2019-03-01T10:00:00Z'));
    const restricted = await workshop.coe([], cacheCrash('2019-04-01T10:00:00Z', { restricted: true }));
    const later = await workshop.coe([], cacheCrash('2021-05-01T10:00:00Z'));
    const archived = await workshop.coe([], cacheCrash('2019-06-01T10:00:00Z'));
    await workshop.store.edit(archived, OWNER, { type: 'coe.archived', details: {} }, ({ content }) => ({
      content,
      status: 'archived',
    }));
    for (const topic of ['Certificates expired', 'Queue workers stopped', 'Login page was slow', 'DNS zone was empty'])
      await workshop.coe([], { title: topic, summary: `${topic} and a person fixed it.` });
    const coeId = await workshop.coe(await bundleEvidence(), { title: 'API errors', services: ['front-end-cache'] });
    const path = `/api/v1/coes/${coeId}/drafts`;
    const { body } = await request(workshop.app).post(path).set('Prefer', 'wait=30').send({});
    const { suggestions } = body as PresentedDraft;
    const cited = new Set(suggestions.flatMap(({ claims }) => claims.flatMap(({ coeIds }) => coeIds)));
    expect([...cited]).toEqual([earlier]);
    for (const id of [restricted, later, archived, coeId]) expect(cited.has(id)).toBe(false);
    const promised = suggestions.filter(({ claims }) => claims.some(({ coeIds }) => coeIds.length > 0));
    expect(promised.map(({ section }) => section)).toContain('actionItems');
    expect(promised.flatMap(({ claims }) => claims.filter(({ status }) => status === 'unsupported'))).toEqual([]);
  });
});
