import { AppError } from '../kernel/errors.js';

/** Deflate reaches 1,032 : 1 on zeros; logs and chats stay below 100 : 1. */
const TIMES = 250;
/** Small files may be very regular. */
const ALWAYS = 20_000_000;
const NEVER_MORE = 8_000_000_000;

/** How many bytes something may unpack to, by its packed size: more is a bomb and no evidence. */
export function allowance(packed: number): number {
  return Math.min(NEVER_MORE, Math.max(ALWAYS, packed * TIMES));
}

/** @throws AppError validation once more comes out than what went in so far allows. @param packed bytes read so far */
export async function* withinAllowance(
  unpacked: AsyncIterable<Uint8Array>,
  packed: () => number,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of unpacked) {
    total += chunk.length;
    if (total > ALWAYS && total > allowance(packed())) {
      throw unreadable(`the data unpack to more than ${TIMES} times their size; send them uncompressed`);
    }
    yield chunk;
  }
}

export function unreadable(message: string): AppError {
  return new AppError('validation', message, { errors: [{ pointer: '', detail: message }] });
}
