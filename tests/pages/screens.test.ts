import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newUser } from '../review/new-user.js';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';
import { signIn, type Visitor } from './visitor.js';

let api: TestService;
let visitor: Visitor;
beforeAll(async () => {
  api = await openTestService();
  visitor = await signIn(api);
});
afterAll(() => api.close());

const HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>';
const newCoe = async (body: object) => (await api.as().post('coes').send(body)).body as { id: string; number: string };
const html = { Accept: 'text/html' };

describe('signing in', () => {
  it('leads strangers to the form and back to where they wanted to go', async () => {
    const away = await api.as(null).get('/coes?service=a%26b').set(html);
    expect(away.status).toBe(303);
    expect(away.headers.location).toBe('/sign-in?next=%2Fcoes%3Fservice%3Da%2526b');
    const form = await api
      .as(null)
      .get(away.headers.location as string)
      .set(html);
    expect(form.text).toContain('value="/coes?service&#x3D;a%26b"');
    const next = '/coes?service=a%26b';
    const opened = await api
      .as(null)
      .post('/sign-in')
      .set('Origin', api.url)
      .type('form')
      .send({ token: ADMIN_TOKEN, next });
    expect(opened.status).toBe(303);
    expect(opened.headers.location).toBe(next);
    const cookie = String(opened.headers['set-cookie']);
    expect(cookie).toMatch(/coe_session=[\w-]{43};.*HttpOnly;.*SameSite=Lax/);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in/x'])(
    'never leads on to %s',
    async (next) => {
      const opened = await api
        .as(null)
        .post('/sign-in')
        .set('Origin', api.url)
        .type('form')
        .send({ token: ADMIN_TOKEN, next });
      expect(opened.headers.location).toBe('/');
      const page = await api
        .as(null)
        .get(`/sign-in?next=${encodeURIComponent(next)}`)
        .set(html);
      expect(page.text).toContain('name="next" value="/"');
    },
  );

  it('says what is wrong with a token, and never shows it again', async () => {
    const refused = await api
      .as(null)
      .post('/sign-in')
      .set('Origin', api.url)
      .type('form')
      .send({ token: 'not-a-token', next: '/coes' });
    expect(refused.status).toBe(401);
    expect(refused.text).toContain('This token is not known here');
    expect(refused.text).toContain('value="/coes"');
    expect(refused.text).not.toContain('not-a-token');
    expect(refused.headers['set-cookie']).toBeUndefined();
    const empty = await api.as(null).post('/sign-in').set('Origin', api.url).type('form').send({ token: ' ' });
    expect(empty.status).toBe(422);
  });

  it.each([undefined, 'https://evil.example', 'null'])('takes no form from %s', async (origin) => {
    const post = api.as(null).post('/sign-in').type('form');
    if (origin !== undefined) post.set('Origin', origin);
    const refused = await post.send({ token: ADMIN_TOKEN });
    expect(refused.status).toBe(403);
    expect(refused.headers['set-cookie']).toBeUndefined();
  });

  it('goes straight in by the link that the service printed at its start, once; a preview does not use it up', async () => {
    const { sessions, bootstrap } = api.service;
    const path = `/sign-in/${(await sessions.makeLink(bootstrap.administratorId, true)).secret}?next=%2Fcoes`;
    expect((await fetch(api.url + path, { method: 'HEAD' })).status).toBe(200);
    const first = await api.as(null).get(path).set(html);
    expect([first.status, first.headers.location]).toEqual([303, '/coes']);
    expect((await api.as(null).get(path).set(html)).status).toBe(401);
    expect((await visitor.get(path)).headers.location).toBe('/coes');
  });

  it('takes a one-time link once, by its button; a mail scanner that opens it does not use it up', async () => {
    const { secret } = await api.service.sessions.makeLink(api.service.bootstrap.administratorId);
    const path = `/sign-in/${secret}`;
    const scanned = await api.as(null).get(`${path}?next=%2Fcoes`).set(html);
    expect([scanned.status, scanned.headers['set-cookie']]).toEqual([200, undefined]);
    expect(scanned.text).toContain('value="/coes"');
    const press = (origin: string) =>
      api.as(null).post(path).set('Origin', origin).set(html).type('form').send({ next: '/coes' });
    expect((await press('https://evil.example')).status).toBe(403);
    const first = await press(api.url);
    expect([first.status, first.headers.location]).toEqual([303, '/coes']);
    expect(String(first.headers['set-cookie'])).toContain('coe_session=');
    const second = await press(api.url);
    expect(second.status).toBe(401);
    expect(second.text).toContain('This link was used already');
    expect((await visitor.post(path, { next: '/coes' })).headers.location).toBe('/coes');
  });

  it('signs out: the session is gone, not only the cookie', async () => {
    const other = await signIn(api);
    const out = await other.post('/sign-out', {});
    expect([out.status, out.headers.location]).toEqual([303, '/sign-in']);
    expect((await other.get('/coes')).status).toBe(303);
  });
});

describe('forms from elsewhere', () => {
  it.each(['https://evil.example', 'null'])('changes nothing for %s', async (origin) => {
    const { number } = await newCoe({ title: 'Mine' });
    const send = (path: string) =>
      api
        .as(null)
        .post(path)
        .set('Cookie', visitor.cookie)
        .set('Origin', origin)
        .set(html)
        .type('form')
        .send({ title: 'Theirs', section: 'summary', body: 'x', version: '1' });
    for (const path of ['/coes', `/coes/${number}/edit`, `/coes/${number}/comments`, `/coes/${number}/draft`])
      expect([path, (await send(path)).status]).toEqual([path, 403]);
    expect((await api.as().get(`coes/${number}`)).body.title).toBe('Mine');
  });

  it('lets our own forms send their origin: no screen says "no-referrer"', async () => {
    expect((await visitor.get('/coes')).headers['referrer-policy']).toBe('same-origin');
  });
});

describe('what people wrote', () => {
  it('is shown as words on every screen, never as markup', async () => {
    const { number, id } = await newCoe({
      title: `Title ${HOSTILE}`,
      services: [HOSTILE],
      owner: HOSTILE,
      summary: `Summary ${HOSTILE} [x](javascript:alert(3))`,
      fiveWhys: [{ question: HOSTILE }],
      lessonsLearned: [{ text: HOSTILE, broadlyApplicable: true }],
      actionItems: [{ title: HOSTILE, owner: HOSTILE }],
      keyMoments: { detected: { at: '2026-01-31T14:05:00Z', note: HOSTILE } },
    });
    await api.as().post(`coes/${id}/comments`).send({ section: 'summary', body: HOSTILE });
    await api
      .as()
      .post(`coes/${id}/evidence?zone=UTC`)
      .type('text/csv')
      .send(`time,text\n2026-01-31 14:05:00,"${HOSTILE}"\n`);
    await visitor.post(`/coes/${number}/draft`, {});
    await visitor.post(`/coes/${number}/orr`, {});
    const paths = ['', '/evidence', '/draft', '/comments', '/history', '/history/1', '/edit'].map(
      (tab) => `/coes/${number}${tab}`,
    );
    for (const path of [
      ...paths,
      '/',
      '/coes',
      `/coes?service=${encodeURIComponent(HOSTILE)}`,
      '/action-items',
      '/orr',
      '/search?q=alert',
    ]) {
      const page = await visitor.get(path);
      expect([path, page.status]).toEqual([path, 200]);
      expect([path, page.text.match(/<script>|<img|onerror=alert|href="javascript:/g)]).toEqual([path, null]);
      expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    }
    const search = await visitor.get(`/search?q=${encodeURIComponent(`"><script>alert(1)</script>`)}`);
    expect(search.text).not.toContain('<script>alert');
  });
});

describe('errors as pages', () => {
  it('tells people what to do, and programs what they expect', async () => {
    const missing = await visitor.get('/coes/COE-999999');
    expect(missing.status).toBe(404);
    expect(missing.headers['content-type']).toContain('text/html');
    expect(missing.text).toContain('There is no COE');
    expect((await visitor.get('/nothing/here')).text).toContain('There is no page at /nothing/here.');
    const program = await api.as().get('/nothing/here').set('Accept', 'application/json');
    expect(program.headers['content-type']).toContain('application/problem+json');
    expect((await visitor.get('/coes/%E0%A4%A')).status).toBe(400);
    expect((await visitor.get('/coes?cursor=x')).status).toBe(422);
  });

  it('keeps what was typed when the session has ended', async () => {
    const post = (origin: string) =>
      api
        .as(null)
        .post('/coes/COE-1/comments')
        .set(html)
        .set('Origin', origin)
        .type('form')
        .send({ section: 'summary', body: 'A long\nthought </textarea>' });
    const kept = await post(api.url);
    expect(kept.status).toBe(401);
    expect(kept.text).toContain('A long\nthought &lt;/textarea&gt;');
    expect(kept.text).toContain('action="/coes/COE-1/comments"');
    expect((await post('https://evil.example')).text).not.toContain('A long');
  });
});

describe('a COE, from its first form to its report', () => {
  it('is made once, however often the button is pressed', async () => {
    const form = {
      title: 'Checkout failed for everyone',
      services: 'checkout, payments',
      severity: 'SEV2',
      key: 'form_once',
    };
    const [first, second] = await Promise.all([visitor.post('/coes', form), visitor.post('/coes', form)]);
    expect(first.status).toBe(303);
    expect(second.headers.location).toBe(first.headers.location);
    const number = /COE-\d+/.exec(first.headers.location as string)?.[0] ?? '';
    expect((await api.as().get(`coes/${number}`)).body).toMatchObject({
      services: ['checkout', 'payments'],
      severity: 'SEV2',
      owner: 'administrator',
    });
    const bad = await visitor.post('/coes', { title: '  ', services: 'kept' });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('value="kept"');
  });

  it('imports a file with the form, tells duplicates and rejections, and asks for a zone', async () => {
    const { number } = await newCoe({ title: 'Import' });
    const upload = (fields: Record<string, string>, file: string, filename = 'log.csv') => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', new Blob([file]), filename);
      return fetch(`${api.url}/coes/${number}/evidence`, {
        method: 'POST',
        body: form,
        headers: { Cookie: visitor.cookie, Origin: api.url, Accept: 'text/html' },
      });
    };
    const csv = 'time,text\n2026-01-31 14:05:00,deploy started\n2026-01-31 14:06:00,errors rise\nnever,nothing\n';
    const asked = await upload({ source: 'auto' }, csv);
    expect(asked.status).toBe(422);
    expect(await asked.text()).toContain('zone');
    const done = await upload({ source: 'auto', zone: 'UTC' }, csv);
    const page = await done.text();
    expect([done.status, page.includes('2 evidence items accepted'), page.includes('1 rejected')]).toEqual([
      200,
      true,
      true,
    ]);
    expect(page).toContain('errors rise');
    expect(await (await upload({ zone: 'UTC' }, csv)).text()).toContain('2 duplicates');
    expect((await upload({}, '', '')).status).toBe(422);
    const broken = await fetch(`${api.url}/coes/${number}/evidence`, {
      method: 'POST',
      body: '--x\r\nhalf',
      headers: {
        Cookie: visitor.cookie,
        Origin: api.url,
        Accept: 'text/html',
        'Content-Type': 'multipart/form-data; boundary=x',
      },
    });
    expect(broken.status).toBe(400);
    const foreign = await visitor.post(`/coes/${number}/evidence`, { file: 'x' });
    expect(foreign.status).toBe(415);
  });

  it('survives uploads that break off, early and late', async () => {
    const { number } = await newCoe({ title: 'Broken off' });
    const head = (name: string, more = '') => `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
    const start = `${head('zone')}UTC\r\n${head('file', '; filename="a.csv"')}time,text\n2026-01-31 14:05:00,one\n`;
    // The second kind is refused at its first line, while the rest is still on its way.
    for (const sent of [start, start.replace('UTC', 'Nowhere/Land'), head('zone').slice(0, 9)])
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => {
          const lines = [
            `POST /coes/${number}/evidence HTTP/1.1`,
            `Host: ${new URL(api.url).host}`,
            `Origin: ${api.url}`,
            `Cookie: ${visitor.cookie}`,
          ];
          socket.write(
            `${[...lines, 'Content-Type: multipart/form-data; boundary=x', 'Content-Length: 1000000'].join('\r\n')}\r\n\r\n${sent}`,
          );
          setTimeout(() => socket.destroy(), 150);
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
      });
    expect((await visitor.get(`/coes/${number}/evidence`)).status).toBe(200);
    expect(api.logs.filter(({ message }) => message === 'fault')).toEqual([]);
  });

  it('is edited as a whole; two people who touch different fields both keep their words', async () => {
    const { number } = await newCoe({ title: 'Edit me', summary: 'old', background: 'old' });
    const page = await visitor.get(`/coes/${number}/edit`);
    expect(page.text).toContain('name="version" value="1"');
    const save = (form: Record<string, string>) => visitor.post(`/coes/${number}/edit`, form);
    expect((await save({ version: '1', background: 'mine' })).headers.location).toBe(`/coes/${number}?done=saved`);
    expect((await save({ version: '1', summary: 'theirs' })).headers.location).toBe(`/coes/${number}?done=saved`);
    expect((await api.as().get(`coes/${number}`)).body).toMatchObject({
      summary: 'theirs',
      background: 'mine',
      version: 3,
    });
    expect((await save({ version: '3', summary: 'theirs' })).headers.location).toBe(`/coes/${number}?done=unchanged`);
  });

  it('shows both texts when the same section changed, and saves on the second try', async () => {
    const { number } = await newCoe({ title: 'Conflict', summary: 'old words' });
    await visitor.post(`/coes/${number}/edit`, { version: '1', summary: 'their words' });
    const conflict = await visitor.post(`/coes/${number}/edit`, { version: '1', summary: 'my words' });
    expect(conflict.status).toBe(412);
    expect(conflict.text).toContain('my words</textarea>');
    expect(conflict.text).toContain('<ins>their</ins>');
    expect(conflict.text).toContain('name="version" value="2"');
    expect((await api.as().get(`coes/${number}`)).body.summary).toBe('their words');
    expect((await visitor.post(`/coes/${number}/edit`, { version: '2', summary: 'my words' })).status).toBe(303);
    expect((await api.as().get(`coes/${number}`)).body.summary).toBe('my words');
  });

  it('gives every word back when a field is not right', async () => {
    const { number } = await newCoe({ title: 'Bad field' });
    const form = {
      version: '1',
      summary: 'kept',
      'customerImpact.minutes': 'many',
      'timeline+1.text': 'new row',
      'timeline+1.at': 'noon',
    };
    const refused = await visitor.post(`/coes/${number}/edit`, form);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Customer impact, Minutes of impact');
    expect(refused.text).toContain('Timeline, row 1, Time (UTC)');
    for (const words of ['kept</textarea>', 'value="many"', 'value="noon"', 'new row</textarea>'])
      expect(refused.text).toContain(words);
    expect((await api.as().get(`coes/${number}`)).body.version).toBe(1);
    expect((await visitor.post(`/coes/${number}/edit`, { version: '99', summary: 'x' })).status).toBe(404);
    expect((await visitor.post(`/coes/${number}/edit`, { summary: 'x' })).status).toBe(422);
  });

  it('is drafted, accepted, edited and rejected, one by one and all', async () => {
    const { number } = await newCoe({ title: 'Draft me', services: ['checkout'] });
    const log = [
      '{"time":"2026-01-31T14:00:00Z","message":"deploy of checkout started"}',
      '{"time":"2026-01-31T14:05:00Z","message":"checkout returns errors: connection refused"}',
      '{"time":"2026-01-31T14:30:00Z","message":"revert deployed successfully"}',
    ].join('\n');
    await api.as().post(`coes/${number}/evidence`).type('application/x-ndjson').send(log);
    expect((await visitor.post(`/coes/${number}/draft`, {})).headers.location).toBe(
      `/coes/${number}/draft?done=drafted`,
    );
    const page = await visitor.get(`/coes/${number}/draft`);
    expect(page.text).toContain('connection refused');
    const waiting = (await api.as().get(`coes/${number}/suggestions?status=pending&section=timeline`)).body.items as {
      id: string;
      content: { at: string; text: string };
    }[];
    const [one, two] = waiting;
    if (!one || !two) throw new Error('the draft proposes no timeline');
    const edited = await visitor.post(`/coes/${number}/draft/${one.id}/accept`, {
      'content.text': 'In my own words',
      'content.at': one.content.at,
      'content.kind': 'note',
    });
    expect(edited.status).toBe(303);
    expect(
      (await visitor.post(`/coes/${number}/draft/${two.id}/reject`, { section: 'timeline' })).headers.location,
    ).toBe(`/coes/${number}/draft#timeline`);
    expect((await api.as().get(`coes/${number}`)).body.timeline).toMatchObject([
      { text: 'In my own words', at: one.content.at },
    ]);
    expect([200, 303]).toContain((await visitor.post(`/coes/${number}/draft/accept`, { ids: 'all' })).status);
    expect((await visitor.post(`/coes/${number}/draft/accept`, {})).status).toBe(422);
    const report = await visitor.get(`/coes/${number}`);
    expect(report.text).toContain('In my own words');
    expect(report.text).toContain(`/api/v1/coes/${number}/report.pdf?draft&#x3D;true`);
  });

  it('is commented on: threads, replies, resolved and open again', async () => {
    const { number } = await newCoe({ title: 'Talk' });
    const path = `/coes/${number}/comments`;
    const comment = { section: 'summary', body: 'Is this *known*?', key: 'form_c' };
    await Promise.all([visitor.post(path, comment), visitor.post(path, comment)]);
    const threads = (await api.as().get(`coes/${number}/comments`)).body.items as { id: string }[];
    expect(threads).toHaveLength(1);
    const thread = `${path}/${threads[0]?.id}`;
    await visitor.post(`${thread}/replies`, { body: 'Yes.' });
    expect((await visitor.get(path)).text).toContain('<em>known</em>');
    await visitor.post(`${thread}/resolve`, {});
    expect((await visitor.get(path)).text).toContain('1 resolved thread');
    await visitor.post(`${thread}/reopen`, {});
    expect((await api.as().get(`coes/${number}/comments`)).body.items[0]).toMatchObject({
      resolved: false,
      replies: [{ body: 'Yes.' }],
    });
    expect((await visitor.post(path, { section: 'nonsense', body: '' })).status).toBe(422);
  });

  it('shows what each revision changed, and brings one back', async () => {
    const { number } = await newCoe({ title: 'History', summary: 'first words' });
    await visitor.post(`/coes/${number}/edit`, { version: '1', summary: 'second words' });
    const diff = await visitor.get(`/coes/${number}/history/2`);
    expect(diff.text).toContain('<del>first</del>');
    expect(diff.text).toContain('<ins>second</ins>');
    expect((await visitor.post(`/coes/${number}/history/1/restore`, {})).status).toBe(303);
    expect((await api.as().get(`coes/${number}`)).body.summary).toBe('first words');
    expect((await visitor.get(`/coes/${number}/history/77`)).status).toBe(404);
  });

  it('proposes its broad lessons for the ORR, where they are decided', async () => {
    const { number } = await newCoe({
      title: 'Teach',
      lessonsLearned: [{ text: 'Every deploy must have a tested way back.', broadlyApplicable: true }],
    });
    expect((await visitor.post(`/coes/${number}/orr`, {})).headers.location).toBe('/orr');
    const { id } = (
      (await api.as().get('orr/proposals?status=proposed')).body.items as { id: string; coe: { number: string } }[]
    ).find(({ coe }) => coe.number === number) ?? { id: '' };
    expect((await visitor.get('/orr')).text).toContain('tested way back');
    expect(
      (await visitor.post(`/orr/proposals/${id}/accept`, { question: 'Does every deploy have a tested way back?' }))
        .status,
    ).toBe(303);
    expect((await visitor.get('/orr/questions')).text).toContain('Does every deploy have a tested way back?');
  });
});

describe('finding and reading', () => {
  it('filters and pages the list, and says what a filter gets wrong', async () => {
    for (let n = 0; n < 26; n++) await newCoe({ title: `Many ${n}`, services: ['paged'] });
    const first = await visitor.get('/coes?service=paged');
    const next =
      /href="(\/coes\?[^"]*cursor[^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=') ??
      '';
    expect(next).toContain('service=paged');
    expect((await visitor.get(next)).text).toContain('Many 0');
    expect((await visitor.get('/coes?service=nobody')).text).toContain('No COE matches these filters');
    expect((await visitor.get('/coes?from=yesterday')).text).toContain('<li>From: ');
  });

  it('marks words in search results and narrows by facets', async () => {
    await newCoe({ title: 'Flux capacitor overheated', summary: 'The capacitor overheated.', services: ['delorean'] });
    const page = await visitor.get('/search?q=capacitor');
    expect(page.text).toContain('<mark>capacitor</mark>');
    expect(page.text).toMatch(/\/search\?q&#x3D;capacitor&amp;service&#x3D;delorean/);
    expect((await visitor.get('/search?q=capacitor&service=other')).text).toContain(
      'No COE that you may see answers this',
    );
  });

  it('describes every operation and every problem of the API to anyone', async () => {
    const docs = await api.as(null).get('/api/docs').set(html);
    expect(docs.status).toBe(200);
    const { paths } = (await api.as(null).get('/api/v1/openapi.json')).body as { paths: Record<string, object> };
    for (const path of Object.keys(paths)) expect(docs.text).toContain(`<code>${path}</code>`);
    for (const code of ['validation', 'preconditionFailed', 'fault'])
      expect(docs.text).toContain(`id="problem-${code}"`);
    const anchors = new Set([...docs.text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const broken = [...docs.text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => !anchors.has(id));
    expect(broken).toEqual([]);
  });

  it('hides a restricted COE from others, and offers a reader no forms', async () => {
    const { number } = await newCoe({
      title: 'Hidden zebra',
      restricted: true,
      actionItems: [{ title: 'Feed the zebra' }],
    });
    const open = await newCoe({ title: 'Open lion' });
    const author = await signIn(api, await newUser(api, 'author'));
    expect((await author.get(`/coes/${number}`)).status).toBe(404);
    for (const path of ['/', '/coes', '/search?q=zebra', '/action-items'])
      expect((await author.get(path)).text).not.toMatch(/Hidden|Feed/);
    const page = await author.get(`/coes/${open.number}/evidence`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('type="file"');
    expect((await author.get(`/coes/${open.number}/edit`)).status).toBe(403);
    const viewer = await signIn(api, await newUser(api, 'viewer'));
    expect((await viewer.get('/')).text).not.toContain('New COE');
    expect((await viewer.post('/coes', { title: 'x' })).status).toBe(403);
  });

  it('lets browsers keep static files for ever and pages never', async () => {
    const page = await visitor.get('/');
    const css = /href="(\/static\/\w+\/coe\.css)"/.exec(page.text)?.[1] ?? '';
    const sheet = await api.as(null).get(css);
    expect(sheet.headers['cache-control']).toContain('immutable');
    expect(page.headers['cache-control']).toContain('no-cache');
    for (const path of ['..%2f..%2fpackage.json', 'x/..%2f..%2f..%2fpackage.json', 'coe.css'])
      expect((await api.as(null).get(`/static/${path}`)).status).toBe(404);
  });
});
