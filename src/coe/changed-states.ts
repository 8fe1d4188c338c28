import type { StoredCoe } from './model.js';
import type { CoeStore } from './store.js';

/** Which state of a COE the database holds. */
export type CoeState = Pick<StoredCoe, '_id' | 'version' | 'updatedAt'>;

const BATCH = 1_000;
/** As for every other query: the connection's own limit does not reach here. */
const LIMIT_MS = 10_000;

/**
 * Hands on the state of every COE that changed at `since` or later (RFC 3339 UTC; '' for all), ascending by that time. From an index alone, and past
 * mongoose: followers look many times a second, and what it does for a row costs more than all else. A thousand rows hold the event loop for
 * about 2 ms.
 * @throws when the database does not answer
 */
export async function eachChangedState(
  coes: CoeStore['coes'],
  since: string,
  look: (state: CoeState) => void,
): Promise<void> {
  const rows = coes.collection
    .find<CoeState>({ updatedAt: { $gte: since } }, { projection: { version: 1, updatedAt: 1 }, maxTimeMS: LIMIT_MS })
    .sort({ updatedAt: 1 })
    .batchSize(BATCH);
  try {
    while (await rows.hasNext()) for (const row of rows.readBufferedDocuments()) look(row);
  } finally {
    await rows.close();
  }
}
