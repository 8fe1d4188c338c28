import type { Readable } from 'node:stream';
import { textChunks } from '../evidence/bytes.js';
import { AppError } from '../kernel/errors.js';

export const MAX_METRIC_CHARACTERS = 50_000_000;

/**
 * The whole body as text (gzip opened, byte order marks dropped). What is too large is read to its end all the same, without being kept:
 * a client that is still sending would not see the answer.
 * @throws AppError tooLarge, validation
 */
export async function readBody(body: Readable): Promise<string> {
  const chunks: string[] = [];
  let length = 0;
  for await (const chunk of textChunks(body)) {
    length += chunk.length;
    if (length <= MAX_METRIC_CHARACTERS) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (length > MAX_METRIC_CHARACTERS)
    throw new AppError(
      'tooLarge',
      'The file of metrics is larger than 50 MB. Export a shorter time, or fewer metrics.',
    );
  const text = chunks.join('');
  if (text.trim() === '') {
    const detail = 'The body is empty: send the bytes of the export itself.';
    throw new AppError('validation', detail, { errors: [{ pointer: '', detail }] });
  }
  return text;
}
