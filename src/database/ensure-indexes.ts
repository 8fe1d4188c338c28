import type { Connection } from 'mongoose';
import { DatabaseStartError } from './start-error.js';

/** OutOfDiskSpace of MongoDB's error_codes.yml: an index is not built with less than `indexBuildMinAvailableDiskSpaceMB` (500) free. */
const OUT_OF_DISK_SPACE = 14031;

/**
 * Creates every collection and index that the models on this connection declare and that is missing. Idempotent; called at
 * start and after a crash, since a kill during an index build loses that index.
 * @throws DatabaseStartError diskFull when the database has too little room to build one
 */
export async function ensureIndexes(connection: Connection): Promise<void> {
  try {
    for (const model of Object.values(connection.models)) {
      await model.createCollection();
      await model.createIndexes();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === OUT_OF_DISK_SPACE)) throw error;
    throw new DatabaseStartError(
      'diskFull',
      `The disk of the database has too little room to build its indexes, which takes 525 MB free (${error.message}). ` +
        'Free some space and start again; nothing acknowledged is lost.',
      error,
    );
  }
}
