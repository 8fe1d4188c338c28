import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { projectRoot } from '../../src/kernel/paths.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

type Operation = {
  operationId: string;
  summary: string;
  parameters: { name: string; in: string }[];
  responses: Record<string, unknown>;
};
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, object> } };
const served = async () => (await api.as(null).get('/api/v1/openapi.json')).body as Document;

describe('the OpenAPI document', () => {
  it('is checked in as it is served (npm run openapi writes it)', async () => {
    const file = join(projectRoot, 'openapi.json');
    const text = `${JSON.stringify(await served(), null, 2)}\n`;
    if (process.env.WRITE_OPENAPI) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('has a unique operationId and a summary for every operation, and declares every path parameter', async () => {
    const { paths } = await served();
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    );
    const ids = operations.map((operation) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const operation of operations) {
      expect(operation.summary).not.toBe('');
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect([operation.path, declared.sort()]).toEqual([operation.path, inPath.sort()]);
    }
  });

  it('has only resolvable references, and a created COE satisfies its schema', async () => {
    const document = await served();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] as string);
    for (const reference of new Set(references)) {
      expect(reference).toMatch(/^#\/components\/schemas\//);
      expect(Object.keys(document.components.schemas)).toContain(reference.split('/').at(-1));
    }
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'openapi');
    const body = { title: 'x', fiveWhys: [{ question: 'Why?', children: [{ question: 'And why that?' }] }] };
    const { body: coe } = await api.as().post('coes').send(body);
    const validate = ajv.compile({ $ref: 'openapi#/components/schemas/Coe' });
    expect([validate(coe), validate.errors]).toEqual([true, null]);
  });
});
