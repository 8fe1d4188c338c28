import type { Request } from 'express';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { sha256 } from '../kernel/ids.js';
import { readSessionCookie } from './session-cookie.js';
import type { AccessStore } from './store.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export type Authenticate = (request: Request) => Promise<Actor>;

/**
 * Who is asking: a bearer token, or the session cookie of a page of ours.
 * @throws AppError unauthenticated; forbidden for a change that a foreign page sent with our cookie
 */
export function authenticate(store: AccessStore, clock: Clock): Authenticate {
  return async (request) => {
    const token = /^Bearer +(\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
    if (token !== undefined) {
      const found = await store.tokens.findOne({ hash: sha256(token) }).lean();
      if (!found) throw new AppError('unauthenticated', 'This bearer token is not known here.');
      return actorOf(store, found.userId, 'token');
    }
    const secret = readSessionCookie(request);
    const session = secret === undefined ? null : await store.sessions.findById(sha256(secret)).lean();
    if (!session || session.expiresAt < clock.now().toISOString())
      throw new AppError('unauthenticated', 'Send "Authorization: Bearer <token>", or sign in at /sign-in.');
    if (!SAFE_METHODS.has(request.method)) checkSameOrigin(request);
    return actorOf(store, session.userId, 'session');
  };
}

async function actorOf(store: AccessStore, userId: string, via: Actor['via']): Promise<Actor> {
  const user = await store.users.findById(userId).lean();
  if (!user) throw new AppError('unauthenticated', 'The user of this token or session is gone.');
  return {
    id: user._id,
    name: user.name,
    role: user.role,
    qualifications: user.qualifications ?? [],
    scope: 'admin',
    via,
  };
}

/** Cookies travel with requests that other sites make; a change must come from our own pages. */
function checkSameOrigin(request: Request): void {
  const origin = request.get('Origin');
  const own = origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.get('Host');
  const fetchSite = request.get('Sec-Fetch-Site');
  // A browser names itself in at least one of the two; a program with a cookie jar sends neither and is no forged request.
  if (origin === undefined && fetchSite === undefined) return;
  if (own && (fetchSite === undefined || fetchSite === 'same-origin')) return;
  throw new AppError('forbidden', 'This change came from another site; open the page of this service and repeat it.');
}
