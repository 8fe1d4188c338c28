import { writesOf } from '../database/count-writes.js';
import type { AccessStore } from './store.js';

/** What another instance revoked or changed is seen here so much later; what this one did, at once. */
const FRESH_MS = 1_000;
const MOST_KNOWN = 10_000;

/**
 * Remembers who stands behind a credential for a second: a page and its pictures, or a script that reads a hundred COEs, would else look the same
 * two rows up each time, which costs more than most answers. Anything that this process writes about users, tokens or sessions empties it.
 */
export function knownCallers<T>(store: Pick<AccessStore, 'users' | 'tokens' | 'sessions'>) {
  const known = new Map<string, { found: T; until: number }>();
  const writes = () => writesOf(store.users) + writesOf(store.tokens) + writesOf(store.sessions);
  let seen = writes();

  /** @param find who it is; undefined, which is not remembered, for nobody */
  return async function callerOf(hash: string, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const before = writes();
    if (before !== seen) {
      known.clear();
      seen = before;
    }
    const one = known.get(hash);
    if (one && performance.now() < one.until) return one.found;
    const begun = performance.now();
    const found = await find();
    // Something was written while this was read: whether it was seen nobody knows.
    if (found === undefined || writes() !== before) return found;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(hash, { found, until: begun + FRESH_MS });
    return found;
  };
}
