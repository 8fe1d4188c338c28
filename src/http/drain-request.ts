import type { RequestHandler } from 'express';

/**
 * Reads on and throws away what an answered request still sends. A verb that answers early (a refused file) leaves bytes on the
 * connection: Node drops them only from bodies that nobody began to read, a client that sends first and listens later would never
 * hear the answer, and the next request on the connection would be cut.
 */
export function drainRequest(): RequestHandler {
  return (request, response, next) => {
    response.on('finish', () => {
      if (request.complete || request.destroyed) return;
      // Someone who stopped in the middle of reading left a listener, and with it the stream would stay paused.
      request.removeAllListeners('readable');
      request.resume();
    });
    next();
  };
}
