import type { Model, Schema } from 'mongoose';

const WRITES =
  /^(save|insertMany|bulkWrite|updateOne|updateMany|replaceOne|deleteOne|deleteMany|findOneAndUpdate|findOneAndReplace|findOneAndDelete)$/;

/**
 * Counts the writes of a model in this process, each when it begins and when it ends (one without an answer may have happened). While the count
 * stands still nothing was written from here, and what was read lately need not be read again. Writes past the model are not seen.
 */
export function countWrites<T>(schema: Schema<T>): void {
  let count = 0;
  const one = () => {
    count++;
  };
  schema.pre(WRITES, { document: true, query: true }, one);
  schema.post(WRITES, { document: true, query: true }, one);
  schema.static('writesSoFar', () => count);
}

/** @param model of a schema that was given to {@link countWrites} */
export function writesOf<T>(model: Model<T>): number {
  return (model as unknown as { writesSoFar(): number }).writesSoFar();
}
