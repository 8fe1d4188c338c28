import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { jsonBody } from '../http/json-body.js';
import { parseBody } from '../http/validate.js';
import { clearedSessionCookie, readSessionCookie, sessionCookie } from './session-cookie.js';
import type { Sessions } from './sessions.js';

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

export const sessionBody = z.strictObject({ token: z.string().min(1, 'Send your API token.').max(500) });

/**
 * `POST /api/v1/session` and `DELETE /api/v1/session`: open without a token, since they are how a browser gets in.
 * They stand outside the endpoint runner, which authenticates first.
 */
export function sessionRouter(sessions: Sessions, secure: boolean): Router {
  const router = Router();
  const named: RequestHandler = (_request, response, next) => {
    response.locals.route = '/api/v1/session';
    next();
  };
  router.post('/api/v1/session', named, ...jsonBody([]), async (_request, response) => {
    const { token } = parseBody(sessionBody, response.locals.json);
    const opened = await sessions.openWithToken(token);
    response.cookie(...sessionCookie(opened.secret, opened.expiresAt, secure));
    response.status(201).json({ userId: opened.userId, expiresAt: opened.expiresAt.toISOString() });
  });
  router.delete('/api/v1/session', named, async (request, response) => {
    const secret = readSessionCookie(request);
    if (secret !== undefined) await sessions.close(secret);
    response.clearCookie(...clearedSessionCookie(secure));
    response.status(204).end();
  });
  return router;
}

/** The same two routes for the OpenAPI document. */
export const sessionPaths = {
  '/api/v1/session': {
    post: {
      operationId: 'postSession',
      tags: ['Session'],
      summary: 'Open a session for a browser: the answer sets the cookie coe_session',
      security: [],
      parameters: [],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: z.toJSONSchema(sessionBody, { io: 'input' }) } },
      },
      responses: {
        201: { description: 'Signed in' },
        default: { description: 'The token is not known', content: problemContent },
      },
    },
    delete: {
      operationId: 'deleteSession',
      tags: ['Session'],
      summary: 'End the session of the cookie',
      security: [],
      parameters: [],
      responses: { 204: { description: 'Signed out' } },
    },
  },
};
