import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { type Somebody, somebody } from './people.js';
import { approvableCoe } from './ready-coe.js';

let api: TestService;
let author: Somebody;
let reviewer: Somebody;
let other: Somebody;
let raiser: Somebody;
let director: Somebody;
let both: Somebody;
beforeAll(async () => {
  api = await openTestService();
  author = await somebody(api, 'author');
  reviewer = await somebody(api, 'reviewer');
  other = await somebody(api, 'reviewer');
  raiser = await somebody(api, 'reviewer', ['barRaiser']);
  director = await somebody(api, 'reviewer', ['director']);
  both = await somebody(api, 'reviewer', ['barRaiser', 'director']);
});
afterAll(() => api.close());

const create = async (more: object = {}) =>
  (
    await api
      .as(author.token)
      .post('coes')
      .send({ ...approvableCoe(), severity: 'SEV3', ...more })
  ).body;
const read = async (number: string) => (await api.as(author.token).get(`coes/${number}`)).body;
const move = (number: string, to: string, token = author.token, more: object = {}) =>
  api
    .as(token)
    .post(`coes/${number}/transitions`)
    .send({ to, ...more });
const inReview = async (more: object = {}) => {
  const coe = await create(more);
  expect((await move(coe.number, 'inReview')).status).toBe(200);
  return read(coe.number);
};
const approve = (coe: { number: string; contentHash: string }, by: Somebody, contentHash = coe.contentHash) =>
  api.as(by.token).post(`coes/${coe.number}/reviews`).send({ decision: 'approve', body: 'Clear.', contentHash });
const patch = (number: string, body: object, token = author.token) =>
  api.as(token).patch(`coes/${number}`).set('If-Match', '*').send(body);

describe('an approval', () => {
  it('is of one content, and the last one needed makes the COE approved', async () => {
    const coe = await inReview();
    const made = await approve(coe, reviewer);
    expect([made.status, made.body.stands, made.body.coe.status]).toEqual([201, true, 'approved']);
    expect(made.body.contentHash).toBe(coe.contentHash);
    const now = await read(coe.number);
    expect(now.approvals).toMatchObject([{ reviewer: { id: reviewer.id }, contentHash: coe.contentHash }]);
    expect((await move(coe.number, 'published')).body.status).toBe('published');
    expect((await api.as(reviewer.token).get(`coes/${coe.number}/report.md`)).status).toBe(200);
  });

  it('approvalOfStaleContent: is refused with what the content is by now', async () => {
    const coe = await inReview();
    const changed = await patch(coe.number, { summary: 'Another summary of what happened to the gateway.' });
    const late = await approve(coe, reviewer);
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      currentContentHash: changed.body.contentHash,
      currentVersion: changed.body.version,
    });
    expect((await read(coe.number)).approvals).toEqual([]);
  });

  it('needs the hash, and a request for changes its reasons', async () => {
    const { number } = await inReview();
    const send = (body: object) => api.as(reviewer.token).post(`coes/${number}/reviews`).send(body);
    const bare = await send({ decision: 'approve' });
    expect([bare.status, bare.body.errors[0].pointer]).toEqual([422, '/contentHash']);
    const mute = await send({ decision: 'requestChanges', body: '  ' });
    expect([mute.status, mute.body.errors[0].pointer]).toEqual([422, '/body']);
  });

  it('authorApprovesOwn: not as creator, owner, author or administrator, nor by leaving the list after having written', async () => {
    const owner = await somebody(api, 'reviewer');
    const named = await somebody(api, 'reviewer');
    const writer = await somebody(api, 'reviewer');
    const coe = await inReview({ owner: owner.name, authors: [named.name, writer.name] });
    for (const person of [owner, named])
      expect([person.name, (await approve(coe, person)).status]).toEqual([person.name, 403]);
    await patch(coe.number, { background: 'Words of somebody who was an author then.' }, writer.token);
    const left = await patch(coe.number, { authors: [named.name] });
    expect(left.status).toBe(200);
    expect((await approve(left.body, writer)).status).toBe(403);

    const { body: mine } = await api
      .as()
      .post('coes')
      .send({ ...approvableCoe(), severity: 'SEV3' });
    await api.as().post(`coes/${mine.number}/transitions`).send({ to: 'inReview' });
    const own = await api
      .as()
      .post(`coes/${mine.number}/reviews`)
      .send({ decision: 'approve', contentHash: mine.contentHash });
    expect(own.status).toBe(403);
    expect((await read(mine.number)).status).toBe('inReview');
  });

  it('reviewerMendsAComma: voids their approval of before, and leaves the approval of their own words to somebody else', async () => {
    const helper = await somebody(api, 'reviewer');
    const coe = await inReview({ members: [helper.name] });
    expect((await approve(coe, helper)).body.coe.status).toBe('approved');
    const mended = await patch(coe.number, { background: 'With the comma, now.' }, helper.token);
    expect(mended.body).toMatchObject({ status: 'inReview', approvals: [] });
    expect((await approve(mended.body, helper)).status).toBe(403);
    const view = (await api.as(helper.token).get(`coes/${coe.number}/review`)).body;
    expect(view.mayDecide).toBe(false);
    expect((await approve(mended.body, reviewer)).body.coe.status).toBe('approved');
  });

  it('qualificationWithdrawn: fills no slot of an approval that is still open, and undoes none that was given', async () => {
    const change = (id: string, body: object) => api.as().patch(`users/${id}`).send(body).expect(200);
    const view = async (number: string) => (await api.as(author.token).get(`coes/${number}/review`)).body;
    const [bar, boss] = [await somebody(api, 'reviewer', ['barRaiser']), await somebody(api, 'reviewer', ['director'])];
    const coe = await inReview({ severity: 'SEV1' });
    await approve(coe, bar).expect(201);
    await change(bar.id, { qualifications: [] });
    expect(await view(coe.number)).toMatchObject({
      slots: [
        { slot: 'barRaiser', by: null },
        { slot: 'director', by: null },
      ],
      notCounted: [{ id: bar.id }],
    });
    expect((await approve(coe, boss)).body.coe.status).toBe('inReview');
    const early = await move(coe.number, 'approved');
    expect([early.status, early.body.missing]).toEqual([409, ['barRaiser']]);
    await change(bar.id, { qualifications: ['barRaiser'], role: 'author' });
    expect((await move(coe.number, 'approved')).status).toBe(409);
    await change(bar.id, { role: 'reviewer' });
    expect((await view(coe.number)).notCounted).toEqual([]);
    await change(boss.id, { active: false });
    expect((await move(coe.number, 'approved')).body.missing).toEqual(['director']);
    expect((await approve(coe, director)).body.coe.status).toBe('approved');
    await change(bar.id, { qualifications: [] });
    expect((await move(coe.number, 'published')).body.status).toBe('published');
    expect((await view(coe.number)).slots.map(({ by }: { by: { id: string } }) => by.id)).toEqual([
      bar.id,
      director.id,
    ]);
  });

  it('qualificationGrantedLater: counts once its holder approves again', async () => {
    const late = await somebody(api, 'reviewer');
    const coe = await inReview({ severity: 'SEV2' });
    expect((await approve(coe, late)).body.coe.status).toBe('inReview');
    await api
      .as()
      .patch(`users/${late.id}`)
      .send({ qualifications: ['barRaiser'] })
      .expect(200);
    expect((await move(coe.number, 'approved')).status).toBe(409);
    expect((await approve(coe, late)).body.coe.status).toBe('approved');
    expect((await read(coe.number)).approvals).toHaveLength(1);
    // Not to be drawn below.
    await api.as().patch(`users/${late.id}`).send({ qualifications: [] }).expect(200);
  });

  it('administratorEditsAndApproves: also of an administrator who is not listed on it', async () => {
    const admin = await somebody(api, 'admin');
    const coe = await inReview();
    const edited = await patch(coe.number, { background: 'Words of an administrator.' }, admin.token);
    expect((await approve(edited.body, admin)).status).toBe(403);
  });

  it('is shown in the report: who, for which slot, when, of which content; with what the meeting decided', async () => {
    const coe = await inReview({ severity: 'SEV2', meetingOutcome: 'Agreed on the *gateway*.' });
    await api
      .as(author.token)
      .post(`coes/${coe.number}/decisions`)
      .send({ text: 'Renew by a job.', actionItem: { title: 'Add the renewal job to gateway' } });
    const now = await read(coe.number);
    const index = now.actionItems.length;
    await patch(coe.number, {
      actionItems: now.actionItems.map((item: object, at: number) =>
        at === index - 1 ? { ...item, owner: 'ops', dueDate: '2027-01-01' } : item,
      ),
    });
    const ready = await read(coe.number);
    expect((await approve(ready, both)).body.coe.status).toBe('approved');
    const { text } = await api.as(author.token).get(`coes/${coe.number}/report.md`).buffer(true);
    const today = new Date().toISOString().slice(0, 10);
    expect(text).toContain(
      `> **Approved** by ${both.name} (bar raiser), ${today}, content ${ready.contentHash.slice(0, 12)}.`,
    );
    expect(text).toContain('## Review meeting\n\nAgreed on the *gateway*.');
    expect(text).toContain(`| Renew by a job. | A${index} |`);
  });

  it('whatIsPublished: takes evidence found later, beside what was approved, and no points that its charts would draw', async () => {
    const points = (value: number) => `time,value\n2026-01-01T10:00:00Z,${value}\n2026-01-01T10:01:00Z,${value}\n`;
    const upload = (number: string, path: string, body: string) =>
      api.as(author.token).post(`coes/${number}/${path}`).set('Content-Type', 'application/octet-stream').send(body);
    const drawn = await create();
    const { metrics } = (await upload(drawn.number, 'metrics', points(1))).body;
    await patch(drawn.number, { charts: [{ id: 'c', title: 'Errors', metricId: metrics[0].id }] });
    const bare = await create();
    for (const { number } of [drawn, bare]) {
      await move(number, 'inReview');
      expect((await approve(await read(number), reviewer)).body.coe?.status).toBe('approved');
      expect((await move(number, 'published')).body.status).toBe('published');
    }
    const before = await read(drawn.number);
    const found = await upload(drawn.number, 'evidence', '{"time":"2026-01-01T10:00:00Z","text":"found later"}\n');
    expect([found.status, found.body.accepted]).toEqual([200, 1]);
    expect((await upload(drawn.number, 'metrics', points(9))).status).toBe(409);
    expect((await upload(bare.number, 'metrics', points(9))).status).toBe(200);
    expect(await read(drawn.number)).toMatchObject({
      status: 'published',
      contentHash: before.contentHash,
      version: before.version,
    });
  });

  it('roleApprovesWithoutRight: authors and viewers who are no reviewers are refused', async () => {
    const coe = await inReview();
    const stranger = await somebody(api, 'author');
    expect((await approve(coe, stranger)).status).toBe(403);
    expect((await approve(coe, await somebody(api, 'viewer'))).status).toBe(404);
  });

  it('onePersonTwoSlots: a bar raiser who is a director fills one of them', async () => {
    const coe = await inReview({ severity: 'SEV1' });
    expect((await approve(coe, both)).body.coe.status).toBe('inReview');
    expect((await approve(coe, both)).body.coe.status).toBe('inReview');
    expect((await approve(coe, reviewer)).body.coe.status).toBe('inReview');
    const { slots } = (await api.as(author.token).get(`coes/${coe.number}/review`)).body;
    expect(slots.filter(({ by }: { by: unknown }) => by !== null)).toHaveLength(1);
    expect((await approve(coe, raiser)).body.coe.status).toBe('approved');
  });

  it('of the director and the bar raiser is what a SEV1 needs, of a bar raiser a SEV2', async () => {
    const sev1 = await inReview({ severity: 'SEV1' });
    await approve(sev1, director);
    expect((await approve(sev1, reviewer)).body.coe.status).toBe('inReview');
    expect((await approve(sev1, raiser)).body.coe.status).toBe('approved');
    const sev2 = await inReview({ severity: 'SEV2' });
    expect((await approve(sev2, director)).body.coe.status).toBe('inReview');
    const early = await move(sev2.number, 'approved');
    expect([early.status, early.body.missing]).toEqual([409, ['barRaiser']]);
    expect((await approve(sev2, raiser)).body.coe.status).toBe('approved');
  });

  it('editAfterApproval: is void after any edit, in the same write, and the reviewer sees what changed since their look', async () => {
    const coe = await inReview();
    await approve(coe, reviewer);
    const edited = await patch(coe.number, {
      summary: `${coe.summary} Nobody had renewed it.`,
    });
    expect(edited.body).toMatchObject({ status: 'inReview', approvals: [] });
    expect((await move(coe.number, 'published')).status).toBe(409);
    const view = (await api.as(reviewer.token).get(`coes/${coe.number}/review`)).body;
    expect(view.changes.map(({ section }: { section: string }) => section)).toEqual(['summary']);
    expect(JSON.stringify(view.changes[0].words)).toContain('Nobody had renewed it');
    expect((await api.as(other.token).get(`coes/${coe.number}/review`)).body).toMatchObject({
      look: null,
      changes: null,
    });
    const { items } = (await api.as(author.token).get(`coes/${coe.number}/reviews`)).body;
    expect(items).toMatchObject([{ decision: 'approve', stands: false, contentHash: coe.contentHash, body: 'Clear.' }]);
    await api.as(reviewer.token).put(`coes/${coe.number}/look`).send({ version: edited.body.version });
    expect((await api.as(reviewer.token).get(`coes/${coe.number}/review`)).body.changes).toEqual([]);
  });

  it('severityRaisedAfterApproval: is an edit like any other', async () => {
    const coe = await inReview();
    await approve(coe, reviewer);
    expect((await patch(coe.number, { severity: 'SEV1' })).body).toMatchObject({ status: 'inReview', approvals: [] });
  });

  it('everyFieldThatReadersSee: changes the hash and voids it', async () => {
    const changes: [string, unknown][] = [
      ['title', 'Another title'],
      ['owner', 'somebody else'],
      ['authors', ['one more']],
      ['services', ['checkout', 'cards']],
      ['team', 'payments'],
      ['environment', 'production'],
      ['severity', 'SEV4'],
      ['tags', ['certificates']],
      ['whyWritten', 'Because.'],
      ['errorBudgetSpent', 3],
      ['summary', 'Another.'],
      ['background', 'Another.'],
      ['customerImpact', { minutes: 61 }],
      ['whatWentWell', [{ text: 'The rollback.' }]],
      ['responseAnalysis', { detection: { answer: 'By an alarm.' } }],
      ['postIncidentAnalysis', { test: { answer: 'None.' } }],
      ['keyMoments', { resolved: { note: 'as seen on the graph' } }],
      ['timeline', [{ at: '2026-01-01T10:00:00Z', text: 'Only this.' }]],
      ['fiveWhys', [{ question: 'Why?' }]],
      ['lessonsLearned', [{ text: 'Another lesson.' }]],
      ['actionItems', [{ title: 'Add something else' }]],
      ['charts', [{ title: 'Errors' }]],
      ['relatedCoes', ['COE-1']],
    ];
    const coe = await inReview();
    for (const [field, value] of changes) {
      const now = await read(coe.number);
      const before = now.contentHash;
      const { body } = await patch(coe.number, { [field]: value });
      expect([field, body.contentHash === before, body.approvals]).toEqual([field, false, []]);
    }
  });

  it('followUp: the progress of an action item carries it over; its words do not', async () => {
    const coe = await inReview();
    await approve(coe, reviewer);
    const items = coe.actionItems as { id: string; title: string }[];
    const with_ = (more: object) => items.map((item, index) => (index === 0 ? { ...item, ...more } : item));
    const done = await patch(coe.number, { actionItems: with_({ status: 'done', proof: 'https://graphs.example/1' }) });
    expect(done.body.status).toBe('approved');
    expect(done.body.contentHash).not.toBe(coe.contentHash);
    expect(done.body.approvals[0].contentHash).toBe(coe.contentHash);
    const due = await patch(coe.number, { actionItems: with_({ dueDate: '2027-01-01' }) });
    expect(due.body.status).toBe('inReview');
  });

  it('blockers: stand in its way until they are gone', async () => {
    const coe = await inReview({ summary: 'The cause was human error.' });
    const refused = await approve(coe, reviewer);
    expect(refused.status).toBe(409);
    expect(refused.body.blockers[0]).toMatchObject({ rule: 'human-error', place: { quote: 'human error' } });
  });

  it('is not taken in draft or from an archive', async () => {
    const coe = await create();
    expect((await approve(coe, reviewer)).body).toMatchObject({ status: 409, state: 'draft' });
    await api.as(author.token).delete(`coes/${coe.number}`);
    expect((await approve(coe, reviewer)).status).toBe(409);
  });

  it('approvedWhileUnlisted: of a restricted COE comes from people listed on it only', async () => {
    const coe = await inReview({ restricted: true, members: [reviewer.name] });
    expect((await approve(coe, other)).status).toBe(404);
    expect((await approve(coe, reviewer)).status).toBe(201);
  });
});

describe('a request for changes', () => {
  it('sends the COE back with its reasons, and voids what others approved', async () => {
    const coe = await inReview({ severity: 'SEV1' });
    await approve(coe, raiser);
    const sent = await api
      .as(director.token)
      .post(`coes/${coe.number}/reviews`)
      .send({ decision: 'requestChanges', body: 'Halve the time to detect.', contentHash: coe.contentHash });
    expect([sent.status, sent.body.coe.status]).toEqual([201, 'draft']);
    expect((await read(coe.number)).approvals).toEqual([]);
    const { items } = (await api.as(author.token).get(`coes/${coe.number}/reviews`)).body;
    expect(items.map(({ decision, body, stands }: Record<string, unknown>) => [decision, body, stands])).toEqual([
      ['requestChanges', 'Halve the time to detect.', false],
      ['approve', 'Clear.', false],
    ]);
  });
});

describe('reviewers', () => {
  it('are asked by name or id, and only those who may review this COE', async () => {
    const coe = await create({ restricted: true, members: [reviewer.name] });
    const ask = (reviewers: string[]) => api.as(author.token).put(`coes/${coe.number}/reviewers`).send({ reviewers });
    const bad = await ask([author.name, other.id, 'nobody', reviewer.id]);
    expect(bad.status).toBe(422);
    expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/reviewers/0',
      '/reviewers/1',
      '/reviewers/2',
    ]);
    const good = await ask([reviewer.name, reviewer.id]);
    expect(good.body.reviewers).toEqual([{ id: reviewer.id, name: reviewer.name, drawn: false }]);
    expect(good.body.contentHash).toBe(coe.contentHash);
  });

  it('are drawn for the open slots: qualified, no authors, each once', async () => {
    const drawAll = async () => {
      const { number } = await inReview({ severity: 'SEV1' });
      return (await api.as(author.token).post(`coes/${number}/reviewers/draw`)).body;
    };
    const drawn = new Set<string>();
    for (let n = 0; n < 8; n++) {
      const { reviewers, unfilled } = await drawAll();
      expect(unfilled).toEqual([]);
      expect(new Set(reviewers.map(({ id }: { id: string }) => id)).size).toBe(2);
      for (const { id } of reviewers) drawn.add(id);
    }
    const qualified = [raiser.id, director.id, both.id];
    expect([...drawn].sort()).toEqual(qualified.sort());
  });

  it('drawLoadsOnePerson: those with the fewest COEs waiting come first', async () => {
    const fresh = await openTestService();
    const people = await Promise.all([1, 2, 3].map(() => somebody(fresh, 'reviewer')));
    const load = new Map(people.map(({ id }) => [id, 0]));
    for (let n = 0; n < 9; n++) {
      const { body } = await fresh
        .as()
        .post('coes')
        .send({ title: `COE ${n}`, severity: 'SEV4' });
      await fresh.as().post(`coes/${body.number}/transitions`).send({ to: 'inReview' });
      const { reviewers } = (await fresh.as().post(`coes/${body.number}/reviewers/draw`)).body;
      for (const { id } of reviewers) load.set(id, (load.get(id) ?? 0) + 1);
    }
    expect([...load.values()]).toEqual([3, 3, 3]);
    await fresh.close();
  });

  it('nobodyQualified: the slot is named, nothing is made up', async () => {
    const fresh = await openTestService();
    const { body } = await fresh.as().post('coes').send({ title: 'Alone', severity: 'SEV1' });
    const drawn = (await fresh.as().post(`coes/${body.number}/reviewers/draw`)).body;
    expect(drawn).toEqual({ reviewers: [], unfilled: ['barRaiser', 'director'] });
    await fresh.close();
  });
});

describe('approval rules', () => {
  it('are changed by an administrator, for every severity at once', async () => {
    const { rules } = (await api.as(reviewer.token).get('approval-rules')).body;
    expect(rules.SEV1).toEqual(['barRaiser', 'director']);
    const send = (changed: object, token?: string) => api.as(token).put('approval-rules').send({ rules: changed });
    expect((await send({ ...rules, SEV5: ['director'] }, reviewer.token)).status).toBe(403);
    const bad = await send({ ...rules, SEV4: [], SEV6: ['reviewer'] });
    expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/rules/SEV4',
      '/rules/SEV6',
    ]);
    expect((await send({ ...rules, SEV5: ['reviewer', 'reviewer'] })).body.version).toBe(2);
    const coe = await inReview({ severity: 'SEV5' });
    expect((await approve(coe, reviewer)).body.coe.status).toBe('inReview');
    expect((await approve(coe, other)).body.coe.status).toBe('approved');
    expect((await send(rules)).status).toBe(200);
  });

  it('rulesOfNextYear: what each approval filled stays as it was when the COE was approved', async () => {
    const rules = (await api.as().get('approval-rules')).body.rules;
    const coe = await inReview({ severity: 'SEV2' });
    expect((await approve(coe, raiser)).body.coe.status).toBe('approved');
    const change = (changed: object) => api.as().put('approval-rules').send({ rules: changed }).expect(200);
    await change({ ...rules, SEV2: ['director', 'reviewer'] });
    const { slots } = (await api.as(author.token).get(`coes/${coe.number}/review`)).body;
    expect(slots).toEqual([{ slot: 'barRaiser', by: { id: raiser.id, name: raiser.name } }]);
    expect((await read(coe.number)).approvals).toMatchObject([{ slot: 'barRaiser' }]);
    const { text } = await api.as(author.token).get(`coes/${coe.number}/report.md`).buffer(true);
    expect(text).toContain(`by ${raiser.name} (bar raiser)`);
    await change(rules);
  });
});
