import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';

const PAUSE_MS = 10;

/**
 * Counts the operations that have or wait for a connection, so that closing can let them finish: the driver breaks off what
 * is running when it closes.
 * @returns waits until none is running, at most `limitMs`
 */
export function watchOperations(connection: Connection): (limitMs: number) => Promise<void> {
  let running = 0;
  const client = connection.getClient();
  client.on('connectionCheckOutStarted', () => {
    running += 1;
  });
  for (const end of ['connectionCheckOutFailed', 'connectionCheckedIn'] as const) {
    client.on(end, () => {
      running -= 1;
    });
  }
  return async (limitMs) => {
    const deadline = Date.now() + limitMs;
    // Quiet twice in a row: an operation that has just begun is still choosing its server, and its caller may start another.
    for (let quiet = 0; quiet < 2 && Date.now() < deadline; quiet = running > 0 ? 0 : quiet + 1) await sleep(PAUSE_MS);
  };
}
