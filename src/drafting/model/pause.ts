import { setTimeout as wait } from 'node:timers/promises';

/** Waits, unless `signal` is aborted first. @throws the signal's reason */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await wait(seconds * 1000, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
