import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coeStore } from '../../src/coe/store.js';
import { connectDatabase, type Database } from '../../src/database/connect.js';
import { ensureIndexes } from '../../src/database/ensure-indexes.js';
import type { Actor } from '../../src/kernel/actor.js';
import { systemClock } from '../../src/kernel/clock.js';
import { plainServiceNames } from '../../src/kernel/service-names.js';
import { type LexicalIndex, openLexicalIndex } from '../../src/search/lexical/lexical-index.js';
import { parseQuery } from '../../src/search/lexical/parse-query.js';
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
let index: LexicalIndex;

beforeAll(async () => {
  database = await connectDatabase({ mongodbUri: freshDatabaseUri(), dataDir: '', log: () => undefined });
  store = coeStore(database.connection, systemClock);
  await ensureIndexes(database.connection);
  for (const [at, title] of ['Alpha outage', 'Beta outage', 'Gamma outage'].entries())
    await store.insert(storedCoe(at + 1, { title }));
  index = openLexicalIndex(store.coes, {
    clock: systemClock,
    telemetry,
    services: plainServiceNames,
    folder: undefined,
  });
});
afterAll(async () => {
  await index.close();
  await database.connection.dropDatabase();
  await database.close();
});

const titles = async (words: string, from = index) =>
  (await from.search({ query: parseQuery(words), filter: {}, limit: 100 }, () => true)).items.map(
    ({ coe }) => coe.title,
  );

describe('the index follows the database', () => {
  it('holds what was there before it opened', async () => {
    expect((await titles('outage')).sort()).toEqual(['Alpha outage', 'Beta outage', 'Gamma outage']);
    expect(index.ready()).toBe(true);
  });

  it('holds a write the moment it is acknowledged, also one of another instance', async () => {
    const other = openLexicalIndex(store.coes, {
      clock: systemClock,
      telemetry,
      services: plainServiceNames,
      folder: undefined,
    });
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
    const found = await index.search(
      { query: parseQuery('gamma'), filter: {}, limit: 10 },
      (subject) => !subject.restricted,
    );
    expect(found.items).toEqual([]);
  });

  it('shares one read among many who wait, and all of them see the newest write', async () => {
    await store.insert(storedCoe(5, { title: 'Epsilon outage' }, { updatedAt: new Date().toISOString() }));
    const found = await Promise.all(Array.from({ length: 50 }, () => titles('epsilon')));
    expect(found.every((each) => each.length === 1)).toBe(true);
  });
});

describe('the snapshot on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coe-search-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const open = () =>
    openLexicalIndex(store.coes, {
      clock: systemClock,
      telemetry: { log: (event) => events.push(event) },
      services: plainServiceNames,
      folder: join(folder, 'search'),
    });
  const events: Record<string, unknown>[] = [];
  /** Spoils the texts and places of every segment; the part that is read at start stays whole. */
  const spoilCold = () => {
    const [, manifest = ''] = readFileSync(join(folder, 'search', 'manifest.json'), 'utf8').split('\n');
    for (const { file, hotAt } of (JSON.parse(manifest) as { segments: { file: string; hotAt: number }[] }).segments) {
      const bytes = readFileSync(join(folder, 'search', file));
      writeFileSync(join(folder, 'search', file), bytes.fill(0x20, 0, hotAt));
    }
  };

  it('is compared with the database: what changed, left or came back since is right', async () => {
    const many = Array.from({ length: 1_100 }, (_, at) =>
      storedCoe(1_000 + at, { title: `Walrus outage ${at}` }, stamp()),
    );
    for (const coe of many) await store.coes.collection.insertOne(coe as never);
    const first = open();
    expect(await titles('"walrus outage 7"', first)).toEqual(['Walrus outage 7']);
    await first.settled();
    await first.close();
    await store.edit('coe_1007', actor, { type: 'coe.edited', details: {} }, ({ content }) => ({
      content: { ...content, title: 'Seal outage' },
    }));
    await store.coes.deleteOne({ _id: 'coe_1008' });
    // A restored backup: the same version, another state.
    await store.coes.updateOne(
      { _id: 'coe_1009' },
      { 'content.title': 'Otter outage', updatedAt: new Date().toISOString() },
    );
    const second = open();
    expect(await titles('"walrus outage 7"', second)).toEqual([]);
    expect(await titles('"walrus outage 8"', second)).toEqual([]);
    expect(await titles('"walrus outage 9"', second)).toEqual([]);
    expect((await titles('seal OR otter', second)).sort()).toEqual(['Otter outage', 'Seal outage']);
    expect(await titles('"walrus outage 11"', second)).toEqual(['Walrus outage 11']);
    await second.close();
  });

  it('that is damaged where only a hit reads it is given up and read again from the database', async () => {
    spoilCold();
    const third = open();
    expect(await titles('"walrus outage 11"', third)).toEqual(['Walrus outage 11']);
    expect(events).toEqual([expect.objectContaining({ event: 'searchSnapshotDamaged' })]);
    await third.close();
  });
});

function stamp() {
  const now = new Date().toISOString();
  return { createdAt: now, updatedAt: now };
}
