import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { png } from './pictures.js';

let api: TestService;
let number: string;
let etag: string;
beforeAll(async () => {
  api = await openTestService();
  const made = await api.as().post('coes').send({ title: 'With pictures' });
  number = made.body.number;
  etag = made.headers.etag as string;
});
afterAll(() => api.close());

const upload = (bytes: Buffer | string, name = 'graph.png', coe = number) =>
  api
    .as()
    .post(`coes/${coe}/attachments?filename=${encodeURIComponent(name)}`)
    .set('Content-Type', 'application/octet-stream')
    .send(bytes);
const get = (path: string) =>
  api
    .as()
    .get(`coes/${number}/${path}`)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
    });

describe('attachments', () => {
  it('are stored as they are and handed out with the type found in them', async () => {
    const bytes = png(40, 30);
    const added = await upload(bytes, '../graph.png');
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ name: 'graph.png', mediaType: 'image/png', size: bytes.length, width: 40 });
    const read = await get(`attachments/${added.body.id}`);
    expect(read.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': "inline; filename*=UTF-8''graph.png",
      'x-content-type-options': 'nosniff',
    });
    expect(read.headers['content-security-policy']).toContain("default-src 'none'");
    expect(Buffer.compare(read.body, bytes)).toBe(0);
    const page = await upload('<html><script>alert(1)</script>', 'x.html');
    expect((await get(`attachments/${page.body.id}`)).headers['content-type']).toBe('text/plain; charset=utf-8');
    expect((await api.as().get(`coes/${number}/attachments`)).body.items).toHaveLength(2);
  });

  it('are refused with what is wrong', async () => {
    expect((await upload(png(1, 1, { width: 60_000, height: 60_000 }))).status).toBe(422);
    expect((await upload(Buffer.alloc(10_000_001))).status).toBe(413);
    expect((await upload('x', 'x'.repeat(201))).status).toBe(422);
    expect((await api.as().get(`coes/${number}/attachments/att_none`)).status).toBe(404);
  });

  it('belong to their COE: another one does not reach them', async () => {
    const { body } = await upload(png(2, 2));
    const other = await api.as().post('coes').send({ title: 'Another' });
    expect((await api.as().get(`coes/${other.body.number}/attachments/${body.id}`)).status).toBe(404);
    await api
      .as()
      .patch(`coes/${other.body.number}`)
      .set('If-Match', other.headers.etag as string)
      .send({ summary: `![x](attachment:${body.id})` });
    const html = (await api.as().get(`coes/${other.body.number}/report.html?draft=true`)).text;
    expect(html).toContain('[image: x, no longer there]');
    expect(html).not.toContain('data:image');
  });

  it('are shown in every form of the report, and cannot be removed while a text names them', async () => {
    const picture = (await upload(png(600, 200))).body.id as string;
    const drawing = (
      await upload('<svg viewBox="0 0 90 40" onload="x()"><text x="5" y="20">lane</text></svg>', 'd.svg')
    ).body.id as string;
    const log = (await upload('a log', 'app log.txt')).body.id as string;
    const summary = `Before.\n\n![The queue grows](attachment:${picture})\n\nSee [the log](attachment:${log}) and ![small](attachment:${drawing}).`;
    const patched = await api.as().patch(`coes/${number}`).set('If-Match', etag).send({ summary });
    expect(patched.status).toBe(200);
    etag = patched.headers.etag as string;
    expect((await api.as().get(`coes/${number}/report.md?draft=true`)).text).toContain(
      `![The queue grows](attachment:${picture})`,
    );
    const html = (await api.as().get(`coes/${number}/report.html?draft=true`)).text;
    expect(html).toMatch(/<img src="data:image\/png;base64,[^"]+" alt="The queue grows" width="600" height="200">/);
    expect(html).toContain('<img src="data:image/svg+xml;base64,');
    expect(html).toContain(`/attachments/${log}">the log</a>`);
    const pdf = (await get('report.pdf?draft=true')).body as Buffer;
    expect(pdf.toString('latin1')).toContain('pdfuaid');
    expect(pdf.toString('latin1')).toContain('/Subtype /Image');
    expect((await api.as().delete(`coes/${number}/attachments/${picture}`)).status).toBe(409);
    const cleared = await api.as().patch(`coes/${number}`).set('If-Match', etag).send({ summary: 'Words.' });
    expect(cleared.status).toBe(200);
    expect((await api.as().delete(`coes/${number}/attachments/${picture}`)).status).toBe(204);
    expect((await api.as().get(`coes/${number}/attachments/${picture}`)).status).toBe(404);
  });

  it('a broken picture does not keep the report from being printed', async () => {
    const broken = Buffer.concat([png(9, 9).subarray(0, 40), Buffer.from('not pixels at all')]);
    const id = (await upload(broken)).body.id;
    const made = await api.as().post('coes').send({ title: 'Broken' });
    const own = (await upload(broken, 'b.png', made.body.number)).body.id;
    expect(own).not.toBe(id);
    await api
      .as()
      .patch(`coes/${made.body.number}`)
      .set('If-Match', made.headers.etag as string)
      .send({ summary: `![b](attachment:${own})` });
    const pdf = await api.as().get(`coes/${made.body.number}/report.pdf?draft=true`);
    expect(pdf.status).toBe(200);
  });
});
