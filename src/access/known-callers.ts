import { writesOf } from '../database/count-writes.js';
import { keepUntilWritten } from '../database/keep-until-written.js';
import type { AccessStore } from './store.js';

/** What another instance revoked or changed is seen here so much later; what this one did, at once. */
const FRESH_MS = 1_000;

/**
 * Remembers who stands behind a credential for a second: a page and its pictures, or a script that reads a hundred COEs, would else look the same
 * two rows up each time, which costs more than most answers. Anything that this process writes about users, tokens or sessions empties it.
 */
export function knownCallers<T>(store: Pick<AccessStore, 'users' | 'tokens' | 'sessions'>) {
  const writes = () => writesOf(store.users) + writesOf(store.tokens) + writesOf(store.sessions);
  return keepUntilWritten<T>(writes, FRESH_MS);
}
