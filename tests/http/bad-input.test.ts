import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_TOKEN, openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

describe('a client fault is never a 500', () => {
  const post = (body: string, type = 'application/json') => api.as().post('coes').set('Content-Type', type).send(body);

  it.each([
    ['malformed JSON', '{"title":', 400],
    ['an empty body', '', 400],
    ['JSON nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 400],
    ['a deep field', `{"title":"x","summary":${'{"a":'.repeat(70)}1${'}'.repeat(70)}}`, 400],
    ['a bare number', '7', 422],
    ['null', 'null', 422],
    ['a NUL character', '{"title":"a\\u0000b"}', 422],
    ['half a surrogate pair', '{"title":"\\ud800"}', 422],
    ['a __proto__ field', '{"title":"x","__proto__":{"admin":true}}', 422],
    ['a constructor field', '{"title":"x","constructor":{}}', 422],
    ['a text over 200,000 characters', JSON.stringify({ title: 'x', summary: 'a'.repeat(200_001) }), 422],
  ])('%s', async (_name, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(response.body.status).toBe(status);
  });

  /** Bytes as they are; supertest would make JSON of a Buffer. */
  const postBytes = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/api/v1/coes`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json', ...headers },
      body: bytes,
    });

  it('a wrong content type, a lying encoding and broken UTF-8', async () => {
    expect((await post('title=x', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await postBytes(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))).status).toBe(400);
    const json = Buffer.from('{"title":"not compressed"}');
    expect((await postBytes(json, { 'Content-Encoding': 'gzip' })).status).toBe(400);
    expect((await postBytes(json, { 'Content-Encoding': 'zstd9' })).status).toBe(415);
  });

  it('100 MB to a JSON route is 413 and nothing is written', async () => {
    const before = (await api.as().get('coes?limit=1000')).body.items.length;
    const response = await postBytes(Buffer.alloc(100_000_000, 0x61));
    expect(response.status).toBe(413);
    expect((await api.as().get('coes?limit=1000')).body.items).toHaveLength(before);
  });

  it('unknown routes, methods and resources', async () => {
    expect((await api.as().get('nothing')).status).toBe(404);
    expect((await api.as().get('coes/coe_none')).status).toBe(404);
    expect((await api.as().get('coes/COE-999999')).status).toBe(404);
    expect((await api.as().get('coes/%E0%A4%A')).status).toBe(400);
    const wrong = await api.as().put('coes');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.allow).toBe('POST, GET');
  });

  it('a caller without or with a wrong token gets 401 before anything else', async () => {
    for (const token of [null, 'wrong']) {
      const response = await api.as(token).get('coes');
      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toContain('Bearer');
    }
  });

  it('a hostile filter value is a value', async () => {
    expect((await api.as().get('coes?owner[$ne]=x')).status).toBe(422);
    expect((await api.as().get('coes?owner=x&owner=y')).status).toBe(422);
  });
});

describe('open addresses', () => {
  it('healthz, readyz, metrics and the request log', async () => {
    expect((await api.as(null).get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await api.as(null).get('/readyz')).status).toBe(200);
    const metrics = await api.as(null).get('/metrics');
    expect(metrics.text).toContain('coe_http_requests_total{method="POST",route="/api/v1/coes",status="413"} 1');
    const line = api.logs.find((event) => event.route === '/healthz');
    expect(line).toMatchObject({ method: 'GET', status: '200', requests: 1, user: null });
    expect(line?._aws).toBeDefined();
  });
});
