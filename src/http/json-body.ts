import express, { type RequestHandler } from 'express';
import { AppError } from '../kernel/errors.js';

export const MAX_JSON_BYTES = 2_000_000;
export const MAX_JSON_DEPTH = 64;

/**
 * Reads a JSON body of at most 2 MB into `response.locals.json`. The depth is capped on the raw text, before anything parses it:
 * deep documents kill the database engine (design: engine, hazards).
 * @param optional an empty body is none, for schemas that have a default
 * @throws AppError unsupportedMediaType, malformed, tooLarge
 */
export function jsonBody(accepted: string[], optional = false): RequestHandler[] {
  const types = ['application/json', ...accepted];
  return [
    (request, _response, next) => {
      if (request.is(types) || !hasBody(request)) return next();
      next(new AppError('unsupportedMediaType', `Send the body as ${types.join(' or ')} (Content-Type).`));
    },
    express.raw({ type: () => true, limit: MAX_JSON_BYTES }),
    (request, response, next) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!optional || bytes.length > 0) response.locals.json = parseJson(bytes);
      next();
    },
  ];
}

function hasBody(request: { headers: Record<string, string | string[] | undefined> }): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

/** @throws AppError malformed when it is not JSON in UTF-8 or nests too deep. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new AppError('malformed', 'The body is empty: send a JSON document.');
  if (depthOf(bytes) > MAX_JSON_DEPTH)
    throw new AppError('malformed', `The JSON nests deeper than ${MAX_JSON_DEPTH} levels.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('malformed', 'The body is not valid UTF-8.', { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const where = cause instanceof SyntaxError ? ` (${cause.message})` : '';
    throw new AppError('malformed', `The body is not JSON${where}.`, { cause });
  }
}

/** Deepest nesting of brackets outside strings; one pass over the bytes, no recursion. */
export function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return deepest;
}
