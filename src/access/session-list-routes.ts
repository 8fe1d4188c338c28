import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { SCOPES } from '../kernel/actor.js';
import type { RecordAudit } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { notFound } from '../kernel/errors.js';
import { closeSessions } from './close-sessions.js';
import type { Sessions } from './sessions.js';

export type SessionListParts = { sessions: Sessions; clock: Clock; recordAudit: RecordAudit };

export const sessionSchema = z
  .object({
    id: z.string().describe('a name; it opens nothing'),
    openedBy: z.enum(['token', 'link', 'identityProvider']),
    scope: z.enum(SCOPES),
    userAgent: z.string(),
    createdAt: z.string(),
    lastSeenAt: z.string().describe('to five minutes'),
    expiresAt: z.string(),
    current: z.boolean().describe('the one that asks'),
  })
  .meta({ id: 'Session' });

/** Where you are signed in. Opening and closing the session of a browser are in `session-routes.ts`. */
export function sessionListRoutes(parts: SessionListParts): Endpoint[] {
  const { sessions } = parts;
  const tag = 'Session';
  return [
    endpoint({
      method: 'get',
      path: '/sessions',
      action: 'account.read',
      tag,
      summary: 'Where you are signed in, the latest used first',
      responses: { 200: { description: 'Your sessions', schema: z.object({ items: z.array(sessionSchema) }) } },
      async handle({ actor }) {
        const items = (await sessions.list(actor.id)).map((session) => ({
          id: session.publicId,
          openedBy: session.openedBy,
          scope: session.scope,
          userAgent: session.userAgent,
          createdAt: session.createdAt,
          lastSeenAt: session.lastSeenAt,
          expiresAt: session.expiresAt,
          current: actor.via === 'session' && actor.credential?.id === session.publicId,
        }));
        return { status: 200, body: { items } };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/sessions',
      action: 'account.manage',
      tag,
      summary: 'Sign out everywhere: ends all your sessions, also the one that asks; tokens stay',
      responses: { 200: { description: 'How many ended', schema: z.object({ ended: z.number().int() }) } },
      handle: async ({ actor }) => ({ status: 200, body: { ended: await closeSessions(parts, actor) } }),
    }),
    endpoint({
      method: 'delete',
      path: '/sessions/{id}',
      action: 'account.manage',
      tag,
      summary: 'End one of your sessions',
      params: z.object({ id: z.string().max(100) }),
      responses: { 204: { description: 'Ended' } },
      async handle({ params: { id }, actor }) {
        if ((await closeSessions(parts, actor, id)) === 0) notFound('session', id);
        return { status: 204 };
      },
    }),
  ];
}
