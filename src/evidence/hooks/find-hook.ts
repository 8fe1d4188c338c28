import type { Clock } from '../../kernel/clock.js';
import { AppError } from '../../kernel/errors.js';
import { type HookKey, hashOf, openedKey } from './hook-key.js';
import type { HookStore, StoredHook } from './hook-store.js';

export type FoundHook = { hook: StoredHook; key: HookKey };

/**
 * The registration behind an address. A wrong source, a wrong secret, an ended address and a disabled hook answer alike.
 * @throws AppError notFound
 */
export async function findHook(
  { hooks, clock }: { hooks: HookStore; clock: Clock },
  source: string,
  addressSecret: string,
): Promise<FoundHook> {
  const hash = hashOf(addressSecret);
  const hook = hash === null ? null : await hooks.byKeyHash(hash);
  const key = hook === null || hash === null ? null : openedKey(hook.keys, hash, clock.now());
  if (hook === null || key === null || hook.source !== source || !hook.enabled)
    throw new AppError('notFound', 'There is nothing at this address.');
  return { hook, key };
}
