import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Model, Schema } from 'mongoose';
import { connectDatabase, type Database } from '../../src/database/connect.js';
import { countWrites, writesOf } from '../../src/database/count-writes.js';
import { freshDatabaseUri } from '../database-address.js';

type Row = { _id: string; value: number };
let database: Database;
let rows: Model<Row>;

beforeAll(async () => {
  database = await connectDatabase({ mongodbUri: freshDatabaseUri(), dataDir: '', log: () => undefined });
  const schema = new Schema<Row>({ _id: String, value: { type: Number, required: true } } as never);
  countWrites(schema);
  rows = database.connection.model<Row>('CountedRow', schema);
});
afterAll(async () => {
  await database.connection.dropDatabase();
  await database.close();
});

describe('writes of a model are counted', () => {
  const every: [string, () => Promise<unknown>][] = [
    ['create', () => rows.create([{ _id: 'a', value: 1 }])],
    ['insertMany', () => rows.insertMany([{ _id: 'b', value: 1 }])],
    ['updateOne', () => rows.updateOne({ _id: 'a' }, { value: 2 })],
    ['updateMany', () => rows.updateMany({}, { value: 2 })],
    ['findOneAndUpdate', () => rows.findOneAndUpdate({ _id: 'a' }, { value: 3 }).lean()],
    ['replaceOne', () => rows.replaceOne({ _id: 'a' }, { value: 4 })],
    ['bulkWrite', () => rows.bulkWrite([{ updateOne: { filter: { _id: 'a' }, update: { value: 5 } } }])],
    ['deleteOne', () => rows.deleteOne({ _id: 'b' })],
    ['deleteMany', () => rows.deleteMany({ _id: 'b' })],
  ];
  it.each(every)('%s, before its caller hears of it', async (_, write) => {
    const before = writesOf(rows);
    await write();
    expect(writesOf(rows)).toBeGreaterThan(before);
  });

  const failing: [string, () => Promise<unknown>][] = [
    ['create of an id that is taken', () => rows.create([{ _id: 'a', value: 1 }])],
    ['updateOne', () => rows.updateOne({ _id: 'a' }, { $nothing: 1 } as never)],
    ['findOneAndUpdate', () => rows.findOneAndUpdate({ _id: 'a' }, { $inc: { value: 'x' } } as never).lean()],
    ['bulkWrite', () => rows.bulkWrite([{ insertOne: { document: { _id: 'a', value: 1 } } }])],
  ];
  it.each(failing)('failedWrite: %s may have happened, and fails as it would', async (_, write) => {
    const before = writesOf(rows);
    await expect(write()).rejects.toThrow();
    expect(writesOf(rows)).toBeGreaterThan(before);
  });

  it('reads are not', async () => {
    const before = writesOf(rows);
    await rows.find().lean();
    await rows.findById('a').lean();
    expect(writesOf(rows)).toBe(before);
  });
});
