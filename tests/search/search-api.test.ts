import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newUser } from '../review/new-user.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
let author: string;
beforeAll(async () => {
  api = await openTestService();
  author = await newUser(api, 'author');
});
afterAll(() => api.close());

const create = async (body: object) => (await api.as().post('coes').send(body)).body as { id: string; number: string };
const search = async (query: string, token?: string) => (await api.as(token).get(`search?${query}`)).body;
const numbers = async (query: string, token?: string) =>
  (await search(query, token)).items.map((item: { coe: { number: string } }) => item.coe.number);

describe('GET /search', () => {
  it('finds a COE by a word of any section at once after the write, also after an edit, and not when archived', async () => {
    const coe = await create({ title: 'Gateway down', lessonsLearned: [{ text: 'Renewals that fail quietly hurt.' }] });
    expect(await numbers('q=renewal')).toEqual([coe.number]);
    const etag = (await api.as().get(`coes/${coe.id}`)).headers.etag as string;
    await api.as().patch(`coes/${coe.id}`).set('If-Match', etag).send({ summary: 'A zookeeper quorum was lost.' });
    const [item] = (await search('q=zookeeper')).items;
    expect(item).toMatchObject({ coe: { id: coe.id, number: coe.number, title: 'Gateway down' }, section: 'summary' });
    expect(item.snippet.slice(item.matches[0].from, item.matches[0].to)).toBe('zookeeper');
    await api.as().delete(`coes/${coe.id}`);
    expect(await numbers('q=zookeeper')).toEqual([]);
  });

  it('filters, counts facets and pages', async () => {
    for (const [severity, service] of [
      ['SEV1', 'mail'],
      ['SEV2', 'mail'],
      ['SEV2', 'web'],
    ])
      await create({ title: 'Quokka outage', severity, services: [service] });
    const all = await search('q=quokka&limit=2');
    expect(all).toMatchObject({
      total: 3,
      facets: {
        severity: [
          { value: 'SEV2', count: 2 },
          { value: 'SEV1', count: 1 },
        ],
      },
    });
    const rest = await search(`q=quokka&limit=2&cursor=${all.nextCursor}`);
    expect([...all.items, ...rest.items]).toHaveLength(3);
    expect(rest.nextCursor).toBeNull();
    expect(await numbers('q=quokka&severity=SEV2&service=mail')).toHaveLength(1);
    expect(await numbers('q=quokka&from=2100-01-01')).toEqual([]);
  });

  it('refuses bad parameters by name, and any words are words', async () => {
    const bad = await api.as().get('search?q=x&severity=9&from=yesterday&limit=0&colour=red&cursor=zz');
    expect(bad.status).toBe(422);
    expect(bad.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      'query:colour',
      'query:from',
      'query:limit',
      'query:severity',
    ]);
    for (const words of ['"', '(', '$where', '*', '%00', '__proto__ constructor', '(a+)+$', '🚒', "' OR 1=1"])
      expect((await api.as().get(`search?q=${encodeURIComponent(words)}`)).status).toBe(200);
  });

  it('shows a restricted COE to nobody who is not on it', async () => {
    const coe = await create({ title: 'Wombat breach', restricted: true, services: ['wombat-service'] });
    expect(await numbers('q=wombat')).toEqual([coe.number]);
    for (const query of [
      'q=wombat',
      'q=wombta',
      'service=wombat-service',
      'q=service:wombat-service',
      'q="wombat breach"',
    ])
      expect(await search(query, author)).toMatchObject({ items: [], total: 0, corrected: [] });
    expect(JSON.stringify((await search('', author)).facets)).not.toContain('wombat');
  });

  it('refuses a field that cannot hold what is asked, and says what to write', async () => {
    const bad = await api.as().get('search?q=x%20severity:9%20after:soon');
    expect(bad.status).toBe(422);
    expect(bad.body.errors).toEqual([
      { pointer: 'query:q', detail: expect.stringContaining('SEV1, SEV2') },
      { pointer: 'query:q', detail: expect.stringContaining('after:2026-01') },
    ]);
  });

  it('needs a token', async () => {
    expect((await api.as(null).get('search?q=x')).status).toBe(401);
  });
});

describe('GET /search/suggest', () => {
  const suggest = async (q: string, token?: string) =>
    (await api.as(token).get(`search/suggest?q=${encodeURIComponent(q)}`)).body.items;

  it('completes the last word by what the asker may see', async () => {
    await create({ title: 'Numbat stopped', services: ['numbat service'], summary: 'numbats everywhere' });
    await create({ title: 'Numbats again' });
    await create({ title: 'Numbing secret', restricted: true, services: ['numbing'] });
    expect(await suggest('why numb', author)).toEqual([
      { text: 'why service:"numbat service"', kind: 'service', count: 1 },
      { text: 'why numbats', kind: 'word', count: 2 },
      { text: 'why numbat', kind: 'word', count: 1 },
    ]);
    expect(JSON.stringify(await suggest('numbi'))).toContain('numbing');
    expect(await suggest('numbi', author)).toEqual([]);
    for (const nothing of ['', 'n', 'numb ', '"', '-']) expect(await suggest(nothing)).toEqual([]);
  });
});

describe('GET /coes/{coe}/similar', () => {
  it('names alike COEs with the reasons, from evidence while the COE is young, and hides restricted ones', async () => {
    const words = 'Varnish cache nodes crashed when they could not allocate memory.';
    const prior = await create({ title: 'Varnish crash', services: ['varnish'], summary: words });
    const hidden = await create({ title: 'Varnish crash again', restricted: true, summary: words });
    const young = await create({ title: 'Unknown trouble' });
    const line = JSON.stringify({
      time: '2026-01-01T10:00:00Z',
      text: 'varnish crash: cannot allocate memory on cache nodes',
    });
    const imported = await api
      .as()
      .post(`coes/${young.id}/evidence`)
      .set('Content-Type', 'application/x-ndjson')
      .send(`${line}\n`);
    expect(imported.body.accepted).toBe(1);
    const mine = (await api.as().get(`coes/${young.id}/similar`)).body.items;
    expect(mine.map((item: { coe: { number: string } }) => item.coe.number).sort()).toEqual(
      [prior.number, hidden.number].sort(),
    );
    expect(mine[0].reasons[0]).toMatchObject({ kind: 'words', values: expect.arrayContaining(['varnish']) });
    const theirs = (await api.as(author).get(`coes/${young.id}/similar`)).body.items;
    expect(theirs.map((item: { coe: { number: string } }) => item.coe.number)).toEqual([prior.number]);
  });
});
