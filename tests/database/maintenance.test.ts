import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Schema } from 'mongoose';
import { backUp } from '../../src/database/backup.js';
import { connectDatabase } from '../../src/database/connect.js';
import { ensureIndexes } from '../../src/database/ensure-indexes.js';
import { runMigrations } from '../../src/database/migrations.js';
import { validateCollections } from '../../src/database/validate-collections.js';
import { temporaryFolder } from './temporary-folder.js';

const silent = () => undefined;

describe('looking after the database', () => {
  it('a hot backup opens as a database with what was acknowledged before it', async () => {
    const dataDir = temporaryFolder();
    const target = join(temporaryFolder(), 'copy');
    const database = await connectDatabase({ dataDir, log: silent });
    const notes = database.connection.collection('notes');
    await notes.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    await backUp(database.connection, join(dataDir, 'mongodb'), target);
    await notes.insertOne({ n: 'after' });
    await expect(backUp(database.connection, join(dataDir, 'mongodb'), target)).rejects.toMatchObject({
      code: 'conflict',
    });
    await database.close();

    const copy = await connectDatabase({ dataDir: target, log: silent });
    expect(await copy.connection.collection('notes').countDocuments()).toBe(500);
    await copy.close();
  });

  it('a backup that fails leaves nothing and unlocks the database', async () => {
    const dataDir = temporaryFolder();
    const target = join(temporaryFolder(), 'copy');
    const database = await connectDatabase({ dataDir, log: silent });
    await expect(backUp(database.connection, join(dataDir, 'nothing-here'), target)).rejects.toThrow();
    expect(existsSync(target)).toBe(false);
    await database.connection.collection('notes').insertOne({ n: 1 });
    await database.close();
  });

  it('migrations run once each, in order, and continue after one that failed', async () => {
    const database = await connectDatabase({ dataDir: temporaryFolder(), log: silent });
    const ran: string[] = [];
    let broken = true;
    const migrations = [
      { id: '001-first', up: async () => void ran.push('first') },
      {
        id: '002-second',
        up: async () => {
          if (broken) throw new Error('half way');
          ran.push('second');
        },
      },
    ];
    await expect(runMigrations(database.connection, migrations, silent)).rejects.toThrow('half way');
    broken = false;
    await runMigrations(database.connection, migrations, silent);
    await runMigrations(database.connection, migrations, silent);
    expect(ran).toEqual(['first', 'second']);
    await database.close();
  });

  it('indexes are made when asked and only then, and a check finds the collections sound', async () => {
    const logs: Record<string, unknown>[] = [];
    const database = await connectDatabase({ dataDir: temporaryFolder(), log: (event) => logs.push(event) });
    const schema = new Schema({ number: String }).index({ number: 1 }, { unique: true });
    const Numbered = database.connection.model('Numbered', schema, 'numbered');
    await Numbered.create({ number: 'COE-1' });
    expect(Object.keys(await Numbered.collection.indexInformation())).toEqual(['_id_']);
    await ensureIndexes(database.connection);
    await ensureIndexes(database.connection);
    expect(Object.keys(await Numbered.collection.indexInformation())).toEqual(['_id_', 'number_1']);
    await validateCollections(database.connection, (event) => logs.push(event));
    expect(logs).toContainEqual(expect.objectContaining({ event: 'databaseValidated', collections: 1 }));
    expect(logs.filter(({ event }) => event === 'databaseInvalid')).toEqual([]);
    await database.close();
  });
});
