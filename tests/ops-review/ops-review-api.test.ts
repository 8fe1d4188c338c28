import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_SCHEDULE, nextMeeting } from '../../src/ops-review/schedule.js';
import { weekOf } from '../../src/ops-review/week.js';
import { type Somebody, somebody } from '../review/people.js';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';

let api: TestService & { uri: string };
let author: Somebody;
let other: Somebody;
beforeAll(async () => {
  api = await openTestService();
  author = await somebody(api, 'author');
  other = await somebody(api, 'author');
});
afterAll(() => api.close());

const newCoe = async (body: object) => (await api.as(author.token).post('coes').send(body)).body;
const open = (day: string, token = author.token) => api.as(token).post('ops-reviews').send({ weekOf: day });
const packet = async (id: string, token = author.token) =>
  (await api.as(token).get(`ops-reviews/${id}/packet.md`)).text;

describe('a week', () => {
  it('begins on its Monday, also across years and leap days', () => {
    expect(weekOf('2026-01-05')).toEqual({ monday: '2026-01-05', next: '2026-01-12' });
    expect(weekOf('2026-01-04').monday).toBe('2025-12-29');
    expect(weekOf('2028-02-29').next).toBe('2028-03-06');
  });
});

describe('the weekly meeting', () => {
  const schedule = { ...DEFAULT_SCHEDULE, weekday: 'monday', time: '09:30', zone: 'Europe/Copenhagen' } as const;
  const next = (now: string, more: object = {}) => nextMeeting({ ...schedule, ...more }, new Date(now));

  it('is at the time that clocks of its zone show, in summer and in winter, and of the week of its day there', () => {
    expect(next('2026-12-01T00:00:00Z')).toEqual({
      day: '2026-12-07',
      at: new Date('2026-12-07T08:30:00Z'),
      readyAt: new Date('2026-12-06T08:30:00Z'),
    });
    expect(next('2026-07-06T07:30:00Z').at).toEqual(new Date('2026-07-06T07:30:00Z'));
    expect(next('2026-07-06T07:31:00Z').day).toBe('2026-07-13');
    expect(next('2026-12-06T20:00:00Z', { time: '00:10', zone: 'Pacific/Auckland' }).day).toBe('2026-12-14');
    expect(next('2026-12-06T10:00:00Z', { time: '00:10', zone: 'Pacific/Auckland' }).day).toBe('2026-12-07');
  });

  it('clocksGoForward: in the hour that is left out it begins an hour later', () => {
    const { at } = next('2026-03-28T12:00:00Z', { weekday: 'sunday', time: '02:30' });
    expect(at).toEqual(new Date('2026-03-29T01:30:00Z'));
  });

  it('has its packet made before, once, however many instances there are, and opened by whoever comes first', async () => {
    const always = { ...DEFAULT_SCHEDULE, readyHoursBefore: 168 };
    expect((await api.as(author.token).put('ops-reviews/schedule').send(always)).status).toBe(403);
    await api
      .as()
      .put('ops-reviews/schedule')
      .send({ ...always, enabled: false })
      .expect(200);
    const second = await openTestService({ uri: api.uri });
    const { connection } = api.service.database;
    await connection.collection('opsReviews').deleteMany({});
    await api.service.prepareOpsReview();
    expect((await api.as(author.token).get('ops-reviews')).body.items).toEqual([]);

    const set = await api.as().put('ops-reviews/schedule').send(always).expect(200);
    const { at } = set.body.next;
    await Promise.all([api, second, api, second].map(({ service }) => service.prepareOpsReview()));
    await second.close();
    const { items } = (await api.as(author.token).get('ops-reviews')).body;
    const { monday } = weekOf(at.slice(0, 10));
    expect(items).toMatchObject([{ id: `ops_${monday}`, prepared: true, createdBy: { id: 'schedule' } }]);
    expect(await packet(items[0].id)).toContain('# Operations review');
    const opened = [await open(monday), await open(monday)];
    expect(opened.map(({ status, body }) => [status, body.prepared, body.createdBy.id])).toEqual([
      [201, false, author.id],
      [200, false, author.id],
    ]);
    const audit = (await api.as().get('audit?action=opsReview.').expect(200)).body.items;
    const types = audit.map(({ action }: { action: string }) => action);
    expect(types.filter((type: string) => type === 'opsReview.prepared')).toHaveLength(1);
    expect(types.filter((type: string) => type === 'opsReview.scheduled')).toHaveLength(2);
  });

  it('names every bad field of a schedule', async () => {
    const bad = { enabled: 'yes', weekday: 'Wednesday', time: '25:00', zone: 'Mars/Base', readyHoursBefore: 0, by: 1 };
    const { status, body } = await api.as().put('ops-reviews/schedule').send(bad);
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/by',
      '/enabled',
      '/readyHoursBefore',
      '/time',
      '/weekday',
      '/zone',
    ]);
  });
});

describe('the operations review', () => {
  it('openedTwice: is one a week, whichever day is named and however many ask', async () => {
    const answers = await Promise.all(['2031-05-05', '2031-05-07', '2031-05-11'].map((day) => open(day)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect((await open('2031-05-12')).body.id).not.toBe(answers[0]?.body.id);
    expect((await open('someday')).body.errors[0].pointer).toBe('/weekOf');
    expect((await api.as(author.token).get('ops-reviews/ops_1999-01-04')).status).toBe(404);
  });

  it('lists the COEs of the week with comments, readiness, missing approvals, and what is overdue', async () => {
    const coe = await newCoe({
      title: 'Checkout | refused cards',
      severity: 'SEV1',
      meetingDate: '2031-06-04',
      actionItems: [{ title: 'Add an alarm on expiry', owner: 'storage', dueDate: '2020-01-01' }],
    });
    await api.as(author.token).post(`coes/${coe.number}/comments`).send({ section: 'summary', body: 'There is none.' });
    await api.as(author.token).post(`coes/${coe.number}/transitions`).send({ to: 'inReview' });
    const { body } = await open('2031-06-02');
    expect(body.coes.find(({ number }: { number: string }) => number === coe.number)).toMatchObject({
      reason: 'meeting',
      status: 'inReview',
      openComments: 1,
      missingApprovals: ['barRaiser', 'director'],
      readiness: { blockers: expect.any(Number) },
    });
    const text = await packet(body.id);
    expect(text).toContain('## To review this week');
    expect(text).toContain(String.raw`Checkout \| refused cards`);
    expect(text).toContain('bar raiser, director');
    expect(text).toMatch(/## Overdue action items[\s\S]*Add an alarm on expiry/);
    const before = await open('2031-05-26');
    expect(before.body.coes.map(({ number }: { number: string }) => number)).not.toContain(coe.number);
  });

  it('shows what was begun this week, and what waits for review without a date', async () => {
    const begun = await newCoe({ title: 'Begun today' });
    const waiting = await newCoe({ title: 'Waiting' });
    await api.as(author.token).post(`coes/${waiting.number}/transitions`).send({ to: 'inReview' });
    const { body } = await open(new Date().toISOString().slice(0, 10));
    const reasons = new Map(
      body.coes.map(({ number, reason }: { number: string; reason: string }) => [number, reason]),
    );
    expect([reasons.get(begun.number), reasons.get(waiting.number)]).toEqual(['new', 'waiting']);
  });

  it('restrictedInPacket: shows a restricted COE, its actions and its number only to those listed', async () => {
    const secret = await newCoe({
      title: 'Secret breach',
      restricted: true,
      meetingDate: '2031-07-02',
      actionItems: [{ title: 'Rotate the secret keys', dueDate: '2020-01-01' }],
    });
    const { body } = await open('2031-07-01');
    expect(await packet(body.id)).toContain('Secret breach');
    for (const token of [other.token, ADMIN_TOKEN]) {
      const text = await packet(body.id, token);
      expect(text).not.toMatch(/Secret breach|Rotate the secret keys/);
      expect(text).not.toContain(`${secret.number} |`);
      expect(JSON.stringify((await api.as(token).get(`ops-reviews/${body.id}`)).body)).not.toContain('Secret');
    }
  });

  it('names what earlier COEs promised for the same problem', async () => {
    const services = ['ledger'];
    const title = 'Ledger certificate expired and payments were refused';
    const summary = 'The certificate of the ledger gateway expired; renewal had failed quietly for weeks.';
    const item = { title: 'Add an alarm on expiry of ledger gateway certificates', owner: 'ledger', type: 'detect' };
    const first = await newCoe({
      title,
      summary,
      services,
      actionItems: [item],
      timeline: [{ at: '2030-01-01T00:00:00Z', text: 'x' }],
    });
    const again = await newCoe({
      title: 'Ledger certificate expired again',
      summary,
      services,
      actionItems: [{ ...item, owner: 'others' }],
      timeline: [{ at: '2031-01-01T00:00:00Z', text: 'x' }],
      meetingDate: '2031-08-06',
    });
    const { body } = await open('2031-08-06');
    const listed = body.coes.find(({ number }: { number: string }) => number === again.number);
    expect(listed.promises[0]).toMatchObject({ coe: first.number, status: 'open', owner: 'ledger', strength: 'alert' });
    expect(await packet(body.id)).toContain(`### Promised before, for ${again.number}`);
  });

  it('comes as a PDF', async () => {
    const { body } = await open('2031-06-02');
    const pdf = await api.as(author.token).get(`ops-reviews/${body.id}/packet.pdf`);
    expect([pdf.status, pdf.headers['content-type'], pdf.body.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
  });

  it('is opened by authors, read by everybody', async () => {
    const viewer = await somebody(api, 'viewer');
    expect((await open('2031-09-01', viewer.token)).status).toBe(403);
    const { body } = await open('2031-09-01');
    expect((await api.as(viewer.token).get(`ops-reviews/${body.id}`)).status).toBe(200);
    expect((await api.as(viewer.token).get('ops-reviews')).body.items[0].weekOf).toBe('2031-09-01');
  });
});
