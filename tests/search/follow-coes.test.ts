import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coeStore } from '../../src/coe/store.js';
import { connectDatabase, type Database } from '../../src/database/connect.js';
import { ensureIndexes } from '../../src/database/ensure-indexes.js';
import type { Actor } from '../../src/kernel/actor.js';
import { systemClock } from '../../src/kernel/clock.js';
import { openSearchIndex, type SearchIndex } from '../../src/search/search-index.js';
import { freshDatabaseUri } from '../database-address.js';
import { storedCoe } from './library.js';

const actor: Actor = {
  id: 'usr_author',
  name: 'Author',
  role: 'author',
  qualifications: [],
  scope: 'write',
  via: 'token',
};
const telemetry = { log: () => undefined };
let database: Database;
let store: ReturnType<typeof coeStore>;
let index: SearchIndex;

beforeAll(async () => {
  database = await connectDatabase({ mongodbUri: freshDatabaseUri(), dataDir: '', log: () => undefined });
  store = coeStore(database.connection, systemClock);
  await ensureIndexes(database.connection);
  for (const [at, title] of ['Alpha outage', 'Beta outage', 'Gamma outage'].entries())
    await store.insert(storedCoe(at + 1, { title }));
  index = openSearchIndex(store.coes, systemClock, telemetry);
});
afterAll(async () => {
  await index.close();
  await database.connection.dropDatabase();
  await database.close();
});

const titles = async (words: string, from = index) =>
  (await from.search({ words, filter: {}, limit: 100 }, () => true)).items.map(({ coe }) => coe.title);

describe('the index follows the database', () => {
  it('holds what was there before it opened', async () => {
    expect((await titles('outage')).sort()).toEqual(['Alpha outage', 'Beta outage', 'Gamma outage']);
    expect(index.ready()).toBe(true);
  });

  it('holds a write the moment it is acknowledged, also one of another instance', async () => {
    const other = openSearchIndex(store.coes, systemClock, telemetry);
    await titles('outage', other);
    for (let round = 0; round < 10; round++) {
      await store.edit('coe_1', actor, { type: 'coe.edited', details: {} }, ({ content }) => ({
        content: { ...content, summary: `finding${round}x of the analysis` },
      }));
      expect(await titles(`finding${round}x`)).toEqual(['Alpha outage']);
      expect(await titles(`finding${round}x`, other)).toEqual(['Alpha outage']);
    }
    await other.close();
  });

  it('holds a write whose stamp is older than what it has seen', async () => {
    const late = new Date(Date.now() - 5_000).toISOString();
    await store.insert(storedCoe(4, { title: 'Delta outage' }, { createdAt: late, updatedAt: late }));
    expect(await titles('delta')).toEqual(['Delta outage']);
  });

  it('drops an archived COE and takes it back when restored', async () => {
    const to = (status: 'archived' | 'draft') =>
      store.edit('coe_2', actor, { type: 'coe.transitioned', details: {} }, ({ content }) => ({ content, status }));
    await to('archived');
    expect(await titles('beta')).toEqual([]);
    await to('draft');
    expect(await titles('beta')).toEqual(['Beta outage']);
  });

  it('hides a COE at once when it becomes restricted', async () => {
    await store.edit('coe_3', actor, { type: 'coe.edited', details: {} }, ({ content }) => ({
      content: { ...content, restricted: true },
    }));
    const found = await index.search({ words: 'gamma', filter: {}, limit: 10 }, (subject) => !subject.restricted);
    expect(found.items).toEqual([]);
  });

  it('shares one read among many who wait, and all of them see the newest write', async () => {
    await store.insert(storedCoe(5, { title: 'Epsilon outage' }, { updatedAt: new Date().toISOString() }));
    const found = await Promise.all(Array.from({ length: 50 }, () => titles('epsilon')));
    expect(found.every((each) => each.length === 1)).toBe(true);
  });
});
