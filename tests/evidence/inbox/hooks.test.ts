import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { coeStore } from '../../../src/coe/store.js';
import { openInbox } from '../../../src/evidence/inbox/open-inbox.js';
import { evidenceStore } from '../../../src/evidence/store.js';
import { problemHandler } from '../../../src/http/problem.js';
import { newUser } from '../../review/new-user.js';
import { openTestService, type TestService } from '../../service.js';
import {
  alertGroup,
  deliver,
  hmac,
  PAGERDUTY_SECRET,
  pagerdutyEvent,
  register,
  signedByPagerduty,
} from './deliveries.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const inboxOf = async (service: string) => {
  const { body } = await api.as().get(`inbox?service=${encodeURIComponent(service)}`);
  return body.items as { text: string; source: string; kind: string; state: string; at: string }[];
};
const at = '2026-03-01T10:00:00.000Z';

describe('an address', () => {
  it('answers alike for an unknown secret, a foreign source, a disabled hook and nonsense', async () => {
    const hook = await register(api, { source: 'alertmanager', service: 'address' });
    const other = hook.path.replace('alertmanager', 'opsgenie');
    const wrong = hook.path.slice(0, -1) + (hook.path.endsWith('A') ? 'B' : 'A');
    const body = alertGroup({ name: 'A', at });
    const answers = [];
    for (const path of [other, wrong, '/api/v1/hooks/alertmanager/x', '/hooks/nobody/%00'])
      answers.push(await deliver(api, path, body));
    await api.as().patch(`hook-registrations/${hook.id}`).send({ enabled: false });
    answers.push(await deliver(api, hook.path, body));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    await api.as().patch(`hook-registrations/${hook.id}`).send({ enabled: true });
    expect((await deliver(api, hook.path.replace('/api/v1', ''), body)).status).toBe(202);
  });

  it('is shown once, and neither it nor a signing secret lies in the database or in a log line', async () => {
    const signingSecret = 'a-signing-secret-of-pagerduty';
    const answer = await api
      .as()
      .post('hook-registrations')
      .set('Idempotency-Key', 'once')
      .send({ source: 'pagerduty', name: 'x', signingSecret });
    const secret = String(answer.body.url).split('/').at(-1) as string;
    expect(secret).toMatch(/^[\w-]{43}$/);
    await deliver(api, `/api/v1/hooks/pagerduty/${secret}`, '{}');
    await api.as(null).get(`/api/v1/hooks/pagerduty/${secret}`);
    const { connection } = api.service.database;
    const stored = [];
    for (const { name } of await connection.listCollections())
      stored.push(...(await connection.collection(name).find().toArray()));
    const everything = JSON.stringify([stored, api.logs, (await api.as().get('hook-registrations')).body]);
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(signingSecret);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('hides its secret from the log also when the service fails', async () => {
    const hook = await register(api, { source: 'alertmanager' });
    const { connection } = api.service.database;
    await connection.collection('hooks').updateOne({ _id: hook.id as never }, { $set: { 'keys.0.sealed': 'broken' } });
    const before = api.logs.length;
    expect((await deliver(api, hook.path, alertGroup({ name: 'A', at }))).status).toBe(500);
    const lines = JSON.stringify(api.logs.slice(before));
    expect(lines).toContain('"fault"');
    expect(lines).not.toContain(hook.path.split('/').at(-1) as string);
  });

  it('is exchanged by a rotation; the old one ends at once, or after the hours asked for', async () => {
    const hook = await register(api, { source: 'github', service: 'rotated' });
    const rotate = (body: object) => api.as().post(`hook-registrations/${hook.id}/rotate`).send(body);
    const ping = (url: string, secret: string) =>
      deliver(api, new URL(url).pathname, '{"zen":"x"}', {
        'X-GitHub-Event': 'ping',
        'X-Hub-Signature-256': `sha256=${hmac('{"zen":"x"}', secret)}`,
      });
    const { body: second } = await rotate({ keepOldHours: 1 });
    expect((await ping(hook.url, hook.signingSecret as string)).status).toBe(202);
    expect((await ping(second.url, second.signingSecret)).status).toBe(202);
    expect((await ping(second.url, hook.signingSecret as string)).status).toBe(403);
    const { body: third } = await rotate({});
    expect((await ping(hook.url, hook.signingSecret as string)).status).toBe(404);
    expect((await ping(second.url, second.signingSecret)).status).toBe(404);
    expect((await ping(third.url, third.signingSecret)).status).toBe(202);
    await api.as().delete(`hook-registrations/${hook.id}`).expect(204);
    expect((await ping(third.url, third.signingSecret)).status).toBe(404);
  });

  it('is managed by administrators only', async () => {
    const author = await newUser(api, 'author');
    const body = { source: 'alertmanager', name: 'x' };
    expect((await api.as(author).post('hook-registrations').send(body)).status).toBe(403);
    expect((await api.as(author).get('hook-registrations')).status).toBe(403);
    expect((await api.as(author).patch('inbox-settings').send({ keepDays: 3 })).status).toBe(403);
    const viewer = await newUser(api, 'viewer');
    expect((await api.as(viewer).get('inbox')).status).toBe(403);
  });

  it('names every bad field of a registration', async () => {
    const { status, body } = await api
      .as()
      .post('hook-registrations')
      .send({ source: 'fax', name: '', zone: 'Mars/Olympus', extra: 1 });
    expect(status).toBe(422);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/source', '/name', '/zone', '/extra']));
    const unfit = await api
      .as()
      .post('hook-registrations')
      .send({ source: 'statuspage', name: 'x', signingSecret: '0123456789abcdef' });
    expect([unfit.status, unfit.body.errors[0].pointer]).toEqual([422, '/signingSecret']);
  });
});

describe('PagerDuty', () => {
  const event = pagerdutyEvent({ type: 'triggered', at });

  it('is taken with a right signature, also as one of several while a secret is exchanged', async () => {
    const hook = await register(api, { source: 'pagerduty', signingSecret: PAGERDUTY_SECRET, service: 'pd' });
    const several = { 'X-PagerDuty-Signature': `v1=${'0'.repeat(64)}, v1=${hmac(event, PAGERDUTY_SECRET)}` };
    const first = await deliver(api, hook.path, event, several);
    expect([first.status, first.body]).toEqual([202, { accepted: 1, duplicates: 0, rejected: 0 }]);
    const again = await deliver(api, hook.path, event, signedByPagerduty(event));
    expect([again.status, again.body]).toEqual([202, { accepted: 0, duplicates: 1, rejected: 0 }]);
    expect(await inboxOf('pd')).toMatchObject([{ source: 'pagerduty', kind: 'page', state: 'open', at }]);
  });

  it('is refused without a signature, with a wrong one, of another version, over another body, and before a secret is set', async () => {
    const hook = await register(api, { source: 'pagerduty', signingSecret: PAGERDUTY_SECRET, service: 'pd-refused' });
    const right = hmac(event, PAGERDUTY_SECRET);
    const wrong = [
      {},
      { 'X-PagerDuty-Signature': `v1=${hmac(event, 'other')}` },
      { 'X-PagerDuty-Signature': `v0=${right}` },
    ];
    for (const headers of wrong) expect((await deliver(api, hook.path, event, headers)).status).toBe(403);
    expect((await deliver(api, hook.path, `${event} `, signedByPagerduty(event))).status).toBe(403);
    const unset = await register(api, { source: 'pagerduty', service: 'pd-refused' });
    expect((await deliver(api, unset.path, event, signedByPagerduty(event))).status).toBe(403);
    expect(await inboxOf('pd-refused')).toEqual([]);
    await api.as().patch(`hook-registrations/${unset.id}`).send({ signingSecret: PAGERDUTY_SECRET }).expect(200);
    expect((await deliver(api, unset.path, event, signedByPagerduty(event))).status).toBe(202);
    const { body } = await api.as().get('hook-registrations?limit=1000');
    const listed = body.items.find(({ id }: { id: string }) => id === hook.id);
    expect(listed).toMatchObject({
      signature: 'checked',
      deliveries: 0,
      lastProblem: { reason: expect.stringContaining('signature') },
    });
  });

  it('greets with a ping, which is no evidence', async () => {
    const hook = await register(api, { source: 'pagerduty', signingSecret: PAGERDUTY_SECRET, service: 'pd-ping' });
    const ping = JSON.stringify({
      event: { id: '1', event_type: 'pagey.ping', occurred_at: at, data: { message: 'Hello' } },
    });
    const { status, body } = await deliver(api, hook.path, ping, signedByPagerduty(ping));
    expect([status, body.accepted]).toEqual([202, 0]);
  });
});

describe('GitHub', () => {
  const body = JSON.stringify({
    deployment_status: { id: 7, state: 'success', environment: 'production', created_at: at },
    deployment: { id: 6, ref: 'main', sha: 'abcdef1234567', environment: 'production' },
    repository: { full_name: 'acme/checkout' },
    sender: { login: 'jane-doe', type: 'User' },
  });

  it('is signed with a secret made here, as JSON or as a form', async () => {
    const hook = await register(api, { source: 'github', services: [{ when: 'ACME/checkout', service: 'gh' }] });
    const secret = hook.signingSecret as string;
    const sign = (text: string) => ({ 'X-Hub-Signature-256': `sha256=${hmac(text, secret)}` });
    expect((await deliver(api, hook.path, body, sign(body))).body.accepted).toBe(1);
    const form = new URLSearchParams({ payload: body }).toString();
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await deliver(api, hook.path, form, { ...sign(form), ...type })).body.duplicates).toBe(1);
    expect((await deliver(api, hook.path, body, { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` })).status).toBe(
      403,
    );
    expect((await deliver(api, hook.path, body)).status).toBe(403);
    const items = await inboxOf('gh');
    expect(items).toMatchObject([{ source: 'github', kind: 'deploy', state: 'succeeded' }]);
    expect(JSON.stringify(items)).not.toContain('jane-doe');
  });

  it('files a repository of somebody by its name alone', async () => {
    const hook = await register(api, { source: 'github' });
    const own = body.replace('acme/checkout', 'jane-doe/dotfiles');
    const headers = { 'X-Hub-Signature-256': `sha256=${hmac(own, hook.signingSecret as string)}` };
    expect((await deliver(api, hook.path, own, headers)).body.accepted).toBe(1);
    expect(await inboxOf('dotfiles')).toHaveLength(1);
  });

  it('events that tell nothing of an incident are taken and dropped, so that GitHub goes on sending', async () => {
    const hook = await register(api, { source: 'github' });
    const star = JSON.stringify({
      action: 'created',
      starred_at: at,
      repository: { full_name: 'a/b' },
      sender: { login: 'x' },
    });
    const answer = await deliver(api, hook.path, star, {
      'X-Hub-Signature-256': `sha256=${hmac(star, hook.signingSecret as string)}`,
    });
    expect([answer.status, answer.body.accepted, answer.body.rejected]).toEqual([202, 0, 1]);
  });
});

describe('senders whose address is the key', () => {
  it('Alertmanager: a repeated notification is a duplicate, a resolution is not', async () => {
    const hook = await register(api, { source: 'alertmanager' });
    const labels = { service: 'am', instance: 'web-1' };
    const send = (until?: string) =>
      deliver(api, hook.path, alertGroup({ name: 'Errors', at, labels, ...(until ? { until } : {}) }));
    expect((await send()).body).toEqual({ accepted: 1, duplicates: 0, rejected: 0 });
    expect((await send()).body).toEqual({ accepted: 0, duplicates: 1, rejected: 0 });
    expect((await send('2026-03-01T10:20:00Z')).body.accepted).toBe(1);
    expect((await inboxOf('am')).map(({ state }) => state)).toEqual(['ok', 'firing']);
  });

  it('Grafana: alerts in Alertmanager shape; with a secret they must be signed', async () => {
    const open = await register(api, { source: 'grafana', service: 'gf' });
    const body = alertGroup({ name: 'Latency', at });
    expect((await deliver(api, open.path, body)).body.accepted).toBe(1);
    const signed = await register(api, { source: 'grafana', service: 'gf', signingSecret: 'a-grafana-secret-16' });
    expect((await deliver(api, signed.path, body)).status).toBe(403);
    const headers = { 'X-Grafana-Alerting-Signature': hmac(body, 'a-grafana-secret-16') };
    expect((await deliver(api, signed.path, body, headers)).body.duplicates).toBe(1);
  });

  it('Grafana: a classic alert, which has no time, counts from its receipt and says so', async () => {
    const hook = await register(api, { source: 'grafana', service: 'classic' });
    const alert = (state: string) =>
      JSON.stringify({ ruleId: 5, ruleName: 'Latency', state, evalMatches: [{ value: 1, metric: 'm' }] });
    const before = Date.now();
    expect((await deliver(api, hook.path, alert('alerting'))).body.accepted).toBe(1);
    expect((await deliver(api, hook.path, alert('ok'))).body.accepted).toBe(1);
    const [ok, alerting] = await inboxOf('classic');
    expect([alerting?.state, ok?.state]).toEqual(['firing', 'ok']);
    expect(alerting).toMatchObject({ zoneOrigin: 'assumed', text: expect.stringContaining('time of receipt') });
    expect(Date.parse(alerting?.at as string)).toBeGreaterThanOrEqual(before - 1000);
  });

  it('Statuspage: one item an update, filed by component', async () => {
    const hook = await register(api, { source: 'statuspage', services: [{ when: 'Payments API', service: 'sp' }] });
    const update = (id: string, status: string, when: string) => ({
      id,
      status,
      body: `We are ${status}`,
      incident_id: 'inc1',
      display_at: when,
      affected_components: [{ name: 'Payments API' }],
    });
    const body = JSON.stringify({
      page: { id: 'p' },
      incident: {
        id: 'inc1',
        name: 'Payments delayed',
        impact: 'major',
        incident_updates: [update('2', 'resolved', '2026-03-01T11:00:00Z'), update('1', 'investigating', at)],
      },
    });
    expect((await deliver(api, hook.path, body)).body.accepted).toBe(2);
    expect((await inboxOf('sp')).map(({ state }) => state)).toEqual(['resolved', 'open']);
  });

  it('Opsgenie: nanoseconds beyond 2^53 keep their digits', async () => {
    const hook = await register(api, { source: 'opsgenie', service: 'og' });
    const body = `{"action":"Acknowledge","alert":{"alertId":"a1","message":"disk full","username":"jane@example.com","updatedAt":1772359200123000962,"createdAt":1772359190000}}`;
    expect((await deliver(api, hook.path, body)).body.accepted).toBe(1);
    expect(await inboxOf('og')).toMatchObject([{ state: 'acknowledged', at: '2026-03-01T10:00:00.123Z' }]);
    expect((await deliver(api, hook.path, body)).body.duplicates).toBe(1);
  });
});

describe('CloudEvents', () => {
  const event = {
    specversion: '1.0',
    id: 'e1',
    source: '/ci',
    type: 'build.failed',
    time: at,
    data: { message: 'no disk' },
  };

  it('come structured, as a batch and in binary mode, and are one event', async () => {
    const hook = await register(api, { source: 'cloudevents', service: 'ce' });
    const structured = await deliver(api, hook.path, JSON.stringify(event), {
      'Content-Type': 'application/cloudevents+json',
    });
    expect(structured.body).toEqual({ accepted: 1, duplicates: 0, rejected: 0 });
    const batch = JSON.stringify([event, { ...event, id: 'e2', time: '2026-03-01T10:01:00Z' }]);
    const batched = await deliver(api, hook.path, batch, { 'Content-Type': 'application/cloudevents-batch+json' });
    expect(batched.body).toEqual({ accepted: 1, duplicates: 1, rejected: 0 });
    const binary = await deliver(api, hook.path, JSON.stringify(event.data), {
      'ce-specversion': '1.0',
      'ce-id': 'e1',
      'ce-source': '%2Fci',
      'ce-type': 'build.failed',
      'ce-time': at,
    });
    expect(binary.body).toEqual({ accepted: 0, duplicates: 1, rejected: 0 });
  });

  it('in binary mode may hold text, bytes, or nothing', async () => {
    const hook = await register(api, { source: 'cloudevents', service: 'ce-binary' });
    const headers = { 'ce-specversion': '1.0', 'ce-source': '/ci', 'ce-type': 'note', 'ce-time': at };
    const text = await deliver(api, hook.path, 'disk full', { ...headers, 'ce-id': 't', 'Content-Type': 'text/plain' });
    const bytes = await deliver(api, hook.path, '\u0001\u0002', {
      ...headers,
      'ce-id': 'b',
      'Content-Type': 'application/octet-stream',
    });
    const none = await deliver(api, hook.path, '', { ...headers, 'ce-id': 'n' });
    expect([text, bytes, none].map(({ body }) => body.accepted)).toEqual([1, 1, 1]);
    expect((await inboxOf('ce-binary')).some((item) => item.text.includes('disk full'))).toBe(true);
    const broken = await deliver(api, hook.path, '{}', { ...headers, 'ce-id': '%zz' });
    expect(broken.status).toBe(400);
  });

  it('may ask first whether they may be sent', async () => {
    const hook = await register(api, { source: 'cloudevents' });
    const asked = await fetch(api.url + hook.path, {
      method: 'OPTIONS',
      headers: { 'WebHook-Request-Origin': 'eventgrid.example' },
    });
    expect([asked.status, asked.headers.get('webhook-allowed-origin')]).toEqual([204, 'eventgrid.example']);
    expect((await fetch(`${api.url}/api/v1/hooks/cloudevents/none`, { method: 'OPTIONS' })).status).toBe(404);
  });
});

describe('a bad delivery', () => {
  it('is refused with what is wrong: no JSON, empty, too deep, oversized, times without a zone', async () => {
    const hook = await register(api, { source: 'alertmanager', service: 'bad' });
    const statusOf = async (body: string) => (await deliver(api, hook.path, body)).status;
    expect(await statusOf('{"a":')).toBe(400);
    expect(await statusOf('')).toBe(400);
    expect(await statusOf('['.repeat(100) + ']'.repeat(100))).toBe(400);
    expect(await statusOf(JSON.stringify({ filler: 'x'.repeat(2_100_000) }))).toBe(413);
    expect(await inboxOf('bad')).toEqual([]);
    const events = await register(api, { source: 'cloudevents', service: 'zoneless' });
    const local = JSON.stringify({ time: '2026-03-01 10:00:00', message: 'restarted' });
    expect((await deliver(api, events.path, local)).status).toBe(422);
    await api.as().patch(`hook-registrations/${events.id}`).send({ zone: 'Europe/Copenhagen' }).expect(200);
    expect((await deliver(api, events.path, local)).body.accepted).toBe(1);
    expect((await inboxOf('zoneless'))[0]?.at).toBe('2026-03-01T09:00:00.000Z');
  });
});

describe('a flood of deliveries', () => {
  it('of one sender is told to come back, and other senders are not', async () => {
    const mad = await register(api, { source: 'alertmanager', service: 'flood' });
    const calm = await register(api, { source: 'alertmanager', service: 'flood' });
    const { connection } = api.service.database;
    const clock = { now: () => new Date() };
    const store = coeStore(connection, clock);
    const { router } = openInbox({
      connection,
      clock,
      store,
      create: () => Promise.reject(new Error('not asked for')),
      evidence: evidenceStore(connection),
      authoriseCoe: () => Promise.reject(new Error('not asked for')),
      fetch,
      publicUrl: undefined,
      assertRoom: () => undefined,
      limit: { perSecond: 0.01, burst: 2 },
    });
    const app = express().use(
      router,
      problemHandler({ log: () => undefined }, () => undefined),
    );
    const send = (path: string) =>
      request(app)
        .post(path)
        .type('json')
        .send(alertGroup({ name: 'Flood', at }));
    const answers = [await send(mad.path), await send(mad.path), await send(mad.path), await send(calm.path)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 429, 202]);
    expect(answers[2]?.headers['retry-after']).toBe('100');
  });
});
