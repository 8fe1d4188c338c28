import { z } from 'zod';
import { type Endpoint, isOptional, STREAM } from './endpoint.js';

type Json = Record<string, unknown>;
/** Path items of what stands outside the runner, such as signing in. */
export type OpenPaths = Record<string, Json>;

/** OpenAPI 3.1 from the same zod schemas that validate. Schemas with a `meta` id become components; the rest stand in place. */
export function openapiDocument(endpoints: Endpoint[], version: string, open: OpenPaths = {}): Json {
  const components: Record<string, Json> = { Problem: problemSchema };
  const paths: Record<string, Json> = { ...open };
  for (const endpoint of [...endpoints].sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1))) {
    const path = `/api/v1${endpoint.path}`;
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'COE service',
      version,
      description:
        'Correction of Error reports from evidence. Times are RFC 3339 in UTC; lists are `{items, nextCursor}`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'coe_session' },
      },
    },
  };
}

function operation(endpoint: Endpoint, components: Record<string, Json>): Json {
  const responses: Json = {};
  for (const [status, response] of Object.entries(endpoint.responses)) {
    const type = response.contentType ?? 'application/json';
    const schema = response.schema ? schemaOf(response.schema, 'output', components) : {};
    responses[status] = {
      description: response.description,
      ...(response.schema || response.contentType ? { content: { [type]: { schema } } } : {}),
    };
  }
  responses.default = {
    description: 'What is wrong, with every bad field named',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    operationId: `${endpoint.method}${endpoint.path.replaceAll(/[^A-Za-z]+(\w)?/g, (_, letter: string) => (letter ?? '').toUpperCase())}`,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...(endpoint.description ? { description: endpoint.description } : {}),
    parameters: parametersOf(endpoint, components),
    ...requestBody(endpoint, components),
    responses,
  };
}

function parametersOf(endpoint: Endpoint, components: Record<string, Json>): Json[] {
  const of = (schema: z.ZodType | undefined, where: string): Json[] => {
    const shape = schema ? (schemaOf(schema, 'input', components) as { properties?: Json; required?: string[] }) : {};
    return Object.entries(shape.properties ?? {}).map(([name, property]) => ({
      name,
      in: where,
      required: where === 'path' || (shape.required ?? []).includes(name),
      schema: property,
    }));
  };
  const headers = Object.entries(endpoint.requestHeaders ?? {}).map(([name, description]) => ({
    name,
    in: 'header',
    required: name === 'If-Match',
    description,
    schema: { type: 'string' },
  }));
  if (endpoint.method === 'post')
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'A repeat with the same key gets the first answer again.',
      schema: { type: 'string' },
    });
  return [...of(endpoint.params, 'path'), ...of(endpoint.query, 'query'), ...headers];
}

function requestBody(endpoint: Endpoint, components: Record<string, Json>): Json {
  if (!endpoint.body) return {};
  if (endpoint.body === STREAM) {
    const types = endpoint.bodyTypes ?? ['application/octet-stream'];
    return { requestBody: { required: true, content: Object.fromEntries(types.map((type) => [type, {}])) } };
  }
  const schema = schemaOf(endpoint.body, 'input', components);
  const types = ['application/json', ...(endpoint.bodyTypes ?? [])];
  return {
    requestBody: {
      required: !isOptional(endpoint.body),
      content: Object.fromEntries(types.map((type) => [type, { schema }])),
    },
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Record<string, Json>): Json {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    cycles: 'ref',
    // Dates never leave as dates: presenters write RFC 3339 text.
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  }) as Json & { $defs?: Record<string, Json>; $schema?: string; id?: string };
  const suffix = io === 'input' ? 'Input' : '';
  const { $defs, $schema: _dialect, ...root } = made;
  for (const [name, definition] of Object.entries($defs ?? {})) components[name + suffix] = relink(definition, suffix);
  return relink(root, suffix);
}

/** Points `$defs` at the shared components; an input shape (defaults optional) is another component than an output shape. */
function relink(schema: Json, suffix: string): Json {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string'
      ? value.replace(/^#\/\$defs\/(.+)$/, (_, name: string) => `#/components/schemas/${name}${suffix}`)
      : key === 'id' && typeof value === 'string'
        ? undefined
        : value,
  );
  return JSON.parse(text) as Json;
}

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    reference: { type: 'string', description: 'for support, on a fault of the service' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body, or query:name, path:name' },
          detail: { type: 'string' },
        },
      },
    },
  },
};
