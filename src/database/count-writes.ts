import type { Model, Schema } from 'mongoose';

const WRITES =
  /^(save|updateOne|updateMany|replaceOne|deleteOne|deleteMany|findOneAndUpdate|findOneAndReplace|findOneAndDelete)$/;
/** Hooks of the model itself: no pattern reaches them, and they run only when nothing is said of documents and queries. */
const MANY_WRITES = ['insertMany', 'bulkWrite'];

/**
 * Counts the writes of a model in this process, each before its caller hears of it, also of one that failed (it may have happened). While the count
 * stands still nothing was acknowledged from here, and what was read since the last change of it need not be read again. Writes past the model are not
 * seen.
 */
export function countWrites<T>(schema: Schema<T>): void {
  let count = 0;
  const one = () => {
    count++;
  };
  const failed = (error: unknown) => {
    count++;
    throw error;
  };
  // `errorHandler` is how mongoose's hooks tell which are for what failed; its types do not name it.
  const onFailure = { errorHandler: true };
  schema.post(WRITES, { document: true, query: true }, one);
  schema.post(WRITES, { document: true, query: true, ...onFailure } as never, failed);
  schema.post(MANY_WRITES as never, one);
  schema.post(MANY_WRITES as never, onFailure as never, failed);
  schema.static('writesSoFar', () => count);
}

/** @param model of a schema that was given to {@link countWrites} */
export function writesOf<T>(model: Model<T>): number {
  return (model as unknown as { writesSoFar(): number }).writesSoFar();
}
