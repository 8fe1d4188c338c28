import type { Readable } from 'node:stream';
import { z } from 'zod';
import { coeSchema } from '../coe/present.js';
import { coeContentSchema } from '../coe/schema.js';
import { parseJson } from '../http/json-body.js';
import { parseBody } from '../http/validate.js';
import { AppError } from '../kernel/errors.js';

/** A COE with ten thousand entries of evidence-backed timeline is larger than any postmortem by hand. */
const MAX_BYTES = 16_000_000;
const jsonForm = z.strictObject({ markdown: z.string() });
/** What `GET /coes/{coe}` adds to the words of people; an import computes it anew. */
const COMPUTED = Object.keys(coeSchema.shape).filter((field) => !(field in coeContentSchema.shape));
export type ImportBody = { markdown: string } | { document: Record<string, unknown> };
type Request = Readable & {
  headers: Record<string, string | string[] | undefined>;
  is(types: string[]): string | false | null;
};

/**
 * What a request brings to import: Markdown as the body itself or the member `markdown` of a JSON body, or a COE as it was exported.
 * @throws AppError unsupportedMediaType, tooLarge, malformed, validation when there are no words in it
 */
export async function readImportBody(request: Request): Promise<ImportBody> {
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
  if (size > MAX_BYTES) throw new AppError('tooLarge', 'This is larger than 16 MB; split it.');
  const bytes = Buffer.concat(chunks);
  const json = type === 'application/json' ? parseJson(bytes) : undefined;
  if (typeof json === 'object' && json !== null && 'title' in json)
    return { document: Object.fromEntries(Object.entries(json).filter(([field]) => !COMPUTED.includes(field))) };
  const markdown = json === undefined ? textOf(bytes) : parseBody(jsonForm, json).markdown;
  if (markdown.trim() === '') throw empty();
  return { markdown };
}

function textOf(bytes: Buffer): string {
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
