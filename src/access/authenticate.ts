import type { Request } from 'express';
import type { Actor, Scope } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { sha256 } from '../kernel/ids.js';
import { knownCallers } from './known-callers.js';
import type { Limits } from './limits.js';
import type { OwnPages } from './own-page.js';
import type { SessionCookies } from './session-cookie.js';
import { hasEnded } from './sessions.js';
import type { AccessStore, StoredSession, StoredToken } from './store.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** The last use is written this often, not at every request. */
const TOKEN_USE_MS = 60_000;
const SESSION_USE_MS = 5 * 60_000;

export type Authenticate = (request: Request) => Promise<Actor>;
export type AuthenticateParts = {
  store: AccessStore;
  clock: Clock;
  limits: Limits;
  cookies: SessionCookies;
  ownPages: OwnPages;
};

/**
 * Who is asking: a bearer token, or the session cookie of a page of ours. Secrets are found by their hash, so the time that a lookup takes
 * tells nothing about them; a wrong, an expired and a revoked one answer alike.
 * @throws AppError unauthenticated; tooManyRequests; forbidden for a change that a foreign page sent with our cookie
 */
export function authenticate(parts: AuthenticateParts): Authenticate {
  const { limits, cookies, ownPages } = parts;
  const callerOf = knownCallers<Actor>(parts.store);
  return async (request) => {
    const bearer = /^Bearer +(\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
    const secret = bearer ?? cookies.read(request);
    if (secret === undefined) {
      limits.countStranger(request);
      throw new AppError('unauthenticated', 'Send "Authorization: Bearer <token>", or sign in at /sign-in.');
    }
    const hash = sha256(secret);
    limits.checkFailures(request, hash);
    const known = await callerOf(`${bearer === undefined ? 'session' : 'token'} ${hash}`, () =>
      bearer === undefined ? bySession(parts, hash) : byToken(parts, hash),
    );
    const actor = known && !isPast(known, parts.clock.now()) ? known : undefined;
    if (actor === undefined) {
      limits.countFailure(request);
      throw new AppError(
        'unauthenticated',
        bearer === undefined
          ? 'Your session ended; sign in again at /sign-in.'
          : 'This bearer token is not known here, or no longer good.',
      );
    }
    limits.countCaller(hash);
    if (bearer === undefined && !SAFE_METHODS.has(request.method)) ownPages.checkChange(request);
    return actor;
  };
}

async function byToken({ store, clock }: AuthenticateParts, hash: string): Promise<Actor | undefined> {
  const token = await store.tokens.findOne({ hash }).lean();
  const now = clock.now();
  if (!token || isExpired(token, now)) return undefined;
  const before = new Date(now.getTime() - TOKEN_USE_MS).toISOString();
  if ((token.lastUsedAt ?? '') < before)
    await store.tokens.updateOne({ _id: token._id }, { $set: { lastUsedAt: now.toISOString() } });
  const { _id: id, expiresAt = null, scope = 'admin', userId } = token;
  return actorOf(store, userId, { via: 'token', scope, credential: { id, expiresAt } });
}

async function bySession({ store, clock }: AuthenticateParts, hash: string): Promise<Actor | undefined> {
  const session = await store.sessions.findById(hash).lean<StoredSession>();
  const now = clock.now();
  if (!session || hasEnded(session, now)) return undefined;
  if (now.getTime() - Date.parse(session.lastSeenAt) > SESSION_USE_MS)
    await store.sessions.updateOne({ _id: hash }, { $set: { lastSeenAt: now.toISOString() } });
  const { publicId: id, tokenExpiresAt: expiresAt = null, scope, userId } = session;
  return actorOf(store, userId, { via: 'session', scope, credential: { id, expiresAt } });
}

/** It may have ended within the second for which it is known. */
const isPast = ({ credential }: Actor, now: Date): boolean =>
  typeof credential?.expiresAt === 'string' && credential.expiresAt <= now.toISOString();

export const isExpired = (token: Pick<StoredToken, 'expiresAt'>, now: Date): boolean =>
  token.expiresAt !== undefined && token.expiresAt <= now.toISOString();

async function actorOf(
  store: AccessStore,
  userId: string,
  credential: { via: Actor['via']; scope: Scope; credential: Actor['credential'] },
): Promise<Actor | undefined> {
  const user = await store.users.findById(userId).lean();
  if (!user || user.active === false) return undefined;
  const { _id: id, name, role, qualifications = [] } = user;
  return { id, name, role, qualifications, ...credential } as Actor;
}
