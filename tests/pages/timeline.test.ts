import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CoeContent } from '../../src/coe/schema.js';
import { newUser } from '../review/new-user.js';
import { openTestService, type TestService } from '../service.js';
import { signIn, type Visitor } from './visitor.js';

let api: TestService;
let visitor: Visitor;
beforeAll(async () => {
  api = await openTestService();
  visitor = await signIn(api);
});
afterAll(() => api.close());

const HOSTILE = '<script>alert(1)</script>';
const ENTRIES = [
  { id: 'a', at: '2026-03-01T10:00:00Z', text: 'Deployed' },
  { id: 'b', at: '2026-03-01T10:05:00Z', text: `Alarm ${HOSTILE}`, precision: 'second' },
  { id: 'c', at: '2026-03-01T10:30:00Z', text: 'Rolled back', actor: HOSTILE },
];

async function newCoe(): Promise<{ path: string; content(): Promise<CoeContent> }> {
  const { body } = await api.as().post('coes').send({ title: 'Checkout', timeline: ENTRIES });
  return {
    path: `/coes/${body.number}/timeline`,
    content: async () => (await api.as().get(`coes/${body.id}`)).body,
  };
}

describe('the timeline screen, without script', () => {
  it('shows entries with where they come from, escaped, and the moments that are missing', async () => {
    const { path } = await newCoe();
    const { status, text } = await visitor.get(path);
    expect(status).toBe(200);
    expect(text).not.toContain(HOSTILE);
    expect(text).toContain('Written by administrator');
    expect(text.match(/>missing</g)).toHaveLength(6);
  });

  it('merges what is ticked, and re-times, hides, shows, splits and deletes an entry', async () => {
    const { path, content } = await newCoe();
    const merged = await visitor.post(`${path}/merge`, { ids: ['c', 'b'] });
    expect([merged.status, merged.headers.location]).toEqual([303, `${path}?done=merged#b`]);
    expect((await visitor.get(`${path}?done=merged`)).text).toContain('Merged into one entry.');
    const fields = {
      at: '2026-03-01 09:50',
      end: '2026-03-01 10:30',
      text: 'Alarm and rollback',
      kind: 'note',
      actor: '',
    };
    expect((await visitor.post(`${path}/b/edit`, fields)).headers.location).toBe(`${path}?done=corrected#b`);
    expect((await visitor.post(`${path}/b/edit`, fields)).headers.location).toBe(`${path}?done=unchanged#b`);
    expect((await content()).timeline.map(({ id, at }) => [id, at])).toEqual([
      ['b', '2026-03-01T09:50:00.000Z'],
      ['a', '2026-03-01T10:00:00.000Z'],
    ]);
    await visitor.post(`${path}/b/hide`, {});
    expect((await content()).timeline[0]?.hidden).toBe(true);
    await visitor.post(`${path}/b/show`, {});
    await visitor.post(`${path}/b/split`, { parts: '2026-03-01 10:05 Alarm\r\n\r\n2026-03-01 10:30:15 Rolled back' });
    expect((await content()).timeline.map(({ at, text, precision }) => [at, text, precision])).toEqual([
      ['2026-03-01T10:00:00.000Z', 'Deployed', 'minute'],
      ['2026-03-01T10:05:00.000Z', 'Alarm', 'second'],
      ['2026-03-01T10:30:15.000Z', 'Rolled back', 'second'],
    ]);
    await visitor.post(`${path}/a/delete`, {});
    expect((await visitor.get(path)).text).toContain('1 entry was taken out');
  });

  it('sets a moment and takes it back, and says what is wrong with a time', async () => {
    const { path, content } = await newCoe();
    await visitor.post(`${path}/moments/detected`, { at: '2026-03-01 10:05' });
    expect((await content()).keyMoments.detected?.at).toBe('2026-03-01T10:05:00.000Z');
    expect((await visitor.get(path)).text).toContain('set by administrator');
    await visitor.post(`${path}/moments/detected/reject`, {});
    expect((await content()).keyMoments.detected).toBeUndefined();
    await visitor.post(`${path}/moments/engaged`, { at: '', notApplicable: 'true' });
    expect((await content()).keyMoments.engaged?.state).toBe('notApplicable');
    expect((await visitor.post(`${path}/moments/detected`, { at: 'noonish' })).status).toBe(422);
    expect((await visitor.post(`${path}/moments/lunch`, { at: '2026-03-01 10:05' })).status).toBe(404);
    expect((await visitor.post(`${path}/merge`, { ids: ['a'] })).status).toBe(422);
  });

  it('takes a candidate of the draft by its button', async () => {
    const { body: coe } = await api.as().post('coes').send({ title: 'Drafted' });
    const rows = [
      ['10:05:00', 'alarm checkout-5xx fired'],
      ['10:31:00', 'Rollback completed, service restored'],
      ['10:40:00', 'Mitigated: traffic is back to normal'],
    ].map(([time, text]) => JSON.stringify({ time: `2026-03-01T${time}Z`, text }));
    await api
      .as()
      .post(`coes/${coe.id}/evidence`)
      .set('Content-Type', 'application/octet-stream')
      .send(rows.join('\n'));
    await api
      .as()
      .post(`coes/${coe.id}/drafts`)
      .set('Prefer', 'wait=50')
      .send({ sections: ['timeline'] });
    const path = `/coes/${coe.number}/timeline`;
    const { body } = await api.as().get(`coes/${coe.id}/timeline`);
    const [one, other] = body.keyMoments.mitigated.derivation.candidates as { suggestionId: string; at: string }[];
    expect((await visitor.get(path)).text).toContain(`value="${one?.suggestionId}"`);
    for (const candidate of [one, other]) {
      await visitor.post(`${path}/moments/mitigated`, { suggestion: candidate?.suggestionId ?? '' });
      const { keyMoments } = (await api.as().get(`coes/${coe.id}`)).body;
      expect(keyMoments.mitigated).toMatchObject({ at: candidate?.at, state: 'recorded' });
      expect(keyMoments.mitigated.evidenceIds).toHaveLength(1);
    }
  });

  it('offers no correction to those who may only read', async () => {
    const { path } = await newCoe();
    const reader = await signIn(api, await newUser(api, 'reviewer'));
    expect((await reader.get(path)).text).not.toContain('/timeline/merge');
    expect((await reader.post(`${path}/a/hide`, {})).status).toBe(403);
  });
});
