import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
const create = async (title: string) => (await api.as().post('coes').send({ title })).body;

describe('odd requests', () => {
  it('a refused upload leaves the connection usable for the next request', async () => {
    const { id } = await create('refused upload');
    const body = `Nothing that anyone would recognise. ${'x'.repeat(8_000_000)}`;
    const head = (method: string, path: string, length: number) =>
      `${method} /api/v1/${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\nContent-Length: ${length}\r\n\r\n`;
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    let heard = '';
    socket.on('data', (bytes) => {
      heard += bytes.toString();
    });
    // Everything is sent before anything is read, as simple clients do.
    socket.write(head('POST', `coes/${id}/evidence`, body.length) + body + head('GET', `coes/${id}`, 0));
    while ((heard.match(/HTTP\/1\.1/g) ?? []).length < 2) await once(socket, 'data');
    socket.destroy();
    expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 422', 'HTTP/1.1 200']);
  }, 20_000);

  it.each([
    ['coes', ['a']],
    ['coes', [1, 2]],
    ['coes/{coe}/revisions', ['a']],
    ['coes/{coe}/comments', [1, 2]],
    ['coes/{coe}/suggestions', [1, 2, 3]],
    ['coes/{coe}/evidence', ['a', 'b', 'c']],
    ['search', ['a', 'b']],
    ['orr/proposals', [1, 2]],
    ['orr/questions', [1, 2]],
  ])('%s refuses a cursor of another kind: %j', async (path, key) => {
    const { id } = await create('cursors');
    const response = await api.as().get(`${path.replace('{coe}', id)}?cursor=${cursorOf(key)}`);
    expect(response.status).toBe(422);
    expect(response.body.errors[0].pointer).toBe('query:cursor');
  });

  it.each(['0x1', '1e0', '01', '0', '-1', '%201'])('revision %s is no number', async (n) => {
    const { id } = await create('revisions');
    expect((await api.as().get(`coes/${id}/revisions/${n}`)).status).toBe(422);
  });

  it('a key used for one upload is refused for another', async () => {
    const { id } = await create('keys');
    const send = (text: string) =>
      api
        .as()
        .post(`coes/${id}/evidence`)
        .set('Idempotency-Key', 'upload-1')
        .set('Content-Type', 'text/csv')
        .send(`time,text\n2026-01-01T00:00:00Z,${text}\n`);
    expect((await send('one')).body.accepted).toBe(1);
    expect((await send('one')).headers['idempotency-replayed']).toBe('true');
    expect((await send('another one')).status).toBe(422);
  });

  it('wrappings that the importer does not open are refused with the way out', async () => {
    const { id } = await create('wrappings');
    const form = await api.as().post(`coes/${id}/evidence`).attach('file', Buffer.from('{}'), 'a.json');
    expect([form.status, form.body.detail]).toEqual([415, expect.stringContaining('--data-binary')]);
    const squeezed = await api.as().post(`coes/${id}/evidence`).set('Content-Encoding', 'br').send('x');
    expect(squeezed.status).toBe(415);
  });

  it('the JSON form of an import refuses what it does not know', async () => {
    const response = await api.as().post('coes/import').send({ markdown: 5, titel: 'x' });
    expect(response.status).toBe(422);
    expect(response.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/markdown',
      '/titel',
    ]);
  });

  it('a hundred writers of one section all get in, each with a revision', async () => {
    const { id } = await create('rivals');
    const writes = Array.from({ length: 100 }, (_, i) =>
      api
        .as()
        .patch(`coes/${id}`)
        .set('If-Match', '*')
        .send({ summary: `words ${i}` }),
    );
    expect((await Promise.all(writes)).map(({ status }) => status)).toEqual(writes.map(() => 200));
    expect((await api.as().get(`coes/${id}`)).body.version).toBe(101);
    expect((await api.as().get(`coes/${id}/revisions?limit=1000`)).body.items).toHaveLength(101);
  }, 30_000);
});
