/** The part of JSON Schema that the OpenAPI document of the service uses. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  examples?: unknown[];
};

/** One field of a body, as the docs list it. `ref` names a shape that is described once, further down the page. */
export type SchemaRow = {
  name: string;
  type: string;
  ref: string | null;
  required: boolean;
  description: string;
  limits: string[];
  fields: SchemaRow[];
};

export const refName = (ref: string): string => ref.split('/').at(-1) ?? ref;

/** The fields of an object, of the members of a list, or of the one alternative that is an object. */
export function fieldsOf(schema: JsonSchema): SchemaRow[] {
  const object = objectIn(schema);
  const required = new Set(object?.required ?? []);
  return Object.entries(object?.properties ?? {}).map(([name, property]) => rowOf(name, property, required.has(name)));
}

function rowOf(name: string, schema: JsonSchema, required: boolean): SchemaRow {
  const ref = refIn(schema);
  return {
    name,
    type: typeOf(schema),
    ref,
    required,
    description: schema.description ?? '',
    limits: limitsOf(schema),
    fields: ref === null ? fieldsOf(schema) : [],
  };
}

function objectIn(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties) return schema;
  if (schema.items) return objectIn(schema.items);
  if (typeof schema.additionalProperties === 'object') return objectIn(schema.additionalProperties);
  return alternatives(schema)
    .map(objectIn)
    .find((found) => found !== undefined);
}

/** The shape that a schema, its members or one of its alternatives point at. */
export function refIn(schema: JsonSchema): string | null {
  if (schema.$ref) return refName(schema.$ref);
  if (schema.items) return refIn(schema.items);
  if (typeof schema.additionalProperties === 'object') return refIn(schema.additionalProperties);
  return (
    alternatives(schema)
      .map(refIn)
      .find((ref) => ref !== null) ?? null
  );
}

const alternatives = (schema: JsonSchema): JsonSchema[] => schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];

/** `string or null`, `list of ActionItem`, `map of string`. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref) return refName(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  const kinds = alternatives(schema);
  if (kinds.length > 0) return [...new Set(kinds.map(typeOf))].join(schema.allOf ? ' and ' : ' or ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === 'object' && !schema.properties)
    return `map of ${typeOf(schema.additionalProperties)}`;
  const type = [schema.type ?? 'anything'].flat().join(' or ');
  return schema.format ? `${type} (${schema.format})` : type;
}

function limitsOf(schema: JsonSchema): string[] {
  const limits: [string, unknown][] = [
    ['at least', schema.minimum],
    // zod writes the largest safe integer for every whole number: that is no limit of ours
    ['at most', schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum],
    ['shortest', schema.minLength],
    ['longest', schema.maxLength],
    ['at most entries', schema.maxItems],
  ];
  const told = limits.flatMap(([words, value]) =>
    value === undefined || value === -Number.MAX_SAFE_INTEGER ? [] : [`${words} ${String(value)}`],
  );
  return schema.default === undefined || isEmpty(schema.default)
    ? told
    : [...told, `default ${JSON.stringify(schema.default)}`];
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
