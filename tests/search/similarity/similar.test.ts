import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coeStore } from '../../../src/coe/store.js';
import { connectDatabase, type Database } from '../../../src/database/connect.js';
import { ensureIndexes } from '../../../src/database/ensure-indexes.js';
import { systemClock } from '../../../src/kernel/clock.js';
import { comparedCoe, evidenceField } from '../../../src/search/similarity/compared-coe.js';
import { type Comparison, comparison } from '../../../src/search/similarity/comparison.js';
import { openSimilarity, type Similarity } from '../../../src/search/similarity/open-similarity.js';
import { reasonText } from '../../../src/search/similarity/reasons.js';
import { freshDatabaseUri } from '../../database-address.js';
import { storedCoe } from '../library.js';

type Content = Parameters<typeof storedCoe>[1];
const CONTENTS: Content[] = [
  {
    title: 'Caches crashed after a deploy',
    services: ['MW API'],
    tags: ['cache'],
    summary: 'After a deploy the Varnish caches crashed when they ran out of memory; the origin was overloaded.',
  },
  { title: 'Certificate expired', services: ['checkout'], summary: 'Cards were refused until the renewal.' },
  { title: 'Subnets ran out of addresses', services: ['cluster'], summary: 'No pod could be scheduled on new nodes.' },
  { title: 'Mail was late', services: ['mail'], summary: 'The queue of outgoing mail grew for a day.' },
];

function held(contents = CONTENTS): Comparison {
  const all = comparison();
  all.put(contents.map((content, at) => comparedCoe(storedCoe(at + 1, content))));
  return all;
}

/** What is found for a content that is not in the library. */
function found(
  all: Comparison,
  content: Content,
  options: { evidence?: string; exclude?: string; hidden?: string[] } = {},
) {
  const { id: _, ...query } = comparedCoe(storedCoe(99, content));
  const fields = [...query.fields, ...(options.evidence ? [evidenceField(options.evidence)] : [])];
  return all.similar({ ...query, fields, excludeId: options.exclude ?? null }, 5, options.hidden ?? []);
}

describe('similar COEs', () => {
  it('are found from little more than services and texts of evidence, with the place of each reason in both', () => {
    const [first, ...rest] = found(
      held(),
      { title: 'Trouble', services: ['mw-api'] },
      { evidence: 'cp3052 varnish-fe crash: cannot allocate memory, restarting' },
    );
    expect(first?.coe.number).toBe('COE-1');
    expect(first?.reasons.map(reasonText)).toEqual(['service: mw-api', expect.stringMatching(/^words: .*crash/)]);
    expect(first?.reasons[0]).toMatchObject({
      here: { section: 'services', quote: 'mw-api' },
      there: { section: 'services', quote: 'MW API' },
    });
    expect(first?.reasons[1]?.there?.section).toBe('title');
    expect(rest).toEqual([]);
  });

  it('share a trigger and a class of cause when both state them', () => {
    const [first] = found(held(), {
      title: 'Front-end caches down',
      summary: 'Caches crashed one after another since the deployment: out of memory.',
    });
    expect(first?.reasons.map(reasonText)).toEqual(
      expect.arrayContaining(['trigger: deployment', 'cause: resource exhausted']),
    );
    const trigger = first?.reasons.find(({ kind }) => kind === 'trigger');
    expect([trigger?.here?.quote, trigger?.there?.quote]).toEqual(['deployment', 'deploy']);
  });

  it('name the alarm that rang in both', () => {
    const alarm = (at: string) => ({
      title: 'Latency',
      summary: 'Answers were slow.',
      timeline: [{ at, text: 'Alarm **api-latency-p99** fired', kind: 'detection' }],
    });
    const [first] = found(held([...CONTENTS, alarm('2026-01-01T00:00:00Z')]), alarm('2026-02-01T00:00:00Z'));
    expect(first?.reasons.map(reasonText)).toContain('alarm: api-latency-p99');
  });

  it('templateWords: headings and words that most COEs hold are no reason', () => {
    const minutes = (text: string) => `## Attendees\n\nThe team.\n\n**Stats**\n\n${text}`;
    const many = Array.from(
      { length: 24 },
      (_, at): Content => ({
        title: `Outage number ${'abcdefghijklmnopqrstuvwx'[at]}${at} of a kind`,
        summary: `Customers waited while engineers looked at gadget${'abcdefghijklmnopqrstuvwx'[at]}.`,
        background: minutes(at === 3 ? 'The frobnicator of gadgets lost its lease.' : 'Nothing of note.'),
      }),
    );
    const [first] = found(held(many), {
      title: 'Outage again',
      summary: 'Customers waited while engineers looked.',
      background: minutes('A frobnicator lost a lease.'),
    });
    expect(first?.coe.number).toBe('COE-4');
    const said = first?.reasons.find(({ kind }) => kind === 'words')?.values ?? [];
    expect(said).toEqual(expect.arrayContaining(['frobnicator', 'lease']));
    for (const word of ['attendees', 'stats', 'customers', 'engineers', 'outage']) expect(said).not.toContain(word);
  });

  it('are none when nothing is close', () => {
    expect(found(held(), { title: 'Printer jammed' })).toEqual([]);
  });

  it('go on with those that are less close only behind one that is', () => {
    const far = {
      title: 'Cards arrived late',
      summary: `The post lost a bag of cards on its way. ${'Trucks waited at the bridge while the river rose over its banks. '.repeat(3)}`,
    };
    const all = held([...CONTENTS, far]);
    const ask = (content: Content, fill: boolean) => {
      const { id: _, ...query } = comparedCoe(storedCoe(99, content));
      return all.similar({ ...query, excludeId: null, fill }, 5, []).map(({ coe }) => coe.number);
    };
    const asked = { title: 'Certificate expired', summary: 'Cards were refused until the renewal.' };
    const close = ask(asked, false);
    expect(ask(asked, true).slice(0, close.length)).toEqual(close);
    expect(ask({ title: 'Printer jammed', summary: 'Paper was wet.' }, true)).toEqual([]);
  });

  it('never include the one that asks, nor one that may not be seen', () => {
    const asked = { title: 'Certificate expired' };
    expect(found(held(), asked, { exclude: 'coe_2' })).toEqual([]);
    expect(found(held(), asked).map(({ coe }) => coe.number)).toEqual(['COE-2']);
    expect(found(held(), asked, { hidden: ['coe_2'] })).toEqual([]);
  });

  it('are scored alike whether or not a restricted COE exists', () => {
    const asked = { title: 'Caches crashed', summary: 'Varnish caches crashed when memory ran out.' };
    const secret = { title: 'Caches crashed at the secret site', summary: 'Varnish caches crashed.', restricted: true };
    const [plain] = found(held(), asked);
    const [beside] = found(held([...CONTENTS, secret]), asked, { hidden: ['coe_5'] });
    expect(beside).toEqual(plain);
  });

  it('are the same and in the same order each time', () => {
    const asked = { title: 'Caches and mail: the queue crashed', services: ['mail'], tags: ['cache'] };
    expect(found(held(), asked)).toEqual(found(held(), asked));
  });

  it('follow changes of the library', () => {
    const all = held();
    const asked = { title: 'Mail queue grew late' };
    expect(found(all, asked)).toHaveLength(1);
    all.remove(['coe_4']);
    expect(found(all, asked)).toEqual([]);
    all.put([comparedCoe(storedCoe(2, { title: 'Mail queue grew again' }))]);
    expect(found(all, asked).map(({ coe }) => coe.id)).toEqual(['coe_2']);
  });

  it('are found among a library too large to be computed anew after each change', () => {
    const words = ['cache', 'queue', 'disk', 'token', 'router', 'shard', 'broker', 'proxy', 'lease', 'quota'];
    const many = Array.from({ length: 400 }, (_, at) => ({
      title: `${words[at % 10]} ${words[(at * 7 + 3) % 10]} trouble number${at}`,
      summary: `Failure of the ${words[(at * 3) % 10]} near part${at % 37}.`,
    }));
    const all = held(many);
    expect(found(all, { title: 'Zeppelin mooring snapped' })).toEqual([]);
    all.put([
      comparedCoe(
        storedCoe(500, { title: 'Zeppelin mooring snapped', summary: 'The mooring line of the zeppelin snapped.' }),
      ),
    ]);
    expect(found(all, { title: 'Zeppelin mooring snapped again' })[0]?.coe.id).toBe('coe_500');
  });
});

describe('similar COEs of the service', () => {
  let database: Database;
  let store: ReturnType<typeof coeStore>;
  let similarity: Similarity;
  beforeAll(async () => {
    database = await connectDatabase({ mongodbUri: freshDatabaseUri(), dataDir: '', log: () => undefined });
    store = coeStore(database.connection, systemClock);
    await ensureIndexes(database.connection);
    for (const [at, content] of CONTENTS.entries()) await store.insert(storedCoe(at + 1, content));
    similarity = openSimilarity(store.coes, systemClock, { log: () => undefined });
  });
  afterAll(async () => {
    await similarity.close();
    await database.connection.dropDatabase();
    await database.close();
  });

  it('hold what was written just before, and never the asking one', async () => {
    const young = storedCoe(6, { title: 'New incident' }, { updatedAt: new Date().toISOString() });
    await store.insert(young);
    const ask = () => similarity.similarTo(young, 'the queue of outgoing mail grows and grows', 5, () => true);
    expect((await ask()).map(({ coe }) => coe.title)).toEqual(['Mail was late']);
    const other = { title: 'Outgoing mail queue', summary: 'The queue of outgoing mail grew again.' };
    await store.insert(storedCoe(7, other, { updatedAt: new Date().toISOString() }));
    expect((await ask()).map(({ coe }) => coe.title).sort()).toEqual(['Mail was late', 'Outgoing mail queue']);
  });
});
