import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newUser } from '../../review/new-user.js';
import { openTestService, type TestService } from '../../service.js';
import {
  alertGroup,
  deliver,
  type Hook,
  PAGERDUTY_SECRET,
  pagerdutyEvent,
  register,
  signedByPagerduty,
} from './deliveries.js';

let api: TestService;
let pagerduty: Hook;
let alertmanager: Hook;
beforeAll(async () => {
  api = await openTestService();
  pagerduty = await register(api, { source: 'pagerduty', signingSecret: PAGERDUTY_SECRET });
  alertmanager = await register(api, { source: 'alertmanager' });
});
afterAll(() => api.close());

const page = (told: Parameters<typeof pagerdutyEvent>[0]) => {
  const body = pagerdutyEvent(told);
  return deliver(api, pagerduty.path, body, signedByPagerduty(body));
};
const fire = (service: string, at: string) =>
  deliver(api, alertmanager.path, alertGroup({ name: 'Errors', at, labels: { service } }));
const coes = async () =>
  (await api.as().get('coes?limit=1000')).body.items as {
    id: string;
    title: string;
    severity: string;
    owner: string;
  }[];
const evidenceOf = async (coe: string) => (await api.as().get(`coes/${coe}/evidence`)).body.items;

describe('the inbox', () => {
  it('is read by service and time, the newest first, in pages', async () => {
    for (const minute of ['00', '10', '20', '30']) await fire('reading', `2026-03-02T10:${minute}:00Z`);
    await fire('other', '2026-03-02T10:15:00Z');
    const window = 'inbox?service=reading&from=2026-03-02T10:10:00Z&to=2026-03-02T12:30:00%2B02:00';
    const first = (await api.as().get(`${window}&limit=2`)).body;
    const second = (await api.as().get(`${window}&limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ at }) => at.slice(14, 16))).toEqual(['30', '20', '10']);
    expect(second.nextCursor).toBeNull();
    const { body } = await api.as().get('inbox/services');
    expect(body.items).toContainEqual({
      service: 'reading',
      items: 4,
      firstAt: '2026-03-02T10:00:00.000Z',
      lastAt: '2026-03-02T10:30:00.000Z',
    });
    const bad = await api.as().get('inbox?from=yesterday&to=2026-03-02&cursor=x&unknown=1');
    expect(bad.status).toBe(422);
    const huge = Buffer.from('[1e300,"x"]').toString('base64url');
    expect((await api.as().get(`inbox?cursor=${huge}`)).status).toBe(200);
    expect((await api.as().get('inbox?from=2026-03-02T10:00:00Z&to=2026-03-01T10:00:00Z')).body.errors[0].pointer).toBe(
      'query:to',
    );
  });

  it('holds no secret and no name of a person', async () => {
    const key = 'AKIAIOSFODNN7EXAMPLE';
    const annotated = JSON.parse(
      alertGroup({ name: 'Leak', at: '2026-03-02T11:00:00Z', labels: { service: 'redacted' } }),
    );
    annotated.alerts[0].annotations.summary = `Mail jane@example.com, key ${key}`;
    await deliver(api, alertmanager.path, JSON.stringify(annotated));
    await page({
      type: 'acknowledged',
      at: '2026-03-02T11:01:00Z',
      by: 'Jane Doe',
      service: 'redacted',
      incident: 'PRED',
    });
    const items = await api.service.database.connection
      .collection('inboxItems')
      .find({ service: 'redacted' })
      .toArray();
    const shown = (await api.as().get('inbox?service=redacted')).body;
    expect(items).toHaveLength(2);
    expect(JSON.stringify([items, shown])).not.toMatch(/AKIAIOSFODNN7EXAMPLE|jane@example|Jane Doe/);
    expect(shown.items[0].actor.name).toBe('a responder');
  });

  it('forgets what is older than the organisation wants', async () => {
    await fire('old', '2026-03-02T12:00:00Z');
    const { connection } = api.service.database;
    await connection
      .collection('inboxItems')
      .updateMany({ service: 'old' }, { $set: { receivedAt: new Date(Date.now() - 20 * 86_400_000) } });
    await api.service.expireInbox();
    expect((await api.as().get('inbox?service=old')).body.items).toHaveLength(1);
    await api.as().patch('inbox-settings').send({ keepDays: 10 }).expect(200);
    await api.service.expireInbox();
    expect((await api.as().get('inbox?service=old')).body.items).toEqual([]);
    await api.as().patch('inbox-settings').send({ keepDays: 30 });
    expect((await api.as().patch('inbox-settings').send({ keepDays: 0 })).status).toBe(422);
  });
});

describe('a COE from a window', () => {
  const window = { service: 'shop', from: '2026-03-03T10:00:00Z', to: '2026-03-03T11:00:00Z' };
  beforeAll(async () => {
    await fire('shop', '2026-03-03T10:05:00Z');
    await page({ type: 'triggered', at: '2026-03-03T10:06:00Z', service: 'shop', incident: 'PSHOP' });
    await page({
      type: 'acknowledged',
      at: '2026-03-03T10:08:00Z',
      by: 'Jane Doe',
      service: 'shop',
      incident: 'PSHOP',
    });
    await fire('shop', '2026-03-03T12:05:00Z');
  });

  it('has its evidence in the order of time, with people as in any import', async () => {
    const { status, body, headers } = await api.as().post('inbox/coe').send(window);
    expect([status, body.created, body.evidence]).toEqual([201, true, { found: 3, accepted: 3, duplicates: 0 }]);
    expect(headers.location).toBe(`/api/v1/coes/${body.coe.id}`);
    expect(body.coe.title).toMatch(/^shop: Alert Errors firing/);
    const items = await evidenceOf(body.coe.number);
    expect(items.map(({ at }: { at: string }) => at.slice(11, 16))).toEqual(['10:05', '10:06', '10:08']);
    expect(items[2].actor).toEqual({ kind: 'person', id: 'U-Jane', name: 'responder-1' });
    expect(JSON.stringify(items)).not.toContain('Jane Doe');
    const { body: who } = await api.as().get(`coes/${body.coe.number}/participants`);
    expect(who.items).toEqual([{ id: 'U-Jane', placeholder: 'responder-1', realName: 'Jane Doe' }]);
  });

  it('is one COE however often and by whomever it is asked for, and gets what came since', async () => {
    const before = (await coes()).length;
    const again = await api
      .as()
      .post('inbox/coe')
      .send({ ...window, from: '2026-03-03T12:00:00.000+02:00' });
    expect([again.status, again.body.created, again.body.evidence.accepted]).toEqual([200, false, 0]);
    await page({ type: 'resolved', at: '2026-03-03T10:40:00Z', service: 'shop', incident: 'PSHOP' });
    expect((await api.as().post('inbox/coe').send(window)).body.evidence).toEqual({
      found: 4,
      accepted: 1,
      duplicates: 3,
    });
    const author = await newUser(api, 'author');
    const other = await api.as(author).post('inbox/coe').send(window);
    expect([other.status, other.body.coe.id, other.body.evidence.accepted]).toEqual([200, again.body.coe.id, 0]);
    expect(await coes()).toHaveLength(before);
    const both = { service: 'shop', from: '2026-03-03T12:00:00Z', to: '2026-03-03T13:00:00Z' };
    const [one, two] = await Promise.all([
      api.as().post('inbox/coe').send(both),
      api.as().post('inbox/coe').send(both),
    ]);
    expect(one.body.coe.id).toBe(two.body.coe.id);
  });

  it('is not made of an empty window, by a viewer, or again once archived', async () => {
    const empty = await api
      .as()
      .post('inbox/coe')
      .send({ ...window, service: 'nobody' });
    expect([empty.status, empty.body.errors[0].pointer]).toEqual([422, '/service']);
    const viewer = await newUser(api, 'viewer');
    expect((await api.as(viewer).post('inbox/coe').send(window)).status).toBe(403);
    const one = { service: 'other', from: '2026-03-02T10:00:00Z', to: '2026-03-02T11:00:00Z' };
    const { body } = await api.as().post('inbox/coe').send(one);
    await api.as().delete(`coes/${body.coe.id}`);
    expect((await api.as().post('inbox/coe').send(one)).status).toBe(409);
    const attach = { ...one, coe: body.coe.number };
    expect((await api.as().post('inbox/attach').send(attach)).status).toBe(409);
  });

  it('names every bad field', async () => {
    const { status, body } = await api
      .as()
      .post('inbox/coe')
      .send({ service: '', from: 'noon', severity: 'SEV9', x: 1 });
    expect(status).toBe(422);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/service', '/from', '/to', '/severity', '/x']));
  });

  it('can be added to a COE that people already write, by those who may edit it', async () => {
    const { body: coe } = await api.as().post('coes').send({ title: 'Written by hand' });
    const attach = { ...window, coe: coe.number };
    expect((await api.as().post('inbox/attach').send(attach)).body.evidence).toEqual({
      found: 4,
      accepted: 4,
      duplicates: 0,
    });
    expect((await api.as().post('inbox/attach').send(attach)).body.evidence.duplicates).toBe(4);
    expect(await evidenceOf(coe.id)).toHaveLength(4);
    const stranger = await newUser(api, 'author');
    expect((await api.as(stranger).post('inbox/attach').send(attach)).status).toBe(403);
    expect(
      (
        await api
          .as()
          .post('inbox/attach')
          .send({ ...window, coe: 'COE-9999' })
      ).status,
    ).toBe(404);
  });
});

describe('the rule for resolved incidents', () => {
  const incident = { service: 'rule', incident: 'PRULE' };
  const resolve = (at = '2026-03-04T10:30:00Z') => page({ type: 'resolved', at, ...incident });
  const opened = async () => (await coes()).filter(({ title }) => title.includes('in rule'));

  it('does nothing until the organisation switches it on', async () => {
    await fire('rule', '2026-03-04T09:50:00Z');
    await page({ type: 'triggered', at: '2026-03-04T10:00:00Z', ...incident });
    await resolve();
    expect(await opened()).toEqual([]);
  });

  it('opens one draft for an incident with what the inbox holds of its time, however often it is told', async () => {
    await api.as().patch('inbox-settings').send({ openDrafts: true }).expect(200);
    expect((await resolve()).body).toEqual({ accepted: 0, duplicates: 1, rejected: 0 });
    await resolve();
    const [coe, ...more] = await opened();
    expect(more).toEqual([]);
    expect(coe).toMatchObject({ severity: 'SEV1', status: 'draft', services: ['rule'], owner: 'administrator' });
    const times = async () => (await evidenceOf(coe?.id as string)).map(({ at }: { at: string }) => at.slice(11, 16));
    expect(await times()).toEqual(['09:50', '10:00', '10:30']);
    await page({ type: 'reopened', at: '2026-03-04T10:45:00Z', ...incident });
    await resolve('2026-03-04T11:10:00Z');
    expect(await opened()).toHaveLength(1);
    expect(await times()).toEqual(['09:50', '10:00', '10:30', '10:45', '11:10']);
  });

  it('leaves lesser incidents alone, and knows the words of the organisation', async () => {
    const before = (await coes()).length;
    await page({ type: 'resolved', at: '2026-03-04T12:00:00Z', incident: 'PLOW', priority: 'P3' });
    const fix = alertGroup({
      name: 'Burn',
      at: '2026-03-04T13:00:00Z',
      until: '2026-03-04T13:30:00Z',
      labels: { service: 'words' },
    });
    await deliver(api, alertmanager.path, fix);
    expect(await coes()).toHaveLength(before);
    await api
      .as()
      .patch('inbox-settings')
      .send({ severityWords: { SEV1: [], SEV2: ['critical'] } })
      .expect(200);
    await deliver(api, alertmanager.path, fix);
    expect((await coes()).find(({ title }) => title.includes('in words'))).toMatchObject({ severity: 'SEV2' });
  });

  it('takes any words for a title and a service', async () => {
    const [at, until] = ['2026-03-04T15:00:00Z', '2026-03-04T15:30:00Z'];
    const labels = { service: 'odd\u0000\nservice \ud83d\udd25'.padEnd(300, '\ud83d\udd25') };
    const { status } = await deliver(
      api,
      alertmanager.path,
      alertGroup({ name: `Fire\ud83d\n${'x'.repeat(300)}`, at, until, labels }),
    );
    expect(status).toBe(202);
    expect((await coes()).some(({ title }) => title.includes('in odd service \ud83d\udd25'))).toBe(true);
  });

  it('adds nothing once people have archived its COE', async () => {
    const [coe] = await opened();
    await api.as().delete(`coes/${coe?.id}`);
    expect((await resolve('2026-03-04T14:00:00Z')).status).toBe(202);
    expect(await opened()).toEqual([]);
  });
});
