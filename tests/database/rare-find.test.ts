import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { freshDatabaseUri } from '../database-address.js';

let connection: mongoose.Connection;
beforeAll(async () => {
  connection = await mongoose.createConnection(freshDatabaseUri()).asPromise();
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

describe('the engine', () => {
  it('finds rare documents of a large collection by a choice of plans, sorted', async () => {
    const rows = connection.collection<{ _id: number; seq: number; status: string; at: string }>('rare');
    await rows.createIndex({ seq: -1 });
    await rows.createIndex({ status: 1, seq: -1 });
    await rows.insertMany(
      Array.from({ length: 12_000 }, (_, seq) => ({
        ...{ _id: seq, seq, status: seq % 3 === 0 ? 'draft' : 'published' },
        at: seq === 11_990 ? '2026-12-01' : '2020-01-01',
      })),
    );
    const inWeek = { $or: [{ at: { $gte: '2026-11-30', $lt: '2026-12-07' } }, { status: 'inReview', meeting: null }] };
    const found = await rows
      .find({ status: { $ne: 'archived' }, ...inWeek })
      .sort({ seq: 1 })
      .limit(200)
      .toArray();
    expect(found.map(({ _id }) => _id)).toEqual([11_990]);
  });
});
