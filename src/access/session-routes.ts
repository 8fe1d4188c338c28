import { type Request, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { jsonBody } from '../http/json-body.js';
import { parseBody } from '../http/validate.js';
import type { Limits } from './limits.js';
import type { OwnPages } from './own-page.js';
import type { SessionCookies } from './session-cookie.js';
import type { Browser, Sessions } from './sessions.js';

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

export const sessionBody = z.strictObject({ token: z.string().min(1, 'Send your API token.').max(500) });

export type SessionParts = { sessions: Sessions; cookies: SessionCookies; limits: Limits; ownPages: OwnPages };

/** The browser of a request, with the session that it has. */
export const browserOf = (request: Request, cookies: SessionCookies): Browser => ({
  userAgent: request.get('User-Agent') ?? '',
  previous: cookies.read(request),
});

/**
 * `POST /api/v1/session` and `DELETE /api/v1/session`: open without a token, since they are how a browser gets in.
 * They stand outside the endpoint runner, which authenticates first.
 */
export function sessionRouter({ sessions, cookies, limits, ownPages }: SessionParts): Router {
  const router = Router();
  const named: RequestHandler = (request, response, next) => {
    response.locals.route = '/api/v1/session';
    ownPages.checkChange(request);
    next();
  };
  router.post('/api/v1/session', named, ...jsonBody([]), async (request, response) => {
    const { token } = parseBody(sessionBody, response.locals.json);
    const opened = await limits.signIn(request, () => sessions.openWithToken(token, browserOf(request, cookies)));
    cookies.set(response, opened.secret, opened.expiresAt);
    response.status(201).json({ userId: opened.userId, expiresAt: opened.expiresAt.toISOString() });
  });
  router.delete('/api/v1/session', named, async (request, response) => {
    const secret = cookies.read(request);
    if (secret !== undefined) await sessions.close(secret);
    cookies.clear(response);
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
      summary: 'Open a session for a browser: the answer sets the cookie coe_session (__Host-coe_session under https)',
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
