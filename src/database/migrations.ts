import type { Connection } from 'mongoose';
import type { Log } from './supervise-host.js';

/** One change of stored data. `up` may run twice (after a crash, or in two instances at once) and must then change nothing more. */
export type Migration = { id: string; up(connection: Connection): Promise<void> };

/** Runs the migrations that this database has not seen, in the given order, and records each in the collection `migrations`. */
export async function runMigrations(connection: Connection, migrations: readonly Migration[], log: Log): Promise<void> {
  const applied = connection.collection<{ _id: string; appliedAt: Date }>('migrations');
  const known = new Set((await applied.find({}, { maxTimeMS: 10_000 }).toArray()).map(({ _id }) => _id));
  for (const { id, up } of migrations) {
    if (known.has(id)) continue;
    const startedAt = Date.now();
    await up(connection);
    await applied.updateOne({ _id: id }, { $setOnInsert: { appliedAt: new Date() } }, { upsert: true });
    log({ event: 'databaseMigrated', id, durationMs: Date.now() - startedAt });
  }
}
