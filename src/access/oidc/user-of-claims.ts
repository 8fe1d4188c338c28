import { type Actor, ROLES, type Role } from '../../kernel/actor.js';
import { AppError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { administrators } from '../administrators.js';
import { userName } from '../person-name.js';
import type { StoredUser } from '../store.js';
import { changeUser, type UsersParts } from '../users.js';

/** What the identity provider says of a person; checked by then. */
export type Claims = { iss: string; sub: string } & Record<string, unknown>;

export type RoleRules = {
  /** Of people whom no group gives another. */
  usual: Role;
  /** The claim that lists groups, and which role each gives; undefined when administrators give roles here. */
  groups: { claim: string; roles: ReadonlyMap<string, Role> } | undefined;
};

const PROVIDER: Actor = {
  id: 'identity-provider',
  name: 'Identity provider',
  role: 'admin',
  qualifications: [],
  scope: 'admin',
  via: 'session',
};
const MOST_NAMESAKES = 1_000;

/**
 * The account of a person: known by issuer and subject, which never change hands. One that an administrator made for an e-mail is linked when the
 * provider calls this e-mail verified, and only then; otherwise the person gets a new account.
 */
export async function userOfClaims(parts: UsersParts, rules: RoleRules, claims: Claims): Promise<StoredUser> {
  const { store } = parts;
  const identity = { issuer: claims.iss, subject: claims.sub };
  const known = await store.users
    .findOne({ 'identity.issuer': identity.issuer, 'identity.subject': identity.subject })
    .lean<StoredUser>();
  const user = known ?? (await linkInvited(parts, identity, claims)) ?? (await addUser(parts, rules, identity, claims));
  if (rules.groups === undefined || user.active === false) return user;
  const role = roleOf(rules, claims);
  if (role === user.role) return user;
  try {
    return await changeUser(parts, user._id, { role }, PROVIDER);
  } catch (error) {
    // The last administrator keeps the role until there is another.
    if (error instanceof AppError && error.code === 'conflict') return user;
    throw error;
  }
}

/** The highest role that one of the person's groups gives. */
function roleOf({ usual, groups }: RoleRules, claims: Claims): Role {
  if (groups === undefined) return usual;
  const held = [claims[groups.claim]].flat().filter((group) => typeof group === 'string');
  const given = held.flatMap((group) => groups.roles.get(group) ?? []);
  return given.reduce<Role>((a, b) => (ROLES.indexOf(b) > ROLES.indexOf(a) ? b : a), usual);
}

/** @returns the e-mail that the provider has verified; some write the truth as text */
function verifiedEmail({ email, email_verified: verified }: Claims): string | undefined {
  const isEmail = typeof email === 'string' && email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email);
  return isEmail && (verified === true || verified === 'true') ? email.toLowerCase() : undefined;
}

type Identity = NonNullable<StoredUser['identity']>;

async function linkInvited(parts: UsersParts, identity: Identity, claims: Claims): Promise<StoredUser | undefined> {
  const email = verifiedEmail(claims);
  if (email === undefined) return undefined;
  const linked = await parts.store.users
    .findOneAndUpdate({ email, identity: { $exists: false } }, { $set: { identity } }, { returnDocument: 'after' })
    .lean<StoredUser>();
  if (linked)
    await audit(parts, 'user.changed', linked, { userId: linked._id, changes: { identity: 'linked by e-mail' } });
  return linked ?? undefined;
}

async function addUser(parts: UsersParts, rules: RoleRules, identity: Identity, claims: Claims): Promise<StoredUser> {
  const { store, clock } = parts;
  const verified = verifiedEmail(claims);
  const email =
    verified !== undefined && (await store.users.exists({ email: verified })) === null ? verified : undefined;
  const wanted = nameOf(claims);
  for (let namesake = 1; namesake <= MOST_NAMESAKES; namesake++) {
    const user: StoredUser = {
      _id: newId('user'),
      name: namesake === 1 ? wanted : `${wanted} (${namesake})`,
      ...(email === undefined ? {} : { email }),
      role: roleOf(rules, claims),
      qualifications: [],
      active: true,
      createdAt: clock.now().toISOString(),
      identity,
    };
    try {
      await store.users.create([user]);
    } catch (error) {
      if ((error as { code?: number }).code !== 11000) throw error;
      // The same person in two tabs: the other one was faster.
      const rival = await store.users.findOne({
        'identity.issuer': identity.issuer,
        'identity.subject': identity.subject,
      });
      if (rival) return rival.toObject();
      continue;
    }
    if (user.role === 'admin') await administrators(store).add(user._id);
    await audit(parts, 'user.created', user, { userId: user._id, name: user.name, role: user.role });
    // Not by the name, which people may choose themselves at some providers.
    if (email !== undefined) await parts.knowPerson({ id: user._id, written: [email] }, PROVIDER);
    return user;
  }
  throw new Error(`more than ${MOST_NAMESAKES} people of one name`);
}

/** A name that this service takes, from what the provider calls the person. */
function nameOf(claims: Claims): string {
  const texts = [claims.name, claims.preferred_username, claims.nickname, claims.email];
  for (const text of texts) {
    if (typeof text !== 'string') continue;
    const cleaned = (text.split('@')[0] as string)
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim()
      .slice(0, 180);
    if (userName.safeParse(cleaned).success) return cleaned;
  }
  return 'Person';
}

async function audit(
  { recordAudit, clock }: UsersParts,
  type: 'user.created' | 'user.changed',
  { _id: id, name }: StoredUser,
  details: Record<string, unknown>,
): Promise<void> {
  await recordAudit({ type, at: clock.now().toISOString(), actor: { id, name }, coeId: null, details }, newId('aud'));
}
