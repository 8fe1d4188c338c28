import type { Query, Schema } from 'mongoose';

/** What mongoose's own connection setting leaves out. */
const WRITES = /^(updateOne|updateMany|replaceOne|deleteOne|deleteMany|estimatedDocumentCount)$/;

/**
 * A connection plugin: a time limit for the operations that the connection's `maxTimeMS` setting does not reach. A query
 * without a limit can hold one of the engine's eight threads for as long as it likes, even when its client has gone.
 */
export function limitWrites(schema: Schema, { maxTimeMS }: { maxTimeMS: number }): void {
  schema.pre(WRITES, { query: true, document: false }, function (this: Query<unknown, unknown>) {
    if (this.getOptions().maxTimeMS === undefined) this.setOptions({ maxTimeMS });
  });
}
