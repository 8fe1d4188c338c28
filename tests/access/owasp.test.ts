import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkEndpoint, issuerFetch } from '../../src/access/oidc/outbound.js';
import { jsonLines } from '../../src/kernel/telemetry.js';
import { postSafely } from '../../src/notify/post-safely.js';
import { openTestService, type TestService } from '../service.js';
import { type Account, account, cookieOf } from './account.js';

let api: TestService;
let owner: Account;
let stranger: Account;
let secret: { id: string; number: string };
beforeAll(async () => {
  api = await openTestService();
  owner = await account(api, 'author');
  stranger = await account(api, 'admin', { scope: 'admin' });
  const content = { title: 'Quiet zebra', restricted: true, services: ['zebra-service'], tags: ['zebra-tag'] };
  secret = (await api.as(owner.token).post('coes').send(content).expect(201)).body;
});
afterAll(() => api.close());

const audited = async (query: string) => (await api.as().get(`audit?${query}`).expect(200)).body.items;

/** OWASP API Security Top 10, 2023. Object-level access through every id in a path is held by the matrix, route by route. */
describe('API1 broken object level authorisation', () => {
  it('answers a restricted COE and one that does not exist alike, but for the name asked for', async () => {
    const ask = async (reference: string) => {
      const { status, body } = await api.as(stranger.token).get(`coes/${reference}`);
      return [status, JSON.stringify(body).replaceAll(reference, '…')];
    };
    const missing = await ask('COE-99999');
    expect(await ask(secret.number)).toEqual(missing);
    expect(await ask(secret.id)).toEqual(missing);
  });

  it('leaves a restricted COE out of every list, count, facet and suggestion of others', async () => {
    for (const path of [
      ...['coes?limit=1000', 'search?q=zebra', 'search/suggest?q=zeb', 'action-items?limit=1000', 'orr/proposals'],
      ...['services?limit=1000', 'exports/coes.ndjson', 'inbox', 'ops-reviews', 'notification-preferences'],
    ]) {
      const { status, text } = await api.as(stranger.token).get(path);
      expect([path, status < 300 || status === 422]).toEqual([path, true]);
      expect([path, text.toLowerCase().includes('quiet zebra'), text.includes(secret.id)]).toEqual([
        path,
        false,
        false,
      ]);
    }
    expect((await api.as(owner.token).get('search?q=zebra')).body.total).toBe(1);
    expect((await api.as(stranger.token).get('search?q=zebra')).body.total).toBe(0);
    const { body: open } = await api.as(stranger.token).post('coes').send({ title: 'Open zebra' }).expect(201);
    expect((await api.as(stranger.token).get(`coes/${open.id}/similar`)).text).not.toContain(secret.id);
  });

  it('does not reach a restricted COE through an id inside a body', async () => {
    const window = { service: 'any', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    const attached = await api
      .as(stranger.token)
      .post('inbox/attach')
      .send({ ...window, coe: secret.number });
    expect(attached.status).toBe(404);
  });

  it('opens one to an administrator only with a reason, for all to see', async () => {
    const { body } = await api.as(owner.token).post('coes').send({ title: 'Sealed', restricted: true }).expect(201);
    const breaks = (token: string, reason: string) =>
      api.as(token).post(`coes/${body.id}/break-glass`).send({ reason });
    const author = await account(api, 'author');
    await breaks(author.token, 'I am only curious about it').expect(404);
    expect((await breaks(stranger.token, 'x')).status).toBe(422);
    await api.as(stranger.token).get(`coes/${body.id}`).expect(404);
    const { body: opened } = await breaks(stranger.token, 'The owner left; legal asked for it').expect(200);
    expect(opened.members).toEqual([stranger.name]);
    await api.as(stranger.token).get(`coes/${body.id}`).expect(200);
    await breaks(stranger.token, 'And once more, for luck').expect(409);
    const [event] = await audited(`action=coe.opened&coe=${body.number}`);
    expect(event).toMatchObject({
      actor: { id: stranger.id },
      details: { reason: 'The owner left; legal asked for it' },
    });
    expect((await api.as(owner.token).get(`coes/${body.id}`)).body.people).toEqual([
      { written: stranger.name, id: stranger.id, author: false },
    ]);
  });
});

describe('API1 who lets others in', () => {
  it('memberLiftsRestriction: not by the flag, nor by becoming owner or author, nor by a restored revision; an author may', async () => {
    const member = await account(api, 'author');
    const by = api.as(member.token);
    const { body } = await api.as(owner.token).post('coes').send({ title: 'Was open' }).expect(201);
    const patch = (token: string, fields: object) =>
      api.as(token).patch(`coes/${body.id}`).set('If-Match', '*').send(fields);
    await patch(owner.token, { restricted: true, members: [member.name] }).expect(200);
    for (const [field, value] of Object.entries({ restricted: false, owner: member.name, authors: [member.name] })) {
      const refused = await patch(member.token, { [field]: value, summary: 'Words.' });
      expect([field, refused.status, refused.body.errors]).toEqual([
        field,
        403,
        [{ pointer: `/${field}`, detail: expect.stringContaining('restricted') }],
      ]);
    }
    await by.post(`coes/${body.id}/revisions/1/restore`).expect(403);
    expect((await patch(member.token, { summary: 'Words.', restricted: true })).status).toBe(200);
    await api.as(stranger.token).get(`coes/${body.id}`).expect(404);
    expect((await patch(owner.token, { restricted: false })).status).toBe(200);
    await api.as(stranger.token).get(`coes/${body.id}`).expect(200);
  });
});

describe('API2 broken authentication', () => {
  it('keeps no session over a sign-in: a planted one is worth nothing (fixation)', async () => {
    const planted = await cookieOf(api, stranger.token);
    const own = await cookieOf(api, owner.token, planted);
    expect(own).not.toBe(planted);
    await api.as(null).get('users/me').set('Cookie', planted).expect(401);
    expect((await api.as(null).get('users/me').set('Cookie', own)).body.id).toBe(owner.id);
    const invented = await cookieOf(api, owner.token, 'coe_session=attacker-chosen-value');
    expect(invented).not.toContain('attacker-chosen-value');
    await api.as(null).get('users/me').set('Cookie', 'coe_session=attacker-chosen-value').expect(401);
  });

  it('slows down guessing at the sign-in by address, says when to come back, and lets the right token in before', async () => {
    const other = await openTestService();
    const wrong = () => other.as(null).post('session').send({ token: 'guess' });
    const answers: number[] = [];
    for (let i = 0; i < 25; i++) answers.push((await wrong()).status);
    expect([new Set(answers), answers[0], answers.at(-1)]).toEqual([new Set([401, 429]), 401, 429]);
    expect(Number((await wrong()).headers['retry-after'])).toBeGreaterThan(0);
    await other.as().get('coes').expect(200);
    await other.close();
  });

  it('tells wrong, expired, revoked and deactivated credentials apart to nobody (enumeration)', async () => {
    const gone = await account(api, 'author');
    await api.as().delete(`tokens/${gone.tokenId}`).expect(204);
    const off = await account(api, 'author');
    await api.as().patch(`users/${off.id}`).send({ active: false }).expect(200);
    const bodies = [];
    for (const token of ['never-existed', gone.token, off.token])
      bodies.push((await api.as(token).get('coes').expect(401)).body);
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    const signIns = [];
    for (const token of ['never-existed', gone.token, off.token])
      signIns.push((await api.as(null).post('session').send({ token }).expect(401)).body);
    expect(new Set(signIns.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it('looks a secret up by its hash, so that no comparison of secrets takes longer the nearer a guess is (timing)', async () => {
    const { connection } = api.service.database;
    const plan = await connection.collection('tokens').find({ hash: 'x' }).explain();
    expect(JSON.stringify(plan)).toContain('hash_1');
    expect(JSON.stringify(await connection.collection('tokens').find().toArray())).not.toContain(owner.token);
    expect(JSON.stringify(await connection.collection('signInLinks').find().toArray())).not.toContain('sign-in');
  });
});

describe('API3 broken object property level authorisation', () => {
  it('takes nothing but what a caller may set (mass assignment)', async () => {
    const by = api.as(owner.token);
    for (const field of [
      'id',
      'number',
      'status',
      'version',
      'contentHash',
      'createdBy',
      'people',
      'review',
      'outbox',
    ]) {
      const made = await by.post('coes').send({ title: 'x', [field]: 'published' });
      expect([field, made.status, made.body.errors?.[0]?.pointer]).toEqual([field, 422, `/${field}`]);
      const patched = await by
        .patch(`coes/${secret.id}`)
        .set('If-Match', '*')
        .send({ [field]: 'published' });
      expect([field, patched.status]).toEqual([field, 422]);
    }
    for (const body of [{ hash: 'x' }, { userId: stranger.id, createdBy: null }, { lastUsedAt: null }])
      expect((await by.post('tokens').send({ name: 'x', ...body })).status).toBe(422);
    for (const field of ['identity', 'createdAt', '_id', 'tokens'])
      expect(
        (
          await api
            .as()
            .patch(`users/${owner.id}`)
            .send({ [field]: 'x' })
        ).status,
      ).toBe(422);
    await by.patch(`users/${owner.id}`).send({ role: 'admin' }).expect(403);
    await by
      .patch('users/me')
      .send({ role: 'admin' })
      .expect((answer) => {
        expect([403, 404, 405]).toContain(answer.status);
      });
  });
});

describe('API4 unrestricted resource consumption', () => {
  it('limits each token by itself, with Retry-After', async () => {
    const slow = await openTestService({ env: { COE_RATE_LIMIT: '5' } });
    const [a, b] = [await account(slow, 'author'), await account(slow, 'author')];
    const statuses = await Promise.all(Array.from({ length: 30 }, () => slow.as(a.token).get('users/me')));
    const limited = statuses.filter(({ status }) => status === 429);
    expect([limited.length > 0, limited.length < 30]).toEqual([true, true]);
    expect(limited[0]?.headers['retry-after']).toBe('1');
    expect(limited[0]?.headers['content-type']).toContain('application/problem+json');
    await slow.as(b.token).get('users/me').expect(200);
    const guesses = await Promise.all(Array.from({ length: 30 }, (_, n) => slow.as(`guess-${n}`).get('users/me')));
    expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
    // Who came in a moment ago is not made to wait for them.
    await slow.as(b.token).get('users/me').expect(200);
    await slow.close();
  });
});

describe('API5 broken function level authorisation', () => {
  it('is decided by the role of now, not of when the token was made', async () => {
    const user = await account(api, 'admin', { scope: 'admin' });
    await api.as(user.token).get('audit').expect(200);
    await api.as().patch(`users/${user.id}`).send({ role: 'reviewer' }).expect(200);
    await api.as(user.token).get('audit').expect(403);
  });

  it('ownerBecomesViewer: reads what they own, and writes no more of it', async () => {
    const user = await account(api, 'author');
    const { body } = await api.as(user.token).post('coes').send({ title: 'Was mine' }).expect(201);
    await api.as().patch(`users/${user.id}`).send({ role: 'viewer' }).expect(200);
    const by = api.as(user.token);
    await by.get(`coes/${body.id}`).expect(200);
    await by.patch(`coes/${body.id}`).set('If-Match', '*').send({ summary: 'x' }).expect(403);
    await by.delete(`coes/${body.id}`).expect(403);
    await by.post(`coes/${body.id}/transitions`).send({ to: 'inReview' }).expect(403);
  });
});

describe('API6 unrestricted access to sensitive business flows', () => {
  it('opens one session of a one-time link, however many browsers press its button at once', async () => {
    const user = await account(api, 'author');
    const { body } = await api.as().post(`users/${user.id}/sign-in-link`).expect(201);
    const path = new URL(body.url).pathname;
    // A scanner of mail on the way follows the link, and asks for its head.
    for (const method of ['GET', 'HEAD'])
      expect((await fetch(api.url + path, { method })).headers.getSetCookie()).toEqual([]);
    const press = (origin: string) =>
      fetch(api.url + path, { method: 'POST', headers: { Origin: origin }, redirect: 'manual' });
    expect((await press('https://evil.example')).status).toBe(403);
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => press(api.url)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([303, ...Array.from({ length: 7 }, () => 401)]);
    expect((await api.as(user.token).get('sessions')).body.items).toHaveLength(1);
  });

  it('takes no link that is older than a day, nor one of somebody who was deactivated since', async () => {
    const links = api.service.database.connection.collection('signInLinks');
    const press = async (spoil: (user: Account) => Promise<unknown>) => {
      const user = await account(api, 'author');
      const { body } = await api.as().post(`users/${user.id}/sign-in-link`).expect(201);
      await spoil(user);
      const { pathname } = new URL(body.url);
      return (await fetch(api.url + pathname, { method: 'POST', headers: { Origin: api.url }, redirect: 'manual' }))
        .status;
    };
    const past = { $set: { expiresAt: new Date(Date.now() - 1).toISOString() } };
    expect(await press(({ id }) => links.updateMany({ userId: id }, past))).toBe(401);
    expect(await press(({ id }) => api.as().patch(`users/${id}`).send({ active: false }).expect(200))).toBe(401);
  });
});

describe('API7 server-side request forgery', () => {
  it('asks no internal address that the metadata of an identity provider names', async () => {
    const issuer = new URL('https://93.184.216.34/');
    for (const address of [
      ...['http://169.254.169.254/latest/meta-data', 'http://127.0.0.1:27017/', 'https://127.0.0.1/token'],
      ...['https://[::1]/token', 'https://10.0.0.7/token', 'https://[::ffff:10.0.0.7]/', 'https://localhost/token'],
      ...['http://93.184.216.35/token', 'file:///etc/passwd'],
    ])
      await expect(checkEndpoint(issuer, new URL(address))).rejects.toThrow('does not ask');
    await checkEndpoint(issuer, new URL('https://93.184.216.34/token'));
    await checkEndpoint(issuer, new URL('https://93.184.216.35/token'));
    // One that stands behind our own network may name what stands beside it.
    await checkEndpoint(new URL('https://10.0.0.7/'), new URL('https://10.0.0.8/token'));
  });

  it('sends no notification to an internal address', async () => {
    for (const url of [
      ...['https://169.254.169.254/latest/meta-data', 'https://127.0.0.1:1/', 'https://10.0.0.7/', 'https://0x7f.1/'],
      ...['https://localhost/', 'https://localhost./', 'https://a.localhost/', 'https://[::ffff:10.0.0.7]/'],
    ]) {
      const input = { name: 'x', kind: 'webhook', url, events: ['comment'] };
      const { status, body } = await api.as().post('notification-channels').send(input);
      expect([url, status, body.errors?.[0]]).toEqual([
        url,
        422,
        { pointer: '/url', detail: expect.stringContaining('private network') },
      ]);
    }
    // What became one behind the check, as a name does that leads elsewhere by now, is refused when it is called.
    const good = { name: 'x', kind: 'webhook', url: 'https://hooks.example.org/x', events: ['comment'] };
    const { body } = await api.as().post('notification-channels').send(good).expect(201);
    const patched = await api.as().patch(`notification-channels/${body.id}`).send({ url: 'https://[::1]/' });
    expect([patched.status, patched.body.errors?.[0]?.pointer]).toEqual([422, '/url']);
    const rows = api.service.database.connection.collection<{ _id: string }>('notificationChannels');
    await rows.updateOne({ _id: body.id }, { $set: { url: 'https://127.0.0.1:1/' } });
    const { body: tried } = await api.as().post(`notification-channels/${body.id}/test`).expect(200);
    expect([tried.delivered, tried.problem]).toEqual([false, expect.stringContaining('private network')]);
  });
});

describe('API8 security misconfiguration', () => {
  it('refuses every change that another site sends with our cookie: JSON, merge patch, form and upload (CSRF)', async () => {
    const cookie = await cookieOf(api, owner.token);
    const evil = { Cookie: cookie, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    const { url } = api;
    const send = (method: string, path: string, headers: object, body?: string | FormData | URLSearchParams) =>
      fetch(url + path, { method, headers: { ...evil, ...headers }, ...(body ? { body } : {}), redirect: 'manual' });
    const upload = new FormData();
    upload.set('file', new Blob(['{}']), 'x.json');
    const answers = [
      await send('POST', '/api/v1/coes', { 'Content-Type': 'application/json' }, '{"title":"Forged"}'),
      await send('POST', '/api/v1/coes', { 'Content-Type': 'text/plain' }, '{"title":"Forged"}'),
      await send('PATCH', `/api/v1/coes/${secret.id}`, { 'Content-Type': 'application/merge-patch+json' }, '{}'),
      await send('DELETE', `/api/v1/coes/${secret.id}`, {}),
      await send('POST', `/api/v1/coes/${secret.id}/evidence`, { 'Content-Type': 'text/plain' }, 'x'),
      await send('POST', `/coes/${secret.number}/evidence`, {}, upload),
      await send('POST', '/coes', {}, new URLSearchParams({ title: 'Forged' })),
      await send('POST', '/account/tokens', {}, new URLSearchParams({ name: 'Forged' })),
      await send('POST', '/account/sessions/end', {}, new URLSearchParams()),
      await send('POST', '/sign-out', {}, new URLSearchParams()),
      await send('DELETE', '/api/v1/session', {}),
      await send('POST', '/api/v1/session', { 'Content-Type': 'application/json' }, JSON.stringify({ token: 'x' })),
    ];
    expect(answers.map(({ status }) => [403, 415].includes(status))).toEqual(answers.map(() => true));
    await api.as(null).get('users/me').set('Cookie', cookie).expect(200);
    expect((await api.as(owner.token).get('coes?limit=1000')).text).not.toContain('Forged');
  });

  it('knows its own pages by the public address behind a proxy, and under https by https only', async () => {
    const other = await openTestService({ env: { COE_PUBLIC_URL: 'https://coe.example.org' } });
    const signedIn = await other.as(null).post('session').send({ token: 'test-administrator-token-0123456789abcdef' });
    const line = String(signedIn.headers['set-cookie']);
    expect(line).toMatch(/^__Host-coe_session=/);
    for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(line).toContain(part);
    expect(line).not.toContain('Domain');
    const cookie = line.split(';')[0] as string;
    const from = (origin: string) =>
      other.as(null).post('coes').set({ Cookie: cookie, Origin: origin, Host: 'coe.example.org' }).send({ title: 'x' });
    expect((await from('https://coe.example.org')).status).toBe(201);
    expect((await from('http://coe.example.org')).status).toBe(403);
    expect((await from('https://coe.example.org.evil.example')).status).toBe(403);
    // A cookie without the prefix, which another host of the domain could have planted, is not read.
    await other.as(null).get('coes').set('Cookie', cookie.replace('__Host-', '')).expect(401);
    await other.close();
  });

  it('believes X-Forwarded-For only of proxies that it was told of', async () => {
    const env = { COE_TRUSTED_PROXIES: 'loopback' };
    const [plain, proxied] = [await openTestService(), await openTestService({ env })];
    const flood = async (service: TestService) => {
      let last = 0;
      for (let i = 0; i < 25; i++) {
        const guess = service
          .as(null)
          .post('session')
          .set('X-Forwarded-For', `203.0.113.${i}`)
          .send({ token: 'guess' });
        last = (await guess).status;
      }
      return last;
    };
    expect([await flood(plain), await flood(proxied)]).toEqual([429, 401]);
    await plain.close();
    await proxied.close();
  });
});

describe('API9 improper inventory management', () => {
  it('answers at no API address that the OpenAPI document does not name', async () => {
    type Layer = { route?: { path: string | string[] }; handle?: { stack?: Layer[] } };
    const pathsOf = (layers: Layer[]): string[] =>
      layers.flatMap(({ route, handle }) => (route ? [route.path].flat().map(String) : pathsOf(handle?.stack ?? [])));
    const { stack } = (api.service.app as unknown as { router: { stack: Layer[] } }).router;
    const own = api.service.endpoints.map(({ path }) => `/api/v1${path}`);
    const mounted = [...pathsOf(stack), ...own].map((path) => path.replaceAll(/:(\w+)/g, '{$1}'));
    const { paths } = (await api.as(null).get('openapi.json').expect(200)).body as { paths: Record<string, object> };
    const unnamed = mounted.filter((path) => path.startsWith('/api/v1') && !(path in paths));
    expect([mounted.includes('/api/v1/coes'), [...new Set(unnamed)]]).toEqual([true, ['/api/v1/openapi.json']]);
    const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
    const takes = (method: string, path: string) =>
      Object.entries(paths).some(
        ([each, item]) => method in item && new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
      );
    for (const path of Object.keys(paths).filter((each) => !each.includes('{')))
      for (const method of methods.filter((each) => !takes(each, path))) {
        const { status } = await api.as()[method](path);
        expect([method, path, [404, 405].includes(status)]).toEqual([method, path, true]);
      }
    for (const path of ['/api/v0/coes', '/api/v2/coes', '/api/coes', '/api/v1/debug', '/api/v1/internal'])
      expect([path, (await api.as().get(path)).status]).toEqual([path, 404]);
  });
});

describe('API10 unsafe consumption of APIs', () => {
  it('follows no redirect of a receiver, and takes no more of its answer than the status', async () => {
    const asked: string[] = [];
    const receiver = createServer((request, response) => {
      asked.push(String(request.url));
      response.writeHead(request.url === '/moved' ? 307 : 200, { location: '/elsewhere' });
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', pour).on('error', () => undefined);
      pour();
    });
    await once(receiver.listen(0, '127.0.0.1'), 'listening');
    const at = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    expect([
      await postSafely(`${at}/moved`, '{}', {}, true),
      await postSafely(`${at}/endless`, '{}', {}, true),
    ]).toEqual([307, 200]);
    expect(asked).toEqual(['/moved', '/endless']);
    receiver.closeAllConnections();
    receiver.close();
  });

  it('follows no redirect of an identity provider', async () => {
    const asked: string[] = [];
    const provider = createServer((request, response) => {
      asked.push(String(request.url));
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await once(provider.listen(0, '127.0.0.1'), 'listening');
    const issuer = new URL(`http://127.0.0.1:${(provider.address() as AddressInfo).port}`);
    expect((await issuerFetch(issuer)(`${issuer}token`, {})).status).toBe(302);
    expect(asked).toEqual(['/token']);
    provider.closeAllConnections();
    provider.close();
  });
});

describe('log injection', () => {
  it('writes one JSON line a request, whatever the names, paths and headers hold', async () => {
    const evil = 'x\r\n{"level":"info","message":"forged"}\u001b[2J';
    await api
      .as('bad\ttoken')
      .get(`coes/${encodeURIComponent(evil)}`)
      .set('User-Agent', 'a"b{c}');
    await api.as(owner.token).get(`coes/${encodeURIComponent(evil)}?q=${encodeURIComponent(evil)}`);
    await api.as().post('users').send({ name: evil }).expect(422);
    const text = JSON.stringify(api.logs);
    // Not the text of anybody's request, so that nothing has to be cleaned of it.
    expect(text).not.toContain('forged');
    const written: string[] = [];
    jsonLines((line) => written.push(line)).log({ error: `${evil}\u0085{}\u2028{}\u009b2J\u007f` });
    expect(written[0]?.replace(/\n$/, '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(written[0] as string).error).toContain('\u0085{}\u2028{}\u009b2J\u007f');
    for (const token of [owner.token, stranger.token]) expect(text).not.toContain(token);
  });

  it('writes no formula into an exported audit', async () => {
    const user = await account(api, 'admin', { name: '=HYPERLINK("http://evil.example","x")', scope: 'admin' });
    await api.as(user.token).post('coes').send({ title: 'x' }).expect(201);
    const { text } = await api.as().get('audit/export?format=csv').buffer(true);
    expect(text.split('\r\n')[0]).toBe('at,actorId,actorName,action,coeId,details,id');
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`);
  });
});

describe('the audit', () => {
  it('tells every read of a restricted COE: the document, its evidence, report, revisions, comments, also on pages', async () => {
    const { body } = await api.as(owner.token).post('coes').send({ title: 'Watched', restricted: true }).expect(201);
    const cookie = await cookieOf(api, owner.token);
    for (const path of [
      '',
      '/evidence',
      '/report.md?draft=true',
      '/revisions',
      '/revisions/1',
      '/comments',
      '/timeline',
    ])
      await api.as(owner.token).get(`coes/${body.number}${path}`).expect(200);
    await api.as(null).get(`/coes/${body.number}`).set('Cookie', cookie).set('Accept', 'text/html').expect(200);
    const events = await audited(`action=coe.read&coe=${body.id}`);
    expect(events.map((event: { details: { route: string } }) => event.details.route).sort()).toEqual([
      'GET /coes/:coe',
      'GET /coes/{coe}',
      'GET /coes/{coe}/comments',
      'GET /coes/{coe}/evidence',
      'GET /coes/{coe}/report.md',
      'GET /coes/{coe}/revisions',
      'GET /coes/{coe}/revisions/{n}',
      'GET /coes/{coe}/timeline',
    ]);
    const { body: open } = await api.as(owner.token).post('coes').send({ title: 'Open' }).expect(201);
    await api.as(owner.token).get(`coes/${open.id}`).expect(200);
    expect(await audited(`action=coe.read&coe=${open.id}`)).toEqual([]);
  });

  it('is filtered by who, what, COE and time, paged without holes, and exported whole', async () => {
    const user = await account(api, 'author');
    const { body } = await api.as(user.token).post('coes').send({ title: 'Mine' }).expect(201);
    await api.as(user.token).patch(`coes/${body.id}`).set('If-Match', '*').send({ summary: 'One.' }).expect(200);
    const mine = await audited(`actor=${user.id}`);
    expect(mine.map((event: { action: string }) => event.action)).toEqual(['coe.edited', 'coe.created']);
    expect(await audited(`actor=${encodeURIComponent(user.name)}&action=coe.created`)).toHaveLength(1);
    expect(await audited(`coe=${body.number}&action=coe.`)).toHaveLength(2);
    expect(await audited(`coe=${body.number}&to=2020-01-01`)).toEqual([]);
    expect((await api.as().get('audit?from=yesterday')).body.errors[0].pointer).toBe('query:from');
    const all: string[] = [];
    let cursor = '';
    for (;;) {
      const { body: page } = await api.as().get(`audit?limit=7${cursor}`).expect(200);
      all.push(...page.items.map((event: { id: string }) => event.id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(new Set(all).size).toBe(all.length);
    const { text } = await api.as().get('audit/export').buffer(true);
    const exported = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id as string);
    expect(exported).toEqual(expect.arrayContaining(all));
    expect((await audited('action=audit.exported')).length).toBeGreaterThan(0);
  });

  it('is changed by no route', () => {
    const writers = api.service.endpoints.filter(({ path, method }) => path.startsWith('/audit') && method !== 'get');
    expect(writers).toEqual([]);
  });
});

describe('sessions', () => {
  it('are listed by an id that opens nothing, and end one by one or everywhere', async () => {
    const user = await account(api, 'viewer');
    const [first, second, third] = [
      await cookieOf(api, user.token),
      await cookieOf(api, user.token),
      await cookieOf(api, user.token),
    ];
    const list = async (cookie: string) =>
      (await api.as(null).get('sessions').set('Cookie', cookie).expect(200)).body.items as {
        id: string;
        current: boolean;
      }[];
    const seen = await list(first);
    expect(seen.map(({ current }) => current).filter(Boolean)).toHaveLength(1);
    const mine = (await list(second)).find(({ current }) => current)?.id as string;
    await api.as(owner.token).delete(`sessions/${mine}`).expect(404);
    await api.as(null).delete(`sessions/${mine}`).set('Cookie', first).expect(204);
    await api.as(null).get('coes').set('Cookie', second).expect(401);
    expect((await api.as(user.token).delete('sessions').expect(200)).body).toEqual({ ended: 2 });
    for (const cookie of [first, third]) await api.as(null).get('coes').set('Cookie', cookie).expect(401);
    await api.as(user.token).get('coes').expect(200);
  });

  it('end when they are idle for half a day, and after a week at the latest', async () => {
    const sessions = api.service.database.connection.collection<{ userId: string }>('sessions');
    const user = await account(api, 'viewer');
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const cookie = await cookieOf(api, user.token);
    await sessions.updateOne({ userId: user.id }, { $set: { lastSeenAt: ago(11) } });
    await api.as(null).get('coes').set('Cookie', cookie).expect(200);
    await sessions.updateOne({ userId: user.id }, { $set: { lastSeenAt: ago(13) } });
    await api.as(null).get('coes').set('Cookie', cookie).expect(401);
    await sessions.updateOne({ userId: user.id }, { $set: { lastSeenAt: ago(0), expiresAt: ago(0) } });
    await api.as(null).get('coes').set('Cookie', cookie).expect(401);
  });
});
