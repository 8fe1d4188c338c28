import { z } from 'zod';
import { AppError } from '../kernel/errors.js';

/** `limit` and `cursor` of every list: 1 to 1000, larger is clamped. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'A whole number from 1; more than 1000 is read as 1000.')
    .transform((value) => Math.min(1000, Number(value)))
    .default(50),
  cursor: z.string().max(500).optional(),
};

export type Page<T> = { items: T[]; nextCursor: string | null };

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** An opaque cursor that holds the sort key of the last item. */
export function writeCursor(key: (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

type KeyPart = { string: string; number: number };

/**
 * @param kinds of the parts of the list's sort key, in order
 * @throws AppError validation for a cursor that this list did not write
 */
export function readCursor<const K extends readonly (keyof KeyPart)[]>(
  cursor: string | undefined,
  kinds: K,
): { -readonly [I in keyof K]: KeyPart[K[I]] } | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(key) && key.length === kinds.length && key.every((part, i) => typeof part === kinds[i]))
      return key as { -readonly [I in keyof K]: KeyPart[K[I]] };
  } catch {
    // told below: a broken cursor and a foreign one are the same to the caller
  }
  throw new AppError('validation', 'The cursor is not one of ours; start again without it.', {
    errors: [{ pointer: 'query:cursor', detail: 'Use the nextCursor of the page before, as it is.' }],
  });
}

/** Cuts a read of `limit + 1` rows into a page. */
export function cutPage<T>(rows: T[], limit: number, keyOf: (row: T) => (string | number)[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor(keyOf(last)) : null };
}

/** Every item of a list, page after page. */
export async function* everyItem<T>(read: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
