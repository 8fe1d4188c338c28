import { exampleOf } from './api-example.js';
import { fieldsOf, type JsonSchema, refIn, type SchemaRow, typeOf } from './api-schema.js';

type Content = Record<string, { schema?: JsonSchema }>;
type Operation = {
  operationId: string;
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: JsonSchema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};
export type OpenapiDocument = {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
};

export type ReferenceOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: { name: string; where: string; required: boolean; type: string; description: string }[];
  body: { types: string[]; ref: string | null; type: string; fields: SchemaRow[]; isFile: boolean } | null;
  responses: {
    status: string;
    description: string;
    contentType: string;
    ref: string | null;
    type: string;
    fields: SchemaRow[];
  }[];
  curl: string;
};
export type Reference = {
  version: string;
  description: string;
  tags: { name: string; anchor: string; operations: ReferenceOperation[] }[];
  schemas: { name: string; description: string; fields: SchemaRow[] }[];
};

/** The OpenAPI document in the order in which people read: by tag, each with its fields and an example to copy. */
export function referenceOf(document: OpenapiDocument, publicUrl: string): Reference {
  const { schemas } = document.components;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tag: operation.tags?.[0] ?? 'Other',
      operation: operationOf(method, path, operation, schemas, publicUrl),
    })),
  );
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return {
    version: document.info.version,
    description: document.info.description ?? '',
    tags: tags.map((name) => ({
      name,
      anchor: `tag-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
      operations: operations.filter(({ tag }) => tag === name).map(({ operation }) => operation),
    })),
    schemas: Object.entries(schemas).map(([name, schema]) => ({
      name,
      description: schema.description ?? '',
      fields: fieldsOf(schema),
    })),
  };
}

function operationOf(
  method: string,
  path: string,
  operation: Operation,
  schemas: Record<string, JsonSchema>,
  publicUrl: string,
): ReferenceOperation {
  const content = operation.requestBody?.content;
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  const schema = media?.schema;
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? '',
    description: operation.description ?? '',
    parameters: (operation.parameters ?? []).map((parameter) => ({
      name: parameter.name,
      where: parameter.in,
      required: parameter.required === true,
      type: typeOf(parameter.schema ?? {}),
      description: parameter.description ?? parameter.schema?.description ?? '',
    })),
    body: content
      ? {
          types: Object.keys(content),
          ref: schema ? refIn(schema) : null,
          type: schema ? typeOf(schema) : 'the file as it is',
          fields: schema && refIn(schema) === null ? fieldsOf(schema) : [],
          isFile: schema === undefined,
        }
      : null,
    responses: Object.entries(operation.responses)
      .filter(([status]) => status !== 'default')
      .map(([status, { description, content: sent }]) => {
        const [contentType = '', { schema: shape = undefined } = {}] = Object.entries(sent ?? {})[0] ?? [];
        const ref = shape ? refIn(shape) : null;
        return {
          status,
          description,
          contentType,
          ref,
          type: shape ? typeOf(shape) : '',
          fields: shape && ref === null ? fieldsOf(shape) : [],
        };
      }),
    curl: curlOf(method, path, type, schema ? JSON.stringify(exampleOf(schema, schemas)) : undefined, publicUrl),
  };
}

/** A command for a shell; single quotes of the body are escaped for it. */
function curlOf(
  method: string,
  path: string,
  type: string | undefined,
  body: string | undefined,
  publicUrl: string,
): string {
  const address =
    publicUrl + path.replace('{coe}', 'COE-1').replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    `curl -sS ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${quoted(address)}`,
    '-H "Authorization: Bearer $COE_TOKEN"',
    ...(method === 'patch' && path === '/api/v1/coes/{coe}' ? ['-H \'If-Match: "…"\''] : []),
    ...(type === undefined ? [] : [`-H ${quoted(`Content-Type: ${type}`)}`]),
    ...(type === undefined ? [] : [body === undefined ? '--data-binary @FILE' : `-d ${quoted(body)}`]),
  ].join(' \\\n  ');
}
