import { z } from 'zod';
import { newId } from '../kernel/ids.js';

export const MAX_TEXT = 200_000;

/** NUL cannot be stored in XML-based exports and hides text from readers; it is refused, not dropped. */
const text = z
  .string()
  .max(MAX_TEXT, `At most ${MAX_TEXT} characters.`)
  .refine((value) => !value.includes('\u0000'), 'The text holds a NUL character; remove it.')
  .refine((value) => value.isWellFormed(), 'The text holds half of a surrogate pair; send valid Unicode.');

/** Markdown of any length up to the limit; absent means not written yet. */
export const markdown = text.default('');

/** One trimmed line. */
export const line = (most: number) =>
  text
    .trim()
    .max(most, `At most ${most} characters.`)
    .refine((value) => !/[\r\n]/.test(value), 'This is one line: remove the line break.');

/** A list of names or ids, without repeats, in the order given. */
export const lines = (most: number) =>
  z
    .array(line(most).min(1))
    .max(1_000)
    .transform((values) => [...new Set(values)])
    .default([]);

export const evidenceIds = z
  .array(z.string().min(1).max(100))
  .max(10_000)
  .transform((values) => [...new Set(values)])
  .default([]);

/** Members of lists get an id when they carry none, so that edits and citations can name them. Not a default: OpenAPI would print one. */
export const id = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,100}$/, 'An id has 1 to 100 letters, digits or _ . : -')
  .optional()
  .transform((value) => value ?? newId('m'))
  .pipe(z.string());

const YEARS = 'The year must lie between 1970 and 2200.';
const plausible = (value: string) => {
  const year = new Date(value).getUTCFullYear();
  return year >= 1970 && year <= 2200;
};

/** An RFC 3339 time with a zone; stored in UTC with milliseconds, so that equal instants are equal text and sort as text. */
export const instant = z.iso
  .datetime({ offset: true, abort: true, error: 'Not an RFC 3339 time with a zone, such as 2026-01-31T14:05:00Z.' })
  .refine(plausible, YEARS)
  .transform((value) => new Date(value).toISOString());

/** A day (2026-01-31) or a time; a day stays a day. */
export const dateOrTime = z
  .string()
  .transform((value, context) => {
    for (const form of [z.iso.date(), z.iso.datetime({ offset: true })]) {
      if (!form.safeParse(value).success) continue;
      return value.length === 10 ? value : new Date(value).toISOString();
    }
    context.issues.push({
      code: 'custom',
      input: value,
      message: 'Neither a date (2026-01-31) nor an RFC 3339 time with a zone (2026-01-31T14:05:00Z).',
    });
    return z.NEVER;
  })
  .pipe(z.string());
