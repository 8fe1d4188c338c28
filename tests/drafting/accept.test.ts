import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { acceptSuggestions } from '../../src/drafting/accept-suggestions.js';
import type { PresentedSuggestion } from '../../src/drafting/suggestion-schema.js';
import { systemClock } from '../../src/kernel/clock.js';
import { bundleEvidence } from './bundle-evidence.js';
import { OWNER, openWorkshop, type Workshop } from './workshop.js';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

const post = (path: string, body: object = {}) => request(workshop.app).post(`/api/v1${path}`).send(body);

async function drafted(content: Record<string, unknown> = {}) {
  const coeId = await workshop.coe(await bundleEvidence(), content);
  return { coeId, suggestions: await redraft(coeId) };
}

async function redraft(coeId: string): Promise<PresentedSuggestion[]> {
  const response = await post(`/coes/${coeId}/drafts`).set('Prefer', 'wait=30');
  expect(response.body.status).toBe('done');
  return response.body.suggestions;
}

const inSection = (suggestions: PresentedSuggestion[], section: string) =>
  suggestions.filter((suggestion) => suggestion.section === section);
const first = (suggestions: PresentedSuggestion[], section: string): PresentedSuggestion => {
  const found = inSection(suggestions, section)[0];
  if (!found) throw new Error(`nothing was suggested for ${section}`);
  return found;
};
const candidate = (suggestions: PresentedSuggestion[], moment: string) => {
  const found = inSection(suggestions, 'keyMoments').filter(({ content }) => content.moment === moment);
  if (!found[0]) throw new Error(`nothing was suggested for ${moment}`);
  return found;
};

describe('accepting all', () => {
  it('fills the COE in one revision, with evidence, taking values of moments and no candidates', async () => {
    const { coeId, suggestions } = await drafted();
    const response = await post(`/coes/${coeId}/suggestions/accept`, { ids: 'all' });
    expect(response.status).toBe(200);
    expect(response.headers.etag).toBe(`"${coeId}.2"`);
    const coe = await workshop.content(coeId);
    expect(coe.timeline).toHaveLength(24);
    expect(coe.timeline.every(({ evidenceIds }) => evidenceIds.length > 0)).toBe(true);
    expect(Object.keys(coe.keyMoments)).toEqual(['detected']);
    expect(coe.keyMoments.detected).toMatchObject({ at: '2020-01-08T15:08:00.000Z', state: 'recorded' });
    expect(coe.actionItems.length).toBe(inSection(suggestions, 'actionItems').length);
    expect(coe.summary).toMatch(/\[ev_a_/);
    const { skipped } = response.body as { skipped: { section: string; reason: string }[] };
    expect(new Set(skipped.map(({ section }) => section))).toEqual(new Set(['keyMoments']));
    expect(skipped[0]?.reason).toContain('candidate');
  });

  it('leaves what a person wrote, and says so', async () => {
    const own = {
      summary: 'My own words.',
      customerImpact: { text: '', minutes: 3 },
      responseAnalysis: { detection: { answer: 'I saw it.' } },
      keyMoments: { detected: { at: '2020-01-08T15:07:00Z' } },
      timeline: [{ id: 'mine', at: '2020-01-08T15:09:30Z', text: 'I looked at a graph.' }],
    };
    const { coeId } = await drafted();
    await workshop.edit.patch(coeId, own, '*', OWNER);
    const { body } = await post(`/coes/${coeId}/suggestions/accept`, { ids: 'all' });
    const coe = await workshop.content(coeId);
    expect(coe.summary).toBe('My own words.');
    expect(coe.customerImpact.minutes).toBe(3);
    expect(coe.responseAnalysis.detection?.answer).toBe('I saw it.');
    expect(coe.keyMoments.detected?.at).toBe('2020-01-08T15:07:00.000Z');
    const times = coe.timeline.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(coe.timeline.map(({ id }) => id)).toContain('mine');
    const sections = (body.skipped as { section: string }[]).map(({ section }) => section);
    expect(sections).toEqual(expect.arrayContaining(['summary', 'keyMoments', 'responseAnalysis']));
    const summary = (body.skipped as { section: string; current: string }[]).find(
      ({ section }) => section === 'summary',
    );
    expect(summary?.current).toBe('My own words.');
  });

  it('leaves nothing new for a second draft', async () => {
    const { coeId } = await drafted();
    await post(`/coes/${coeId}/suggestions/accept`, { ids: 'all' });
    expect(await redraft(coeId)).toEqual([]);
  });

  it('leaves only the minutes of impact as new when a person then chose the moments among their candidates', async () => {
    const { coeId, suggestions } = await drafted();
    await post(`/coes/${coeId}/suggestions/accept`, { ids: 'all' });
    for (const moment of ['impactStart', 'mitigated', 'resolved'])
      expect((await post(`/suggestions/${candidate(suggestions, moment)[0]?.id}/accept`)).status).toBe(200);
    const second = await redraft(coeId);
    expect(second.map(({ section, content }) => [section, content.text, content.minutes])).toEqual([
      ['customerImpact', '', 20],
    ]);
    expect(await redraft(coeId)).toEqual([]);
    await post(`/coes/${coeId}/suggestions/accept`, { ids: 'all' });
    expect((await workshop.content(coeId)).customerImpact.minutes).toBe(20);
    expect(await redraft(coeId)).toEqual([]);
  });
});

describe('accepting by id', () => {
  it('adds a text below the words of a person', async () => {
    const { coeId, suggestions } = await drafted({ summary: 'My own words.' });
    const { status } = await post(`/coes/${coeId}/suggestions/accept`, { ids: [first(suggestions, 'summary').id] });
    expect(status).toBe(200);
    expect((await workshop.content(coeId)).summary).toMatch(/^My own words\.\n\n\S/);
  });

  it('records a candidate that a person chose, and another one when they change their mind', async () => {
    const { coeId, suggestions } = await drafted();
    const [one, other] = candidate(suggestions, 'resolved');
    if (!one || !other) throw new Error('the bundle has two candidates for resolved');
    await post(`/suggestions/${one.id}/accept`);
    expect((await workshop.content(coeId)).keyMoments.resolved).toMatchObject({
      at: one.content.at,
      state: 'recorded',
    });
    expect((await post(`/suggestions/${other.id}/accept`)).status).toBe(200);
    expect((await workshop.content(coeId)).keyMoments.resolved?.at).toBe(other.content.at);
  });

  it('refuses, with both values, to replace a moment that a person typed, and writes nothing', async () => {
    const { coeId, suggestions } = await drafted({ keyMoments: { mitigated: { at: '2020-01-08T15:30:00Z' } } });
    const ids = [first(suggestions, 'timeline').id, candidate(suggestions, 'mitigated')[0]?.id];
    const response = await post(`/coes/${coeId}/suggestions/accept`, { ids });
    expect(response.status).toBe(409);
    expect(response.body.obstacles[0].current.at).toBe('2020-01-08T15:30:00.000Z');
    expect(response.body.obstacles[0].suggested.at).toBe('2020-01-08T15:26:00.000Z');
    expect((await workshop.content(coeId)).timeline).toEqual([]);
  });

  it('takes edits, checked like any field', async () => {
    const { coeId, suggestions } = await drafted();
    const { id } = first(suggestions, 'actionItems');
    const bad = await post(`/suggestions/${id}/accept`, { content: { type: 'wish', title: 7 } });
    expect(bad.status).toBe(422);
    expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/content/title',
      '/content/type',
    ]);
    const good = await post(`/coes/${coeId}/suggestions/${id}/accept`, { content: { title: 'Raise the cache alarm' } });
    expect(good.body.status).toBe('accepted');
    expect(good.headers.etag).toBe(`"${coeId}.2"`);
    // What was checked are the words proposed, not those accepted.
    expect(good.body.claims.length).toBeGreaterThan(0);
    for (const claim of good.body.claims) {
      expect(claim.status).not.toBe('supported');
      expect(claim.flags).toContain('accepted-in-other-words');
    }
    const item = (await workshop.content(coeId)).actionItems[0];
    expect(item).toMatchObject({ id, title: 'Raise the cache alarm' });
    expect(item?.evidenceIds.length).toBeGreaterThan(0);
    expect((await post(`/suggestions/${id}/accept`, { content: { title: 'Other' } })).status).toBe(409);
  });

  it('names a COE whose action is called for again as a related one, once', async () => {
    const { coeId, suggestions } = await drafted();
    const [one, two] = suggestions.filter(({ section }) => section === 'actionItems');
    for (const suggestion of [one, two]) {
      const edits = { content: { citedCoes: ['COE-6'] } };
      const { body } = await post(`/suggestions/${suggestion?.id}/accept`, edits);
      expect(body).toMatchObject({ status: 'accepted', claims: suggestion?.claims });
    }
    expect((await workshop.content(coeId)).relatedCoes).toEqual(['COE-6']);
  });

  it('names every id it does not know, also those of another COE', async () => {
    const { coeId, suggestions } = await drafted();
    const other = await drafted();
    const foreign = first(other.suggestions, 'timeline').id;
    const ids = [first(suggestions, 'timeline').id, foreign, 'sug_none'];
    const response = await post(`/coes/${coeId}/suggestions/accept`, { ids });
    expect(response.status).toBe(422);
    expect(response.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/ids/1', '/ids/2']);
    expect((await workshop.content(coeId)).timeline).toEqual([]);
    expect((await post(`/coes/${coeId}/suggestions/${foreign}/accept`)).status).toBe(404);
  });

  it('asks for a time when the evidence gives only a range', async () => {
    const { coeId } = await drafted();
    const range = { moment: 'engaged', at: null, from: '2020-01-08T15:00:00.000Z', to: '2020-01-08T15:06:00.000Z' };
    const [model] = await workshop.suggestions.ofCoe(coeId, { status: 'pending' });
    if (!model) throw new Error('nothing pending');
    const content = { ...range, precision: 'minute', state: 'candidate' };
    await workshop.suggestions.suggestions.create([
      { ...model, _id: 'sug_range', section: 'keyMoments', key: 'r', content },
    ]);
    expect((await post('/suggestions/sug_range/accept')).status).toBe(409);
    const told = await post('/suggestions/sug_range/accept', { content: { at: '2020-01-08T16:05:00+01:00' } });
    expect(told.status).toBe(200);
    expect((await workshop.content(coeId)).keyMoments.engaged?.at).toBe('2020-01-08T15:05:00.000Z');
  });
});

describe('accepting when things go wrong or at once', () => {
  it('loses neither of two accepts at the same moment, and doubles nothing', async () => {
    const { coeId, suggestions } = await drafted();
    const entries = inSection(suggestions, 'timeline').map(({ id }) => id);
    const halves = [entries.slice(0, 14), entries.slice(10)];
    const answers = await Promise.all([
      ...halves.map((ids) => post(`/coes/${coeId}/suggestions/accept`, { ids })),
      post(`/coes/${coeId}/suggestions/accept`, { ids: 'all' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { timeline } = await workshop.content(coeId);
    expect(timeline.map(({ id }) => id).sort()).toEqual([...entries].sort());
    expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).sort());
  });

  it('only marks, after a crash between the two writes, what the COE holds already', async () => {
    const { coeId } = await drafted();
    const { suggestions, edit } = workshop;
    const crash = new Error('killed');
    const dying = { ...suggestions, markAccepted: () => Promise.reject(crash) };
    await expect(acceptSuggestions({ suggestions: dying, edit, clock: systemClock }, coeId, 'all', OWNER)).rejects.toBe(
      crash,
    );
    const before = await workshop.store.byId(coeId);
    expect(before.content.timeline).toHaveLength(24);
    expect(await suggestions.ofCoe(coeId, { status: 'accepted' })).toEqual([]);
    const { body } = await post(`/coes/${coeId}/suggestions/accept`, { ids: 'all' });
    const after = await workshop.store.byId(coeId);
    expect(after.version).toBe(before.version);
    expect(after.content).toEqual(before.content);
    expect(new Set(body.skipped.map(({ section }: { section: string }) => section))).toEqual(new Set(['keyMoments']));
  });

  it('does not bring back an accepted member that a person removed', async () => {
    const { coeId, suggestions } = await drafted();
    const { id } = first(suggestions, 'timeline');
    await post(`/suggestions/${id}/accept`);
    await workshop.edit.patch(coeId, { timeline: [] }, '*', OWNER);
    await post(`/coes/${coeId}/suggestions/accept`, { ids: [id] });
    expect((await workshop.content(coeId)).timeline).toEqual([]);
  });

  it('is refused while the COE is archived', async () => {
    const { coeId } = await drafted();
    await workshop.store.edit(coeId, OWNER, { type: 'coe.archived', details: {} }, ({ content }) => ({
      content,
      status: 'archived',
    }));
    expect((await post(`/coes/${coeId}/suggestions/accept`, { ids: 'all' })).status).toBe(409);
    expect((await post(`/coes/${coeId}/drafts`)).status).toBe(409);
  });
});

describe('rejecting', () => {
  it('keeps the reason, lets "all" pass by, and is not proposed again', async () => {
    const { coeId, suggestions } = await drafted();
    const { id } = first(suggestions, 'timeline');
    const { body } = await post(`/suggestions/${id}/reject`, { reason: 'not ours' });
    expect(body).toMatchObject({ status: 'rejected', reason: 'not ours', decidedBy: { name: OWNER.name } });
    expect((await post(`/coes/${coeId}/suggestions/${id}/reject`)).body.reason).toBe('not ours');
    await post(`/coes/${coeId}/suggestions/accept`, { ids: 'all' });
    expect((await workshop.content(coeId)).timeline.map((entry) => entry.id)).not.toContain(id);
    expect(await redraft(coeId)).toEqual([]);
    expect(await workshop.store.audit.countDocuments({ coeId, type: 'suggestion.rejected' })).toBe(1);
  });

  it('may be changed to accepted, but not the other way round', async () => {
    const { suggestions } = await drafted();
    const { id } = first(suggestions, 'whatWentWell');
    await post(`/suggestions/${id}/reject`);
    expect((await post(`/suggestions/${id}/accept`)).body.status).toBe('accepted');
    expect((await post(`/suggestions/${id}/reject`)).status).toBe(409);
  });

  it('is not for those who may not write', async () => {
    const { suggestions } = await drafted();
    const { id } = first(suggestions, 'timeline');
    expect((await post(`/suggestions/${id}/reject`).set('Authorization', 'stranger')).status).toBe(404);
  });
});
