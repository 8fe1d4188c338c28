import { randomBytes } from 'node:crypto';
import type { Clock } from '../kernel/clock.js';
import { sha256 } from '../kernel/ids.js';
import { administrators } from './administrators.js';
import type { AccessStore } from './store.js';

const ADMINISTRATOR = 'user_administrator';
const BOOTSTRAP = 'token_bootstrap';

export type Bootstrap = {
  administratorId: string;
  /** The token made at first start, to be shown once; undefined when one was given or exists. */
  newToken: string | undefined;
  /** The administrator was made just now: this database has never been used. */
  firstStart: boolean;
};

/** Makes sure that there is a first administrator with a token: the given one, or a fresh one at first start. Runs at every start. */
export async function bootstrapAdministrator(
  store: AccessStore,
  clock: Clock,
  givenToken: string | undefined,
): Promise<Bootstrap> {
  const createdAt = clock.now().toISOString();
  const user = await store.users.updateOne(
    { _id: ADMINISTRATOR },
    { $setOnInsert: { name: 'administrator', role: 'admin', active: true, qualifications: [], createdAt } },
    { upsert: true },
  );
  const firstStart = user.upsertedCount === 1;
  await administrators(store).learn();
  const token = (hash: string) => ({ hash, userId: ADMINISTRATOR, name: 'bootstrap', createdAt });
  if (givenToken !== undefined) {
    // Another value at a later start replaces the old one: that is how an operator rotates it.
    await store.tokens.updateOne({ _id: BOOTSTRAP }, { $set: token(sha256(givenToken)) }, { upsert: true });
    return { administratorId: ADMINISTRATOR, newToken: undefined, firstStart };
  }
  const fresh = `coe_${randomBytes(32).toString('base64url')}`;
  const made = await store.tokens.updateOne(
    { _id: BOOTSTRAP },
    { $setOnInsert: token(sha256(fresh)) },
    { upsert: true },
  );
  return { administratorId: ADMINISTRATOR, newToken: made.upsertedCount === 1 ? fresh : undefined, firstStart };
}
