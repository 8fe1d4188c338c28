import type { Connection } from 'mongoose';
import { retryIdempotent } from './retry-idempotent.js';
import type { Log } from './supervise-host.js';

/** The engine validates under an exclusive lock only; a larger collection would be unavailable for too long. */
const LARGEST_BYTES = 512_000_000;

/** Asks the engine to check every collection after a crash, one at a time, and logs what it finds. */
export async function validateCollections(connection: Connection, log: Log): Promise<void> {
  const collections = await retryIdempotent(() => connection.listCollections());
  const startedAt = Date.now();
  let checked = 0;
  for (const { name } of collections) {
    const { size } = await collectionStats(connection, name);
    if (size > LARGEST_BYTES) {
      log({ event: 'databaseValidateSkipped', collection: name, bytes: size, reason: 'too large to lock' });
      continue;
    }
    const result = await retryIdempotent(async () => (await database(connection)).command({ validate: name }));
    checked += 1;
    if (result.valid !== true) {
      log({
        event: 'databaseInvalid',
        level: 'error',
        collection: name,
        errors: result.errors,
        warnings: result.warnings,
      });
    }
  }
  log({ event: 'databaseValidated', collections: checked, durationMs: Date.now() - startedAt });
}

async function collectionStats(connection: Connection, name: string): Promise<{ size: number }> {
  const result = await retryIdempotent(async () => (await database(connection)).command({ collStats: name }));
  return { size: Number(result.size ?? 0) };
}

async function database(connection: Connection) {
  if (connection.db === undefined) throw new Error('the connection is not open');
  return connection.db;
}
