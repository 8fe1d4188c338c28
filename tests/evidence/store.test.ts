import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { ensureIndexes } from '../../src/database/ensure-indexes.js';
import { importEvidence } from '../../src/evidence/import.js';
import { evidenceItemSchema } from '../../src/evidence/item.js';
import { type EvidenceStore, evidenceStore } from '../../src/evidence/store.js';
import { freshDatabaseUri } from '../database-address.js';
import { bodyOf, fixture } from './import-text.js';

let connection: Connection;
let store: EvidenceStore;

beforeAll(async () => {
  connection = await mongoose.createConnection(freshDatabaseUri()).asPromise();
  store = evidenceStore(connection);
  await ensureIndexes(connection);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

const bring = (coeId: string, body: string | Uint8Array, importId = 'imp_1') =>
  importEvidence(bodyOf(body), { source: 'auto', zone: 'UTC' }, store.sink(coeId, importId, new Date()));

describe('evidence in the database', () => {
  it('comes back as the schema says, in order of time', async () => {
    for (const name of ['slack-export-2020-01-08.json', 'alertmanager.ndjson', 'hostlog.ndjson', 'deploys.csv']) {
      await bring('coe_order', fixture(`bundle/${name}`));
    }
    const items = await store.all('coe_order');
    expect(items).toHaveLength(26);
    expect(items.map(({ at }) => at.getTime())).toEqual(items.map(({ at }) => at.getTime()).sort((a, b) => a - b));
    for (const item of items) expect(evidenceItemSchema.parse(item)).toBeTruthy();
    expect(await store.count('coe_order')).toBe(26);
  });

  it('is paged without losing or repeating an item, however many share a time', async () => {
    const lines = Array.from({ length: 25 }, (_, i) => `{"ts":"2020-01-08T15:0${i % 3}:00Z","msg":"line ${i}"}`);
    await bring('coe_pages', lines.join('\n'));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.page('coe_pages', { limit: 4, cursor });
      seen.push(...page.items.map(({ text }) => text));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect([...seen].sort()).toEqual(lines.map((_, i) => `line ${i}`).sort());
    await expect(store.page('coe_pages', { limit: 4, cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'validation',
    });
  });

  it('keeps one payload to itself and gives it with the item', async () => {
    await bring('coe_get', '{"ts":1578498360000,"host":"cp3062","msg":"restarted","$where":{"a.b":1}}');
    const [listed] = (await store.page('coe_get', { limit: 10 })).items;
    expect(listed?.payload).toBeNull();
    const item = await store.get('coe_get', listed?.id ?? '');
    expect(item?.payload).toEqual({ ts: 1578498360000, host: 'cp3062', msg: 'restarted', $where: { 'a.b': 1 } });
    expect(await store.get('another COE', listed?.id ?? '')).toBeNull();
  });

  it('counts the same delivery as a duplicate within a COE and across imports, but not across COEs', async () => {
    const file = fixture('bundle/alertmanager.ndjson');
    expect(await bring('coe_twice', file)).toMatchObject({ raw: 4, accepted: 3, duplicates: 1 });
    expect(await bring('coe_twice', file, 'imp_2')).toMatchObject({ raw: 4, accepted: 0, duplicates: 4 });
    expect(await bring('coe_other', file)).toMatchObject({ raw: 4, accepted: 3, duplicates: 1 });
  });

  it('finds duplicates that lie batches apart', async () => {
    const line = (i: number) => `{"ts":${1578498360000 + (i % 2500) * 1000},"msg":"line ${i % 2500}"}`;
    const file = Array.from({ length: 5000 }, (_, i) => line(i)).join('\n');
    expect(await bring('coe_batches', file)).toMatchObject({ raw: 5000, accepted: 2500, duplicates: 2500 });
  });
});

describe('people in the database', () => {
  const messages = JSON.stringify([
    { type: 'message', user: 'U0ALICE', text: 'looking, <@U0BOB> too', ts: '1578496260.000100' },
    { type: 'message', user: 'U0BOB', text: 'rolled back, thanks alice smith', ts: '1578496265.000100' },
  ]);
  const users = JSON.stringify([
    { id: 'U0ALICE', name: 'alice', profile: { display_name: 'Alice Smith' } },
    { id: 'U0BOB', name: 'sre-2', profile: { display_name: 'sre-2' } },
  ]);

  it('are placeholders in order of appearance, the same in every import', async () => {
    await bring('coe_people', messages);
    await bring(
      'coe_people',
      'time,who,what\n2020-01-08 15:30,Carol Jones,Deployed\n2020-01-08 15:31,sre-9,Checked',
      'imp_2',
    );
    const items = await store.all('coe_people');
    expect(items.map(({ actor }) => actor?.name)).toEqual(['responder-1', 'responder-2', 'responder-3', 'sre-9']);
    expect(items[0]?.text).toBe('looking, responder-2 too');
  });

  it.each([
    ['after', [messages, users]],
    ['before', [users, messages]],
  ])('take role-like names of a directory imported %s the messages; other names stay hidden', async (when, files) => {
    for (const file of files) await bring(`coe_directory_${when}`, file);
    const items = await store.all(`coe_directory_${when}`);
    expect(items.map(({ actor }) => actor?.name)).toEqual(['responder-1', 'sre-2']);
    expect(items[0]?.text).toBe('looking, sre-2 too');
    expect(items[1]?.text).toBe('rolled back, thanks responder-1');
    expect(JSON.stringify(items)).not.toMatch(/alice smith/i);
    const participants = await store.participants(`coe_directory_${when}`);
    expect(participants.find(({ id }) => id === 'U0ALICE')?.realName).toBe('Alice Smith');
  });

  it('known by id in chat are the same when a table names them', async () => {
    await bring('coe_same', users);
    await bring('coe_same', messages);
    await bring('coe_same', 'time,who,what\n2020-01-08 15:30,Alice Smith,Deployed by Alice Smith', 'imp_2');
    const item = (await store.all('coe_same')).at(-1);
    expect(item?.actor?.name).toBe('responder-1');
    expect(item?.text).toBe('Deployed by responder-1');
  });

  it('get different placeholders from two imports at once', async () => {
    const file = (n: number) =>
      Array.from({ length: 8 }, (_, i) => `2020-01-08 15:3${i},Person ${n}${i}x,Did ${n}${i}`).join('\n');
    await Promise.all([1, 2, 3].map((n) => bring('coe_race', `time,who,what\n${file(n)}`, `imp_${n}`)));
    const names = (await store.all('coe_race')).map(({ actor }) => actor?.name);
    expect(new Set(names).size).toBe(24);
  });
});
