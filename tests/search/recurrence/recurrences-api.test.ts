import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signIn } from '../../pages/visitor.js';
import { newUser } from '../../review/new-user.js';
import { openTestService, type TestService } from '../../service.js';

let api: TestService & { uri: string };
const numbers = new Map<string, string[]>();
beforeAll(async () => {
  api = await openTestService();
  const topics: [string, string, string][] = [
    [
      'certificate',
      'Certificate of the mail relay expired',
      'The TLS certificate expired and handshakes were refused.',
    ],
    ['disk', 'Disk of the ledger database full', 'The ledger stopped: its disk was full of write-ahead logs.'],
    ['cache', 'Caches crashed out of memory', 'Edge caches crashed because they could not allocate memory.'],
  ];
  for (const [topic, title, summary] of topics)
    for (const [at, year] of ['2025-01', '2025-07', '2026-03'].entries())
      await create(topic, {
        title: `${title} (${year})`,
        summary,
        services: [`svc-${topic}`],
        keyMoments: { impactStart: { at: `${year}-05T10:00:00Z` } },
        customerImpact: { minutes: 10 * (at + 1), ...(at === 0 ? { customersAffected: 500 } : {}) },
        actionItems: at === 0 ? [{ title: `Watch the ${topic}`, dueDate: '2025-02-01' }] : [],
      });
});
afterAll(() => api.close());

type Recurrence = { id: string; name: string; words: string[]; count: number; pinned: boolean; named: boolean };
type Detail = Recurrence & { members: { coe: { id: string; number: string; title: string } }[] };

async function create(topic: string, coe: object, token?: string): Promise<string> {
  const { number } = (await api.as(token).post('coes').send(coe).expect(201)).body;
  numbers.set(topic, [...(numbers.get(topic) ?? []), number]);
  return number;
}
const list = async (token?: string): Promise<Recurrence[]> =>
  (await api.as(token).get('recurrences').expect(200)).body.items;
const detail = async (id: string, token?: string): Promise<Detail> =>
  (await api.as(token).get(`recurrences/${id}`).expect(200)).body;
async function clusterOf(number: string, token?: string): Promise<Detail | undefined> {
  for (const { id } of await list(token)) {
    const found = await detail(id, token);
    if (found.members.some(({ coe }) => coe.number === number)) return found;
  }
  return undefined;
}
const members = (cluster: Detail | undefined) => cluster?.members.map(({ coe }) => coe.number).sort();
const of = (topic: string, at = 0) => numbers.get(topic)?.[at] ?? '';

describe('recurrences', () => {
  it('are clusters with words, cost, trend, open promises and a time line', async () => {
    expect(await list()).toHaveLength(3);
    const cluster = await clusterOf(of('disk'));
    expect(members(cluster)).toEqual(numbers.get('disk'));
    expect(cluster).toMatchObject({
      count: 3,
      services: ['svc-disk'],
      firstAt: '2025-01-05T10:00:00.000Z',
      lastAt: '2026-03-05T10:00:00.000Z',
      cost: { minutes: 60, minutesKnown: 3, customersAffected: 500, customersKnown: 1 },
      openPromises: 1,
      promises: [{ coe: { number: of('disk') }, actionItem: { title: 'Watch the disk', overdue: true } }],
      named: false,
    });
    expect(cluster?.words).toContain('disk');
  });

  it('are paged, and an unknown one is not found', async () => {
    const first = (await api.as().get('recurrences?limit=2').expect(200)).body;
    expect([first.items.length, first.total]).toEqual([2, 3]);
    const second = (await api.as().get(`recurrences?limit=2&cursor=${first.nextCursor}`).expect(200)).body;
    expect(second.nextCursor).toBeNull();
    const ids = [...first.items, ...second.items].map(({ id }: Recurrence) => id);
    expect(new Set(ids).size).toBe(3);
    await api.as().get('recurrences/rec_none').expect(404);
  });

  it('keep their id when a COE is added, and show the pair beside them', async () => {
    const before = await clusterOf(of('cache'));
    await create('cache', {
      title: 'Caches crashed out of memory (again)',
      summary: 'Edge caches crashed: no memory.',
    });
    const after = await clusterOf(of('cache'));
    expect(after?.id).toBe(before?.id);
    expect(members(after)).toEqual([...(numbers.get('cache') ?? [])].sort());
    const { pairs } = (await api.as().get('recurrences').expect(200)).body;
    const caches = pairs.filter(({ coes }: { coes: { number: string }[] }) =>
      coes.every(({ number }) => numbers.get('cache')?.includes(number)),
    );
    expect(caches.length).toBeGreaterThan(0);
  });

  it('leak nothing of a restricted COE: no member, count, cost, word, date or pair; who is on it sees it', async () => {
    const author = await newUser(api, 'author');
    const before = await clusterOf(of('certificate'), author);
    const secret = await create('secret', {
      title: 'Certificate of the mail relay expired at Zanzibar',
      summary: 'The TLS certificate expired at Zanzibar and handshakes were refused at Zanzibar.',
      restricted: true,
      services: ['svc-zanzibar'],
      keyMoments: { impactStart: { at: '2026-10-05T10:00:00Z' } },
      customerImpact: { minutes: 99_000 },
    });
    expect(await clusterOf(of('certificate'), author)).toEqual(before);
    expect(JSON.stringify((await api.as(author).get('recurrences')).body)).not.toMatch(/zanzibar/i);
    const mine = await clusterOf(of('certificate'));
    expect(mine?.id).toBe(before?.id);
    expect(members(mine)).toContain(secret);
    const viewer = await newUser(api, 'viewer');
    expect(await list(viewer)).toEqual([]);
    await api.as(viewer).get(`recurrences/${before?.id}`).expect(404);
  });

  it('are named and pinned by people, also after the next COE', async () => {
    const { id = '' } = (await clusterOf(of('disk'))) ?? {};
    const patched = await api.as().patch(`recurrences/${id}`).send({ name: 'Full disks', pinned: true }).expect(200);
    expect(patched.body).toMatchObject({ name: 'Full disks', named: true, pinned: true });
    await create('disk', {
      title: 'Disk of the ledger database full once more',
      summary: 'The disk was full of logs.',
    });
    expect((await list())[0]).toMatchObject({ id, name: 'Full disks', pinned: true });
    await api.as().patch(`recurrences/${id}`).send({ name: null }).expect(200);
    expect(await detail(id)).toMatchObject({ named: false });
    await api.as().patch(`recurrences/${id}`).send({}).expect(422);
    await api.as().patch(`recurrences/${id}`).send({ label: 'x' }).expect(422);
  });

  it('are split by people, and the machine never puts together again what they took apart', async () => {
    const cluster = await clusterOf(of('cache'));
    const out = [of('cache', 0), of('cache', 1)];
    const { body } = await api.as().post(`recurrences/${cluster?.id}/split`).send({ coes: out }).expect(200);
    expect(body.kept.id).toBe(cluster?.id);
    expect(members(body.split)).toEqual([...out].sort());
    await create('cache', {
      title: 'Caches crashed out of memory (yet again)',
      summary: 'Edge caches crashed: no memory.',
    });
    const one = await clusterOf(of('cache', 0));
    expect(one?.id).toBe(body.split.id);
    expect(one?.members.map(({ coe }) => coe.number)).not.toContain(of('cache', 2));
    const foreign = await api
      .as()
      .post(`recurrences/${cluster?.id}/split`)
      .send({ coes: [of('disk')] })
      .expect(422);
    expect(foreign.body.errors[0].pointer).toBe('/coes/0');
  });

  it('are merged by people under the id of the first, and stay so', async () => {
    const one = await clusterOf(of('cache', 2));
    const two = await clusterOf(of('cache', 0));
    const { body } = await api
      .as()
      .post(`recurrences/${one?.id}/merge`)
      .send({ with: [two?.id] })
      .expect(200);
    expect(body.id).toBe(one?.id);
    expect(members(body)).toEqual(expect.arrayContaining([of('cache', 0), of('cache', 2)]));
    await create('cache', {
      title: 'Caches crashed out of memory (fifth)',
      summary: 'Edge caches crashed: no memory.',
    });
    const after = await clusterOf(of('cache', 0));
    expect(after?.id).toBe(one?.id);
    expect(members(after)).toContain(of('cache', 2));
    await api
      .as()
      .post(`recurrences/${two?.id}/merge`)
      .send({ with: [one?.id] })
      .expect(404);
    await api
      .as()
      .post(`recurrences/${one?.id}/merge`)
      .send({ with: [one?.id] })
      .expect(422);
    const viewer = await newUser(api, 'viewer');
    await api
      .as(viewer)
      .post(`recurrences/${one?.id}/merge`)
      .send({ with: ['x'] })
      .expect(403);
    const { body: audit } = await api.as().get('audit?action=recurrence.').expect(200);
    expect(audit.items.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['recurrence.merged', 'recurrence.split', 'recurrence.changed']),
    );
  });

  it('are the same for a second instance and after a restart', async () => {
    const second = await openTestService({ uri: api.uri });
    try {
      const [here, there] = [await list(), (await second.as().get('recurrences').expect(200)).body.items];
      expect(there).toEqual(here);
    } finally {
      await second.close();
    }
  });

  it('lose a COE that is archived', async () => {
    const gone = of('certificate', 1);
    await api.as().delete(`coes/${gone}`).expect(200);
    expect(members(await clusterOf(of('certificate', 0)))).not.toContain(gone);
  });

  it('are decided on pages without script', async () => {
    const visitor = await signIn(api);
    const board = (await visitor.get('/recurrences').expect(200)).text;
    const cluster = await clusterOf(of('disk'));
    expect(board).toContain(`/recurrences/${cluster?.id}`);
    const page = (await visitor.get(`/recurrences/${cluster?.id}`).expect(200)).text;
    expect(page).toContain(of('disk'));
    await visitor.post(`/recurrences/${cluster?.id}/name`, { name: 'Logs fill disks' }).expect(303);
    await visitor.post(`/recurrences/${cluster?.id}/pin`, { pinned: 'false' }).expect(303);
    expect(await detail(cluster?.id ?? '')).toMatchObject({ name: 'Logs fill disks', pinned: false });
    await visitor.post(`/recurrences/${cluster?.id}/split`, { coes: of('disk', 3) }).expect(303);
    expect(members(await clusterOf(of('disk')))).toEqual((numbers.get('disk') ?? []).slice(0, 3));
  });
});
