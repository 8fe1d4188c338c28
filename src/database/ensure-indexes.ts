import type { Connection } from 'mongoose';

/**
 * Creates every collection and index that the models on this connection declare and that is missing. Idempotent; called at
 * start and after a crash, since a kill during an index build loses that index.
 */
export async function ensureIndexes(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
}
