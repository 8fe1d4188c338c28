import type { Connection, Model } from 'mongoose';
import { DatabaseStartError } from './start-error.js';

/** OutOfDiskSpace of MongoDB's error_codes.yml: an index is not built with less than `indexBuildMinAvailableDiskSpaceMB` (500) free. */
const OUT_OF_DISK_SPACE = 14031;
/** Questions on their way at once; each more opens a connection. */
const LANES = 4;

/**
 * Creates every collection and index that the models on this connection declare and that is missing. What is there is read a few at a time: a start
 * that finds all in place writes nothing. Idempotent; called at
 * start and after a crash, since a kill during an index build loses that index.
 * @throws DatabaseStartError diskFull when the database has too little room to build one
 */
export async function ensureIndexes(connection: Connection): Promise<void> {
  try {
    const models = Object.values(connection.models);
    const collections = await connection.listCollections();
    const there = new Set(collections.map(({ name }) => name));
    const isWhole = async (model: Model<unknown>) =>
      there.has(model.collection.collectionName) && (await model.diffIndexes()).toCreate.length === 0;
    const whole = await inLanes(models, isWhole);
    for (const [index, model] of models.entries()) {
      if (whole[index]) continue;
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

async function inLanes<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const left = items.entries();
  const lane = async () => {
    for (const [index, item] of left) answers[index] = await ask(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return answers;
}
