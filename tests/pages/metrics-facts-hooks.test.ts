import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { incidentIn } from '../drafting/incident-service.js';
import { MINUTE, NOON } from '../metrics/points.js';
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

const stamp = (minute: number) => new Date(NOON + minute * MINUTE).toISOString();
const CSV = `time,errors\n${Array.from({ length: 120 }, (_, i) => `${stamp(i)},${i >= 60 && i < 90 ? 9 : 1}`).join('\n')}`;

function upload(path: string, body: string) {
  return api
    .as(null)
    .post(path)
    .set('Cookie', visitor.cookie)
    .set('Origin', api.url)
    .set('Accept', 'text/html')
    .field('zone', '')
    .attach('file', Buffer.from(body), 'errors.csv');
}

describe('the metrics page', () => {
  let number: string;
  beforeAll(async () => {
    const { coe } = await incidentIn(api, [], {
      keyMoments: { impactStart: { at: stamp(60) }, detected: { at: stamp(85) }, mitigated: { at: stamp(90) } },
    });
    number = (await api.as().get(`coes/${coe}`)).body.number;
  });

  it('imports a file, or says what is wrong with it', async () => {
    expect((await visitor.get(`/coes/${number}/metrics`)).text).toContain('No metrics yet');
    const bad = await upload(`/coes/${number}/metrics`, 'hello');
    expect([bad.status, bad.text.includes('No time series could be recognised')]).toEqual([422, true]);
    const done = await upload(`/coes/${number}/metrics`, CSV);
    expect(done.status).toBe(200);
    expect(done.text).toContain('1 metric imported');
    expect(done.text).toContain('<svg');
    expect(done.text).toContain('class="impact"');
  });

  it('replays the alternatives of the form with exact numbers, and names a bad field', async () => {
    const row = 'comparison=>&datapoints=2&of=3&periodSeconds=60&statistic=Average';
    const tried = await visitor.get(
      `/coes/${number}/metrics?metric=errors&try=backtest&threshold=5&${row}&threshold=&${row}&threshold=50&${row}`,
    );
    expect(tried.status).toBe(200);
    const results = tried.text.slice(tried.text.indexOf('class="alarm-results"'));
    expect(results).toContain('2026-03-04 13:02:00');
    expect(results).toContain('23 min');
    expect(results).toContain('would not have fired');
    expect(results).toContain('1 h 30 min');
    const bad = await visitor.get(
      `/coes/${number}/metrics?metric=errors&try=backtest&threshold=high&datapoints=9&of=3`,
    );
    expect([bad.status, bad.text.includes('role="alert"')]).toEqual([422, true]);
    expect((await visitor.get(`/coes/${number}/metrics?metric=nope`)).status).toBe(404);
  });

  it('proposes settings, and puts the graph with both thresholds into the report', async () => {
    const proposed = await visitor.get(`/coes/${number}/metrics?metric=errors&try=proposal`);
    expect(proposed.text).toContain('nothing is called best with under seven days');
    const drawn = await visitor.get(`/coes/${number}/metrics?metric=errors&alarmThreshold=5&investigationThreshold=3`);
    for (const words of ['alarm 5', 'investigation 3']) expect(drawn.text).toContain(words);
    const form = { metric: 'errors', title: 'Errors', alarmThreshold: '5', investigationThreshold: '3' };
    const put = await visitor.post(`/coes/${number}/metrics/charts`, form);
    expect(put.status).toBe(303);
    const { charts } = (await api.as().get(`coes/${number}`)).body;
    expect(charts).toMatchObject([{ metricId: 'errors', alarmThreshold: 5, investigationThreshold: 3 }]);
    expect(charts[0].dataHash).not.toBeNull();
    const bad = await visitor.post(`/coes/${number}/metrics/charts`, { ...form, title: '', alarmThreshold: 'x' });
    expect(bad.status).toBe(422);
  });
});

describe('the facts page', () => {
  it('keeps, corrects, rejects and states facts', async () => {
    const { draft, get } = await incidentIn(api, [
      { at: stamp(0), kind: 'message', actor: 'sre-1', text: 'errors at checkout, about 4,200 customers affected' },
      { at: stamp(9), kind: 'message', actor: 'sre-1', text: '<b>120</b> failed requests' },
    ]);
    await draft();
    const { number } = await get('');
    const page = await visitor.get(`/coes/${number}/facts`);
    expect(page.text).toContain('proposed by a draft');
    expect(page.text).not.toContain('<b>120');
    const { items } = await get('/facts');
    const idOf = (name: string) => items.find((fact: { name: string }) => fact.name === name).id;
    const act = (id: string, form: Record<string, string>) => visitor.post(`/coes/${number}/facts/${id}`, form);
    expect((await act(idOf('customersAffected'), { value: '5,100', note: 'the ledger' })).status).toBe(303);
    expect((await act(idOf('responders'), { state: 'rejected' })).status).toBe(303);
    await visitor.post(`/coes/${number}/facts`, { name: 'Refunds', value: '12', unit: '', note: '' });
    const bad = await visitor.post(`/coes/${number}/facts`, { name: '', value: '', unit: '', note: '' });
    expect([bad.status, bad.text.includes('role="alert"')]).toEqual([422, true]);
    const after = await visitor.get(`/coes/${number}/facts`);
    expect(after.text).toContain('Customers affected: 5,100');
    expect(after.text).toContain('the evidence says 4,200');
    expect(after.text).toContain('1 rejected fact');
    expect(after.text).toContain('Refunds: 12');
  });
});

describe('the page of webhooks', () => {
  it('registers a sender and shows its secret once', async () => {
    const empty = await visitor.get('/admin/hooks');
    expect(empty.text).toContain('Nobody may send webhooks yet');
    const made = await visitor.post('/admin/hooks', { source: 'github', name: '<i>Repo</i>', service: 'checkout' });
    expect([made.status, made.headers['cache-control']]).toEqual([200, 'no-store']);
    const [url = '', secret = ''] = [...made.text.matchAll(/<code class="secret">([^<]+)<\/code>/g)].map(
      ([, code]) => code as string,
    );
    expect(url).toContain('/api/v1/hooks/github/');
    expect(secret.length).toBeGreaterThan(16);
    const later = await visitor.get('/admin/hooks');
    expect(later.text).not.toContain(secret);
    expect(later.text).not.toContain(url);
    expect(later.text).not.toContain('<i>Repo');
    const [hook] = (await api.as().get('hook-registrations')).body.items;
    await visitor.post(`/admin/hooks/${hook.id}/change`, { enabled: 'false' });
    expect((await visitor.get('/admin/hooks')).text).toContain('switched off');
    const rotated = await visitor.post(`/admin/hooks/${hook.id}/rotate`, {});
    expect(rotated.text).toContain('/api/v1/hooks/github/');
    expect(rotated.text).not.toContain(url);
    expect((await visitor.post(`/admin/hooks/${hook.id}/remove`, {})).status).toBe(303);
    expect((await api.as().get('hook-registrations')).body.items).toEqual([]);
  });

  it('registers and rotates once when its answer is reloaded', async () => {
    const form = { source: 'grafana', name: 'Grafana', service: '', key: 'form_1' };
    expect((await visitor.post('/admin/hooks', form)).status).toBe(200);
    expect((await visitor.post('/admin/hooks', form)).status).toBe(303);
    const page = await visitor.get('/admin/hooks');
    expect(page.text.match(/<h3 /g)).toHaveLength(1);
    expect(page.text).toMatch(/name="key" value="form_/);
    const instead = /name="instead" value="([^"]+)"/.exec(page.text)?.[1] as string;
    const [hook] = (await api.as().get('hook-registrations')).body.items;
    const rotate = () => visitor.post(`/admin/hooks/${hook.id}/rotate`, { instead });
    expect((await rotate()).status).toBe(200);
    expect((await rotate()).status).toBe(303);
    await visitor.post(`/admin/hooks/${hook.id}/remove`, {});
  });

  it('tells on the page what is wrong, and is for administrators only', async () => {
    const bad = await visitor.post('/admin/hooks', {
      source: 'alertmanager',
      name: 'A',
      service: '',
      signingSecret: 'x'.repeat(20),
    });
    expect([bad.status, bad.text.includes('does not sign with a secret')]).toEqual([422, true]);
    const author = await signIn(api, await newUser(api, 'author'));
    expect((await author.get('/admin/hooks')).status).toBe(403);
  });
});

describe('the files page', () => {
  it('takes a picture, tells how to show it, and says what is wrong with a file', async () => {
    const { body: coe } = await api.as().post('coes').send({ title: 'With a picture' });
    const path = `/coes/${coe.number}/files`;
    expect((await visitor.get(path)).text).toContain('No picture yet');
    const empty = await upload(path, '');
    expect([empty.status, empty.text.includes('The body is empty')]).toEqual([422, true]);
    const done = await upload(path, 'the words of a log');
    expect(done.status).toBe(303);
    const [file] = (await api.as().get(`coes/${coe.number}/attachments`)).body.items;
    expect(done.headers.location).toBe(`${path}#${file.id}`);
    expect((await visitor.get(path)).text).toContain(`[errors.csv](attachment:${file.id})`);
    const viewer = await signIn(api, await newUser(api, 'viewer'));
    expect((await viewer.get(path)).status).toBe(404);
  });
});
