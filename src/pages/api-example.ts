import { type JsonSchema, refName } from './api-schema.js';

const DEEPEST = 4;
/** Where the fields that must be there say too little for an example, the first ones of the shape stand in. */
const OPTIONAL_SHOWN = 2;

/** A body that a reader can start from: what is required, or the first fields where nothing is. */
export function exampleOf(schema: JsonSchema, schemas: Record<string, JsonSchema>, depth = 0): unknown {
  if (schema.$ref) {
    const target = schemas[refName(schema.$ref)];
    return target && depth < DEEPEST ? exampleOf(target, schemas, depth + 1) : {};
  }
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const alternative = (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.find(({ type }) => type !== 'null');
  if (alternative) return exampleOf(alternative, schemas, depth);
  const type = [schema.type ?? ''].flat().find((one) => one !== 'null');
  if (type === 'object' || schema.properties) return exampleObject(schema, schemas, depth);
  if (type === 'array') return depth < DEEPEST && schema.items ? [exampleOf(schema.items, schemas, depth + 1)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return false;
  return exampleText(schema.format);
}

function exampleObject(schema: JsonSchema, schemas: Record<string, JsonSchema>, depth: number): unknown {
  const names = Object.keys(schema.properties ?? {});
  const required = schema.required ?? [];
  const shown = required.length > 0 ? names.filter((name) => required.includes(name)) : names.slice(0, OPTIONAL_SHOWN);
  return Object.fromEntries(
    shown.map((name) => [name, exampleOf(schema.properties?.[name] ?? {}, schemas, depth + 1)]),
  );
}

function exampleText(format: string | undefined): string {
  if (format === 'date-time') return '2026-01-31T14:05:00Z';
  if (format === 'date') return '2026-01-31';
  if (format === 'uri') return 'https://example.org/';
  return '…';
}
