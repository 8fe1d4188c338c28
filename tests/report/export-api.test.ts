import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromBuffer } from 'yauzl';
import { png } from '../attachments/pictures.js';
import { newUser } from '../review/new-user.js';
import { openTestService, type TestService } from '../service.js';
import { sampleCoe } from './sample-coe.js';

let api: TestService;
let folder: string;
let number: string;
beforeAll(async () => {
  api = await openTestService();
  folder = mkdtempSync(join(tmpdir(), 'coe-export-'));
  const { number: _n, version: _v, status: _s, createdAt: _c, updatedAt: _u, measures: _m, ...content } = sampleCoe();
  const made = await api.as().post('coes').send(content);
  expect(made.status).toBe(201);
  number = made.body.number;
  await api
    .as()
    .post(`coes/${number}/evidence?source=auto`)
    .set('Content-Type', 'application/x-ndjson')
    .send(
      '{"time":"2026-03-04T10:05:00Z","message":"first refused card"}\n{"time":"2026-03-04T10:06:00Z","message":"second"}\n',
    );
  await api
    .as()
    .post(`coes/${number}/attachments?filename=queue%20grows.png`)
    .set('Content-Type', 'application/octet-stream')
    .send(png(4, 4));
  await api.as().post(`coes/${number}/comments`).send({ section: 'summary', body: 'Is this so?' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api.close();
});

const bytesOf = async (path: string, token?: string) => {
  const response = await api
    .as(token)
    .get(path)
    .buffer(true)
    .parse((stream, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
    });
  expect(response.status).toBe(200);
  return response.body as Buffer;
};

function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const files = new Map<string, Buffer>();
      zip.on('entry', (entry: { fileName: string }) =>
        zip.openReadStream(entry as never, (fault, stream) => {
          if (fault) return reject(fault);
          const chunks: Buffer[] = [];
          stream
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('end', () => {
              files.set(entry.fileName, Buffer.concat(chunks));
              zip.readEntry();
            });
        }),
      );
      zip.on('end', () => resolve(files)).on('error', reject);
      zip.readEntry();
    }),
  );
}

describe('everything of a COE as a ZIP', () => {
  it('holds the report in its forms, pictures, attachments and evidence; comments only when asked for', async () => {
    const files = await unzip(await bytesOf(`coes/${number}/export.zip?draft=true&comments=true`));
    const names = [...files.keys()].map((name) => name.replace(/att_\w{20}/, 'att_x'));
    expect(names.sort()).toEqual(
      [
        'attachments.json',
        'attachments/att_x-queue_grows.png',
        'comments.ndjson',
        'evidence.ndjson',
        'pictures/timeline-1.svg',
        'report.html',
        'report.json',
        'report.md',
        'report.pdf',
      ].map((name) => `${number}/${name}`),
    );
    const text = (name: string) => String(files.get(`${number}/${name}`));
    expect(
      text('evidence.ndjson')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).text),
    ).toEqual(['first refused card', 'second']);
    expect(JSON.parse(text('comments.ndjson')).body).toBe('Is this so?');
    expect(text('report.md')).toMatch(/^---\nnumber: COE-\d+\n/);
    expect(text('report.pdf')).toMatch(/^%PDF/);
    expect(
      [...(await unzip(await bytesOf(`coes/${number}/export.zip?draft=true&evidence=false`))).keys()].join(),
    ).not.toMatch(/ndjson/);
  });

  it('answers 409 for unapproved content that nobody asked for as a draft', async () => {
    expect((await api.as().get(`coes/${number}/export.zip`)).status).toBe(409);
  });
});

describe('JSON and Markdown', () => {
  const computed = ['id', 'number', 'version', 'createdAt', 'updatedAt', 'contentHash', 'people', 'readiness'];
  const bare = (coe: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(coe).filter(([key]) => !computed.includes(key)));

  it('an exported COE imported again is the same content, to the hash', async () => {
    const exported = await api.as().get(`coes/${number}/report.json?draft=true`);
    const made = await api.as().post('coes/import').send(exported.body);
    expect(made.status).toBe(201);
    const again = await api.as().get(`coes/${made.body.coe.number}/report.json?draft=true`);
    expect(bare(again.body)).toEqual(bare(exported.body));
    expect(again.body.contentHash).toBe(exported.body.contentHash);
  });

  it('a document with a field that is none of ours is refused, not cut', async () => {
    const refused = await api.as().post('coes/import').send({ title: 'x', sumary: 'y' });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toContain('sumary');
  });

  it('front matter is read over, since the report says all of it', async () => {
    const markdown = (await api.as().get(`coes/${number}/report.md?draft=true&frontMatter=true`)).text;
    const made = await api.as().post('coes/import').set('Content-Type', 'text/markdown').send(markdown);
    const again = (await api.as().get(`coes/${made.body.coe.number}`)).body;
    expect(again).toMatchObject({ title: sampleCoe().title, severity: 'SEV2', services: sampleCoe().services });
    expect(made.body.unplaced).toEqual([]);
  });

  it('restrictedStaysRestricted: what is listed for few is not opened by an import of its report', async () => {
    const secret = await api
      .as()
      .post('coes')
      .send({ title: 'For few', restricted: true, members: ['Ann, Lee', 'bo'] });
    for (const format of ['md', 'json']) {
      const { text } = await api.as().get(`coes/${secret.body.number}/report.${format}?draft=true`);
      const type = format === 'md' ? 'text/markdown' : 'application/json';
      const made = await api.as().post('coes/import').set('Content-Type', type).send(text);
      expect((await api.as().get(`coes/${made.body.coe.id}`)).body).toMatchObject({
        restricted: true,
        members: ['Ann, Lee', 'bo'],
      });
    }
  });
});

describe('the library', () => {
  it('as NDJSON holds what the caller may see, each line ready for import', async () => {
    const lines = (await api.as().get('exports/coes.ndjson').buffer(true)).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map((coe) => coe.number)).toContain(number);
    const made = await api.as().post('coes/import').send(lines[0]);
    expect(made.status).toBe(201);
  });

  it('leaks no restricted COE to anyone who is not listed, in any form', async () => {
    const hidden = await api
      .as()
      .post('coes')
      .send({
        title: 'Hidden-from-others',
        restricted: true,
        timeline: [{ at: '2026-01-01T00:00:00Z', text: 'Hidden-from-others' }],
        actionItems: [{ title: 'Hidden-from-others' }],
      });
    expect(hidden.status).toBe(201);
    const token = await newUser(api, 'reviewer');
    for (const form of ['coes.ndjson', 'coes.parquet', 'timeline.parquet', 'action-items.parquet']) {
      expect(String(await bytesOf(`exports/${form}`))).toContain('Hidden-from-others');
      expect(String(await bytesOf(`exports/${form}`, token))).not.toContain('Hidden-from-others');
    }
  });

  it('as Parquet is read by DuckDB, with times, lists, and nulls for what is not known', async () => {
    for (const table of ['coes', 'timeline', 'action-items'])
      writeFileSync(join(folder, `${table}.parquet`), await bytesOf(`exports/${table}.parquet`));
    const database = await (await DuckDBInstance.create(':memory:')).connect();
    const ask = async (sql: string) =>
      (
        await database.runAndReadAll(sql.replaceAll('FROM ', `FROM '${folder}/`).replaceAll(' .', ''))
      ).getRowObjectsJson();
    const [coe] = await ask(
      `SELECT title, severity, time_to_detect_seconds AS detect, time_to_resolve_seconds AS resolve, impact_start::VARCHAR AS began, services->>0 AS service, customers_affected AS customers FROM coes.parquet' WHERE number = '${number}'`,
    );
    expect(coe).toEqual({
      ...{ title: sampleCoe().title, severity: 'SEV2', detect: 750, resolve: null },
      ...{ began: '2026-03-04 10:05:00', service: 'checkout-api', customers: 9800 },
    });
    expect(
      await ask(
        `SELECT count(*)::INT AS n, min(started_at)::VARCHAR AS first FROM timeline.parquet' WHERE number = '${number}'`,
      ),
    ).toEqual([{ n: 5, first: '2026-03-04 00:00:00' }]);
    expect(
      await ask(
        `SELECT status, count(*)::INT AS n FROM action-items.parquet' WHERE number = '${number}' GROUP BY 1 ORDER BY 1`,
      ),
    ).toEqual([
      { status: 'done', n: 1 },
      { status: 'open', n: 1 },
    ]);
    writeFileSync(join(folder, 'none.parquet'), await bytesOf('exports/timeline.parquet?to=2000-01-01'));
    expect(await ask(`SELECT count(*)::INT AS n FROM none.parquet'`)).toEqual([{ n: 0 }]);
    database.closeSync();
  });
});
