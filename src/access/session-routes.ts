import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { jsonBody } from '../http/json-body.js';
import { parseBody } from '../http/validate.js';
import { clearedSessionCookie, readSessionCookie, sessionCookie } from './session-cookie.js';
import type { Sessions } from './sessions.js';

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
