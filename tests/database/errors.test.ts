import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose, { Schema } from 'mongoose';
import { connectDatabase, type Database } from '../../src/database/connect.js';
import { databaseError, isConnectionLoss } from '../../src/database/errors.js';
import { retryIdempotent } from '../../src/database/retry-idempotent.js';
import { AppError } from '../../src/kernel/errors.js';
import { freshDatabaseUri } from '../database-address.js';

const { MongoNetworkError, MongoServerError } = mongoose.mongo;
const serverError = (code: number, message = 'refused') => new MongoServerError({ message, code });

describe('database faults as business errors', () => {
  it.each([
    ['a lost connection', new MongoNetworkError('read ECONNRESET'), 'unavailable'],
    [
      'a socket that broke while a large write waited',
      Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' }),
      'unavailable',
    ],
    ['a primary that stepped down', serverError(10107), 'unavailable'],
    ['a shutdown', serverError(11600), 'unavailable'],
    ['a majority that did not answer', serverError(64), 'unavailable'],
    ['a time limit', serverError(50), 'unavailable'],
    ['a full disk by code', serverError(14031), 'insufficientStorage'],
    ['a full disk by word', serverError(8, 'write failed: No space left on device'), 'insufficientStorage'],
    ['a large document', serverError(10334), 'tooLarge'],
  ])('%s', (_name, error, code) => {
    const translated = databaseError(error);
    expect(translated?.code).toBe(code);
    if (code === 'unavailable') expect([1, 2]).toContain(translated?.retryAfterSeconds);
    expect(translated?.message).not.toContain(error.message);
  });

  it('leaves everything else to the caller', () => {
    expect(databaseError(serverError(11000, 'E11000 duplicate key'))).toBeUndefined();
    expect(databaseError(new TypeError('a bug'))).toBeUndefined();
    expect(databaseError('text')).toBeUndefined();
    expect(databaseError(null)).toBeUndefined();
    const own = new AppError('conflict', 'mine');
    expect(databaseError(own)).toBe(own);
  });

  it('a time limit is not a lost connection: trying again would only add load', () => {
    expect(isConnectionLoss(serverError(50))).toBe(false);
  });
});

describe('trying again', () => {
  it('repeats after a lost connection and returns the answer', async () => {
    let calls = 0;
    const answer = await retryIdempotent(async () => {
      calls += 1;
      if (calls < 3) throw new MongoNetworkError('gone');
      return calls;
    });
    expect(answer).toBe(3);
  });

  it('throws anything else at once', async () => {
    let calls = 0;
    const failing = retryIdempotent(async () => {
      calls += 1;
      throw serverError(11000);
    });
    await expect(failing).rejects.toMatchObject({ code: 11000 });
    expect(calls).toBe(1);
  });
});

describe('faults of the real database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await connectDatabase({
      mongodbUri: freshDatabaseUri(),
      dataDir: '',
      log: () => undefined,
      maxTimeMS: 150,
    });
  });
  afterAll(async () => {
    await database.connection.dropDatabase();
    await database.close();
  });

  it.each([
    ['over the server limit', 16.5],
    ['over the driver buffer', 18],
  ])('a document %s is tooLarge', async (_name, megabytes) => {
    const text = 'x'.repeat(megabytes * 1024 * 1024);
    const error: unknown = await database.connection
      .collection('big')
      .insertOne({ text })
      .catch((thrown: unknown) => thrown);
    expect(databaseError(error)?.code).toBe('tooLarge');
  });

  it('every kind of query has a time limit by default', async () => {
    const Slow = database.connection.model('Slow', new Schema({ n: Number }), 'slow');
    await Slow.insertMany(Array.from({ length: 2000 }, (_, n) => ({ n })));
    const endless = {
      $reduce: { input: { $range: [0, 100_000] }, initialValue: 0, in: { $add: ['$$value', '$$this'] } },
    };
    const never = { $expr: { $eq: [endless, '$n'] } };
    const queries: Record<string, () => PromiseLike<unknown>> = {
      find: () => Slow.find(never),
      findOne: () => Slow.findOne(never),
      countDocuments: () => Slow.countDocuments(never),
      distinct: () => Slow.distinct('n', never),
      aggregate: () => Slow.aggregate([{ $match: never }]),
      findOneAndUpdate: () => Slow.findOneAndUpdate(never, { n: 0 }),
      updateOne: () => Slow.updateOne(never, { n: 0 }),
      updateMany: () => Slow.updateMany(never, { n: 0 }),
      deleteOne: () => Slow.deleteOne(never),
      deleteMany: () => Slow.deleteMany(never),
    };
    for (const [name, run] of Object.entries(queries)) {
      const error = await Promise.resolve(run()).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect({ name, code: databaseError(error)?.code }).toEqual({ name, code: 'unavailable' });
    }
  });

  it('an address where nobody listens is told without the password', async () => {
    const unreachable = connectDatabase({
      mongodbUri: 'mongodb://coe:hunter2@127.0.0.1:1/coe',
      dataDir: '',
      log: () => undefined,
    });
    await expect(unreachable).rejects.toMatchObject({
      reason: 'unreachable',
      message: expect.stringMatching(/MONGODB_URI names \(mongodb:\/\/…@127\.0\.0\.1:1\/coe\)/),
    });
    await expect(unreachable).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') });
  });
});
