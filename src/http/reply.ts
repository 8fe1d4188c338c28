import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Reply } from './endpoint.js';

/** Writes a verb's reply: JSON, a finished document, or server-sent events. */
export async function sendReply(request: Request, response: Response, reply: Reply): Promise<void> {
  response.status(reply.status);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.events) return sendEvents(request, response, reply.events);
  if (reply.raw) {
    response.setHeader('Content-Type', reply.raw.contentType);
    response.end(reply.raw.data);
    return;
  }
  if (reply.stream) {
    response.setHeader('Content-Type', reply.stream.contentType);
    try {
      await pipeline(Readable.from(reply.stream.chunks), response);
    } catch (error) {
      // Who asked has gone: nobody is left to tell.
      if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
    return;
  }
  if (reply.body === undefined) {
    response.end();
    return;
  }
  const text = JSON.stringify(reply.body);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  // As a string it leaves in one piece with its headers.
  response.end(text);
}

async function sendEvents(request: Request, response: Response, events: NonNullable<Reply['events']>): Promise<void> {
  response.setHeader('Content-Type', 'text/event-stream');
  response.setHeader('Cache-Control', 'no-store');
  response.flushHeaders();
  const closed = new AbortController();
  request.on('close', () => closed.abort());
  await events((event, data) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }, closed.signal);
  response.end();
}
