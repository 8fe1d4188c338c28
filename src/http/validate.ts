import type { z } from 'zod';
import { AppError, type FieldError } from '../kernel/errors.js';

/** RFC 6901 pointer of a path. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Parses, or lists every issue as a field error. `where` puts parameters apart from the body: `query:limit`, `path:n`. */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  where: 'body' | 'query' | 'path' | 'header',
): { value: z.output<S> } | { errors: FieldError[] } {
  const parsed = schema.safeParse(value, { reportInput: false });
  if (parsed.success) return { value: parsed.data };
  return { errors: parsed.error.issues.flatMap((issue) => fieldErrors(issue, where)) };
}

/** @throws AppError validation naming every bad field of the body. */
export function parseBody<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = check(schema, value, 'body');
  if ('errors' in result) throw validationError(result.errors);
  return result.value;
}

export function validationError(errors: FieldError[]): AppError {
  const first = errors[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new AppError('validation', `${first?.pointer || 'The body'}: ${first?.detail}${more}`, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue, where: 'body' | 'query' | 'path' | 'header'): FieldError[] {
  const at = (path: readonly PropertyKey[]) => (where === 'body' ? pointerOf(path) : `${where}:${path.join('.')}`);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: at([...issue.path, key]),
      detail: 'This field is not known; check its spelling, or remove it.',
    }));
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const detail = missing ? `This field is required (${issue.expected}).` : issue.message;
  return [{ pointer: at(issue.path), detail }];
}
