import type { Actor } from '../kernel/actor.js';
import type { RecordAudit } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { invalid, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { administrators } from './administrators.js';
import type { AccessStore, StoredUser } from './store.js';
import type { UserInput, UserPatch } from './user-schema.js';

export type UsersParts = {
  store: AccessStore;
  clock: Clock;
  recordAudit: RecordAudit;
  /** Lists an account on the COEs that name it already. @returns on how many */
  knowPerson(person: { id: string; written: readonly string[] }, actor: Actor): Promise<number>;
};

/** Adds somebody by hand: they come in by a one-time link, a token, or the identity provider that vouches for their e-mail. @throws AppError validation */
export async function createUser(
  parts: UsersParts,
  input: UserInput,
  actor: Actor,
  idempotencySeed?: string,
): Promise<StoredUser> {
  const { store, clock } = parts;
  const { email, ...fields } = input;
  const user: StoredUser = {
    _id: idempotencySeed === undefined ? newId('user') : `user_${idempotencySeed.slice(0, 20)}`,
    ...fields,
    ...(email === undefined ? {} : { email }),
    active: true,
    createdAt: clock.now().toISOString(),
  };
  await checkFree(store, user._id, user);
  await store.users.create([user]);
  if (user.role === 'admin') await administrators(store).add(user._id);
  await audit(parts, 'user.created', actor, { userId: user._id, name: user.name, role: user.role });
  await parts.knowPerson({ id: user._id, written: [user.name, ...(email ? [email] : [])] }, actor);
  return user;
}

/** @throws AppError notFound, validation, conflict for the last administrator */
export async function changeUser(parts: UsersParts, id: string, patch: UserPatch, actor: Actor): Promise<StoredUser> {
  const { store } = parts;
  const before = (await store.users.findById(id).lean<StoredUser>()) ?? notFound('user', id);
  await checkFree(store, id, { name: patch.name ?? before.name, email: patch.email ?? undefined });
  const after = { role: patch.role ?? before.role, active: patch.active ?? before.active !== false };
  const isAdmin = after.role === 'admin' && after.active;
  if (!isAdmin && before.role === 'admin' && before.active !== false) await administrators(store).remove(id);
  const { email, ...set } = patch;
  await store.users.updateOne(
    { _id: id },
    { $set: { ...set, ...(email ? { email } : {}) }, ...(email === null ? { $unset: { email: 1 } } : {}) },
  );
  if (isAdmin) await administrators(store).add(id);
  if (!after.active) await shutOut(store, id);
  const changes = Object.fromEntries(
    Object.entries(patch)
      .map(([field, to]) => [field, { from: (before as Record<string, unknown>)[field] ?? null, to }] as const)
      .filter(([, { from, to }]) => JSON.stringify(from) !== JSON.stringify(to)),
  );
  await audit(parts, 'user.changed', actor, { userId: id, changes });
  const written = [patch.name, patch.email].filter((text) => typeof text === 'string');
  if (written.length > 0) await parts.knowPerson({ id, written }, actor);
  return (await store.users.findById(id).lean<StoredUser>()) ?? notFound('user', id);
}

/** Whatever let this person in is gone at once. */
async function shutOut(store: AccessStore, userId: string): Promise<void> {
  await store.sessions.deleteMany({ userId });
  await store.signInLinks.deleteMany({ userId });
  await store.tokens.deleteMany({ userId });
}

/** The unique indexes are the guard; this says which field it is. @throws AppError validation */
async function checkFree(
  store: AccessStore,
  id: string,
  { name, email }: { name: string; email?: string | undefined },
): Promise<void> {
  const others = { _id: { $ne: id } };
  if (await store.users.exists({ ...others, name }))
    invalid('/name', 'Somebody else has this name; add what tells them apart.');
  if (email !== undefined && (await store.users.exists({ ...others, email })))
    invalid('/email', 'Somebody else has this e-mail address.');
}

async function audit(
  { recordAudit, clock }: UsersParts,
  type: 'user.created' | 'user.changed',
  { id, name }: Actor,
  details: Record<string, unknown>,
): Promise<void> {
  await recordAudit({ type, at: clock.now().toISOString(), actor: { id, name }, coeId: null, details }, newId('aud'));
}
