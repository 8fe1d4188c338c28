import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { PresentedDraft } from '../../src/drafting/draft-schema.js';
import { DRAFT_SECTIONS, SUGGESTION_SECTIONS } from '../../src/drafting/section-rule.js';
import { bundleEvidence } from './bundle-evidence.js';
import { openWorkshop, type Workshop } from './workshop.js';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

const api = (path: string) => `/api/v1${path}`;

async function draft(room: Workshop, coeId: string, body: object = {}): Promise<PresentedDraft> {
  const response = await request(room.app)
    .post(api(`/coes/${coeId}/drafts`))
    .set('Prefer', 'wait=30')
    .send(body);
  expect(response.status).toBe(200);
  return response.body as PresentedDraft;
}

/** A draft without what two databases may differ in: ids and times of creation. */
const bare = (value: unknown) => {
  const named = JSON.stringify(value, (key, inner) =>
    /^(?:id|coeId|draftId|createdAt)$/.test(key) ? undefined : inner,
  );
  return JSON.parse(named.replaceAll(/ev_[ab]_/g, 'ev_'));
};

describe('a draft by rules of one real incident', () => {
  let made: PresentedDraft;
  beforeAll(async () => {
    made = await draft(workshop, await workshop.coe(await bundleEvidence()));
  });

  it('is done and drafts every section it was asked for by default', () => {
    expect(made.status).toBe('done');
    expect(made.sections).toEqual([...DRAFT_SECTIONS]);
    expect(made.error).toBeNull();
  });

  it('proposes the timeline in order, each entry once, with its claim supported', () => {
    const entries = made.suggestions.filter(({ section }) => section === 'timeline');
    expect(entries).toHaveLength(24);
    const times = entries.map(({ content }) => content.at as string);
    expect(times).toEqual([...times].sort());
    for (const { claims } of entries)
      expect(claims.map(({ status, flags }) => ({ status, flags }))).toEqual([{ status: 'supported', flags: [] }]);
  });

  it('proposes a moment that structured evidence states as a value, weaker ones as candidates', () => {
    const of = (moment: string) =>
      made.suggestions
        .filter(({ section, content }) => section === 'keyMoments' && content.moment === moment)
        .map(({ content }) => [content.state, content.at]);
    expect(of('detected')[0]).toEqual(['recorded', '2020-01-08T15:08:00.000Z']);
    expect(of('impactStart')[0]).toEqual(['candidate', '2020-01-08T15:06:00.000Z']);
    expect(of('mitigated')[0]).toEqual(['candidate', '2020-01-08T15:26:00.000Z']);
    expect(made.keyMoments.detected?.at).toBe('2020-01-08T15:08:00.000Z');
    expect(made.keyMoments.mitigated?.at).toBeNull();
    expect(made.keyMoments.mitigated?.candidates[0]?.at).toBe('2020-01-08T15:26:00.000Z');
  });

  it('cites evidence, or an earlier COE, with every claim', () => {
    const claims = made.suggestions.flatMap((suggestion) => suggestion.claims);
    expect(claims.filter(({ evidenceIds, coeIds }) => evidenceIds.length + coeIds.length === 0)).toEqual([]);
    expect(claims.filter(({ status }) => status === 'unsupported')).toEqual([]);
  });

  it('lists suggestions in the order of the document', () => {
    const places = made.suggestions.map(({ section }) => SUGGESTION_SECTIONS.indexOf(section));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('is equal in two fresh databases', async () => {
    const other = await openWorkshop();
    try {
      const again = await draft(other, await other.coe((await bundleEvidence('b')).reverse()));
      expect(bare(again)).toEqual(bare(made));
    } finally {
      await other.close();
    }
  });
});

describe('what a draft answers at the edges', () => {
  it('is done without evidence, with a warning and the unanswered questions', async () => {
    const { status, suggestions, warnings } = await draft(workshop, await workshop.coe());
    expect(status).toBe('done');
    expect(suggestions).toEqual([]);
    expect(warnings[0]).toMatch(/no evidence imported yet/i);
    expect(warnings.length).toBeGreaterThan(5);
  });

  it('drafts only the sections it is asked for', async () => {
    const coeId = await workshop.coe(await bundleEvidence());
    const made = await draft(workshop, coeId, { sections: ['actionItems'] });
    expect(new Set(made.suggestions.map(({ section }) => section))).toEqual(new Set(['actionItems']));
    expect(made.keyMoments).toEqual({});
    expect(made.gaps).toEqual([]);
  });

  it('answers 202 at once with a Location that leads to the finished draft', async () => {
    const coeId = await workshop.coe(await bundleEvidence());
    const response = await request(workshop.app)
      .post(api(`/coes/${coeId}/drafts`))
      .send({});
    expect(response.status).toBe(202);
    expect(['queued', 'running', 'done']).toContain(response.body.status);
    const location = response.headers.location as string;
    const events = await request(workshop.app).get(`${location}/events`);
    expect(events.headers['content-type']).toContain('text/event-stream');
    expect(events.text.trimEnd().split('\n').at(-2)).toBe('event: done');
    const finished = await request(workshop.app).get(location);
    expect(finished.body.status).toBe('done');
    expect(finished.body.suggestions.length).toBeGreaterThan(24);
  });

  it('tells each step while it happens, and can be cancelled between two of them', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = await openWorkshop({ evidenceOf: () => held.then(() => []) });
    try {
      const coeId = await slow.coe();
      const { headers, body } = await request(slow.app)
        .post(api(`/coes/${coeId}/drafts`))
        .set('Prefer', 'wait=1')
        .send({});
      expect(body.status).toBe('running');
      expect(headers['preference-applied']).toBe('wait=1');
      const events = request(slow.app)
        .get(`${headers.location}/events`)
        .then((response) => response.text);
      const cancelled = request(slow.app)
        .post(api(`/drafts/${body.id}/cancel`))
        .then((response) => response);
      setTimeout(release, 300);
      expect((await cancelled).body.status).toBe('cancelled');
      const told = await events;
      expect(told).toContain('"text":"Reading the evidence"');
      expect(told.trimEnd().split('\n').at(-2)).toBe('event: cancelled');
    } finally {
      await slow.close();
    }
  });

  it('names the setting that the model drafter needs', async () => {
    const coeId = await workshop.coe();
    const response = await request(workshop.app)
      .post(api(`/coes/${coeId}/drafts`))
      .send({ drafter: 'model' });
    expect(response.status).toBe(422);
    expect(response.body.errors).toEqual([{ pointer: '/drafter', detail: expect.stringContaining('COE_MODEL') }]);
  });

  it('refuses unknown sections and fields, naming each', async () => {
    const coeId = await workshop.coe();
    const response = await request(workshop.app)
      .post(api(`/coes/${coeId}/drafts`))
      .send({ sections: ['timeline', 'poem'], speed: 9 });
    expect(response.status).toBe(422);
    expect(response.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/sections/1',
      '/speed',
    ]);
  });

  it('hides the draft of a COE from those who may not see it', async () => {
    const { id } = await draft(workshop, await workshop.coe());
    const response = await request(workshop.app)
      .get(api(`/drafts/${id}`))
      .set('Authorization', 'stranger');
    expect(response.status).toBe(404);
    expect(response.body.detail).toContain(`"${id}"`);
  });

  it('finds the first draft again when a request is repeated with its Idempotency-Key', async () => {
    const coeId = await workshop.coe();
    const post = () =>
      request(workshop.app)
        .post(api(`/coes/${coeId}/drafts`))
        .set('Idempotency-Key', 'k-1')
        .send({});
    const [first, second] = [await post(), await post()];
    expect(second.body.id).toBe(first.body.id);
  });

  it('keeps evidence that cannot be written as it came', async () => {
    const [first] = await bundleEvidence();
    if (!first) throw new Error('no evidence');
    const hostile = { ...first, text: 'Alarm\u0000 fired \ud800 <script>alert(1)</script>' };
    const made = await draft(workshop, await workshop.coe([hostile]), { sections: ['timeline'] });
    expect(made.status).toBe('done');
    for (const { content } of made.suggestions) expect(JSON.stringify(content)).not.toContain('\\u0000');
  });
});
