import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Actor, SCOPES, type Scope } from '../kernel/actor.js';
import type { RecordAudit } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, invalid, notFound } from '../kernel/errors.js';
import { newId, sha256 } from '../kernel/ids.js';
import { personName } from './person-name.js';
import { covers } from './policies.js';
import { lesserScope, scopeOfRole } from './scope-of-role.js';
import type { AccessStore, StoredToken, StoredUser } from './store.js';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 90;
const MOST_DAYS = 366;
const MOST_TOKENS = 100;

export const tokenInput = z
  .strictObject({
    name: personName.describe('what it is for, to tell it from others'),
    scope: z.enum(SCOPES).optional().describe('absent: write, or what the role of its holder allows'),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'Not an RFC 3339 time with a zone, such as 2026-01-31T14:05:00Z.' })
      .optional()
      .describe(`absent: in ${USUAL_DAYS} days; at most in ${MOST_DAYS}`),
    userId: z.string().max(100).optional().describe('for somebody else; administrators only'),
  })
  .meta({ id: 'TokenInput' });
export type TokenInput = z.output<typeof tokenInput>;

export type TokensParts = { store: AccessStore; clock: Clock; recordAudit: RecordAudit };

/**
 * Makes a token: 32 random bytes, kept as their SHA-256 (they cannot be guessed, so a slow hash would protect nothing). It is good for no more than
 * the role of its holder and the credential that asks, and ends no later than a token that asks.
 * @returns the secret, which is known nowhere afterwards
 * @throws AppError validation, forbidden, notFound, conflict with too many
 */
export async function createToken(
  parts: TokensParts,
  input: TokenInput,
  actor: Actor,
): Promise<{ token: StoredToken; user: StoredUser; secret: string }> {
  const { store, clock } = parts;
  const userId = input.userId ?? actor.id;
  const own = userId === actor.id;
  if (!own && (actor.role !== 'admin' || actor.scope !== 'admin'))
    throw new AppError('forbidden', 'Only an administrator makes tokens for somebody else; leave out userId.');
  const user = await store.users.findById(userId).lean();
  if (!user || user.active === false) invalid('/userId', 'There is no active user of this id.');
  const most = lesserScope(scopeOfRole(user.role), actor.scope);
  const scope = input.scope ?? lesserScope('write', most);
  if (!covers(most, scope)) invalid('/scope', `At most "${most}", by the role of the user and what you asked with.`);
  if ((await store.tokens.countDocuments({ userId })) >= MOST_TOKENS)
    throw new AppError('conflict', `There are ${MOST_TOKENS} tokens already; revoke some that are not used.`);
  const secret = `coe_${randomBytes(32).toString('base64url')}`;
  const at = clock.now().toISOString();
  const token: StoredToken = {
    _id: newId('tok'),
    hash: sha256(secret),
    userId,
    name: input.name,
    scope,
    createdAt: at,
    expiresAt: expiryOf(input.expiresAt, actor, clock.now()),
    ...(own ? {} : { createdBy: { id: actor.id, name: actor.name } }),
  };
  await store.tokens.create([token]);
  const details = { tokenId: token._id, scope, expiresAt: token.expiresAt, ...(own ? {} : { userId }) };
  await parts.recordAudit({ type: 'token.created', at, actor: personOf(actor), coeId: null, details }, newId('aud'));
  return { token, user, secret };
}

/** Revokes at once, with the sessions that were opened with it. Somebody else's only as an administrator. @throws AppError notFound */
export async function revokeToken(parts: TokensParts, id: string, actor: Actor): Promise<void> {
  const { store, clock } = parts;
  const any = actor.role === 'admin' && actor.scope === 'admin';
  const gone = await store.tokens.findOneAndDelete({ _id: id, ...(any ? {} : { userId: actor.id }) }).lean();
  if (!gone) notFound('token', id);
  await store.sessions.deleteMany({ tokenId: id });
  const details = { tokenId: id, ...(gone.userId === actor.id ? {} : { userId: gone.userId }) };
  const at = clock.now().toISOString();
  await parts.recordAudit({ type: 'token.revoked', at, actor: personOf(actor), coeId: null, details }, newId('aud'));
}

const personOf = ({ id, name }: Actor) => ({ id, name });

function expiryOf(asked: string | undefined, actor: Actor, now: Date): string {
  const latest = new Date(now.getTime() + MOST_DAYS * DAY_MS).toISOString();
  const bound = [latest, actor.credential?.expiresAt ?? latest].sort()[0] as string;
  const usual = new Date(now.getTime() + USUAL_DAYS * DAY_MS).toISOString();
  if (asked === undefined) return usual < bound ? usual : bound;
  const wanted = new Date(asked).toISOString();
  if (wanted <= now.toISOString()) invalid('/expiresAt', 'This is in the past.');
  if (wanted > bound)
    invalid(
      '/expiresAt',
      `At the latest ${bound}${bound === latest ? '' : ', when the token that you came in with ends'}.`,
    );
  return wanted;
}

export const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: z.enum(SCOPES),
    user: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.string(),
    createdBy: z.object({ id: z.string(), name: z.string() }).nullable().describe('when somebody else made it'),
    expiresAt: z.string().nullable().describe('null on the first administrator’s'),
    lastUsedAt: z.string().nullable().describe('to the minute'),
  })
  .meta({ id: 'Token' });

export function presentToken(token: StoredToken, user: Pick<StoredUser, '_id' | 'name'>): z.output<typeof tokenSchema> {
  return {
    id: token._id,
    name: token.name,
    scope: token.scope ?? ('admin' satisfies Scope),
    user: { id: user._id, name: user.name },
    createdAt: token.createdAt,
    createdBy: token.createdBy ?? null,
    expiresAt: token.expiresAt ?? null,
    lastUsedAt: token.lastUsedAt ?? null,
  };
}
