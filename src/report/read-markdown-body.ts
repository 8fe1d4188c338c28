import type { Readable } from 'node:stream';
import { z } from 'zod';
import { parseJson } from '../http/json-body.js';
import { parseBody } from '../http/validate.js';
import { AppError } from '../kernel/errors.js';

const MAX_BYTES = 2_000_000;
const jsonForm = z.strictObject({ markdown: z.string() });
type Request = Readable & {
  headers: Record<string, string | string[] | undefined>;
  is(types: string[]): string | false | null;
};

/**
 * The Markdown of a request: the body itself as text, or the member `markdown` of a JSON body.
 * @throws AppError unsupportedMediaType, tooLarge, malformed, validation when there are no words in it
 */
export async function readMarkdownBody(request: Request): Promise<string> {
  const type = request.is(['text/markdown', 'text/plain', 'text/x-markdown', 'application/json']);
  if (!type && request.headers['content-type'] !== undefined)
    throw new AppError(
      'unsupportedMediaType',
      'Send the postmortem as text/markdown, or {"markdown": "…"} as application/json.',
    );
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on without keeping: a client that is still sending would otherwise miss the answer.
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BYTES) throw new AppError('tooLarge', 'The Markdown is larger than 2 MB; split it.');
  const markdown = textOf(Buffer.concat(chunks), type === 'application/json');
  if (markdown.trim() === '') throw empty();
  return markdown;
}

function textOf(bytes: Buffer, isJson: boolean): string {
  if (isJson) {
    return parseBody(jsonForm, parseJson(bytes)).markdown;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('malformed', 'The body is not valid UTF-8.', { cause });
  }
}

function empty(): AppError {
  return new AppError('validation', 'There is no Markdown in the body.', {
    errors: [{ pointer: '/markdown', detail: 'Send the text of the postmortem.' }],
  });
}
