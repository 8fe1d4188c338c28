import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionLoss } from './errors.js';

/** Pauses in milliseconds; together they outlast a restart of the embedded engine (0.5–0.6 s) and a replica set's election. */
const PAUSES = [50, 150, 300, 600, 1200, 2400];
/** Each attempt waits for a server by itself; when the database stays away a caller must hear of it in time. */
const PATIENCE_MS = 6000;

/**
 * Runs a read, or a write that may safely happen twice, again after the connection was lost. Anything else is thrown at once.
 * @throws the last error when the database stays away
 */
export async function retryIdempotent<T>(operation: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (const pause of PAUSES) {
    try {
      return await operation();
    } catch (error) {
      if (!isConnectionLoss(error) || Date.now() + pause > deadline) throw error;
      await sleep(pause);
    }
  }
  return operation();
}
