import { describe, expect, it } from '@jest/globals';
import { everyone, find, numbers, partOf, partsOf } from './lexical-parts.js';
import { storedCoe } from './library.js';

const contents = [
  {
    title: 'Checkout refused cards',
    services: ['checkout'],
    severity: 'SEV1',
    summary: 'A certificate had expired, and no alarm watched it.',
    fiveWhys: [{ question: 'Why were cards refused?', answer: 'The renewal job was crashing since Monday.' }],
  },
  {
    title: 'Caches crashed after a deploy',
    services: ['edge', 'api'],
    severity: 'SEV2',
    summary: 'Each **crash** emptied a cache; the origin was overloaded.',
    actionItems: [{ title: 'Raise the alarm on cache crashes to paging' }],
  },
  { title: 'Slow search', services: ['search'], severity: 'SEV2', summary: 'The deploy doubled the query time.' },
];
const library = partsOf(...contents);

describe('search by words', () => {
  it('finds inflected words in every section and ranks the COE that is about them first', async () => {
    expect(await numbers(library, 'crashing caches')).toEqual(['COE-2', 'COE-1']);
    expect(await numbers(library, 'renewal')).toEqual(['COE-1']);
    expect(await numbers(library, 'coe-3')).toEqual(['COE-3']);
  });

  it('ranks the word as typed above another form of it', async () => {
    const parts = partsOf({ title: 'One', summary: 'alarming' }, { title: 'Two', summary: 'alarmed' });
    expect(await numbers(parts, 'alarming')).toEqual(['COE-1', 'COE-2']);
    expect(await numbers(parts, 'alarmed')).toEqual(['COE-2', 'COE-1']);
  });

  it('ranks who answers more of the query first, and forms only as far as the whole query is quoted', async () => {
    const parts = partsOf(
      { title: 'One', summary: 'The router dropped packets while failovers were tested.' },
      { title: 'Two', summary: 'Failover, failover, failover: routers of the second site.' },
      { title: 'Three', summary: 'Nobody tested failover of the routers, which drop packet after packet.' },
    );
    expect((await numbers(parts, 'router failovers packets tested'))[0]).toBe('COE-1');
    expect((await numbers(parts, 'dropping packet testing failover'))[2]).toBe('COE-2');
  });

  it('has one item a COE, with the section, a plain snippet and the places of the words', async () => {
    const [first] = (await find(library, 'certificates expire')).items;
    expect(first).toMatchObject({ section: 'summary', snippet: 'A certificate had expired, and no alarm watched it.' });
    expect(first?.matches.map(({ from, to }) => first.snippet.slice(from, to))).toEqual(['certificate', 'expired']);
    expect((await find(library, 'refused')).items[0]).toMatchObject({ section: 'fiveWhys' });
  });

  it('corrects only words that nobody wrote, and says so', async () => {
    expect(await find(library, 'certifcate')).toMatchObject({
      items: [{ coe: { number: 'COE-1' } }],
      corrected: [{ word: 'certifcate', used: 'certificate' }],
    });
    expect((await find(library, 'deploy')).corrected).toEqual([]);
    expect(await find(library, 'xyzzyq')).toMatchObject({ items: [], corrected: [], total: 0 });
  });

  it('lists the newest first without words, and ignores words that say nothing beside those that do', async () => {
    expect(await numbers(library, '')).toEqual(['COE-3', 'COE-2', 'COE-1']);
    expect(await numbers(library, 'the certificate')).toEqual(['COE-1']);
    expect(await find(library, '*')).toMatchObject({ total: 3 });
  });

  it('filters, and counts facets over all that was found', async () => {
    expect(await numbers(library, 'deploy', { filter: { severity: 'SEV2', service: 'api' } })).toEqual(['COE-2']);
    expect(await numbers(library, '', { filter: { from: '2026-01-02', to: '2026-01-02' } })).toEqual(['COE-2']);
    expect((await find(library, 'deploy', { limit: 1 })).facets).toEqual({
      status: [{ value: 'draft', count: 2 }],
      service: [
        { value: 'api', count: 1 },
        { value: 'edge', count: 1 },
        { value: 'search', count: 1 },
      ],
      severity: [{ value: 'SEV2', count: 2 }],
      tag: [],
      owner: [],
      month: [{ value: '2026-01', count: 2 }],
    });
  });

  it('pages without losing or repeating one', async () => {
    const seen: string[] = [];
    let after: [number, number] | undefined;
    for (let page = 0; page < 4; page++) {
      const { items } = await find(library, 'deploy alarm crash', { limit: 1, ...(after ? { after } : {}) });
      const [item] = items;
      if (!item) break;
      seen.push(item.coe.number);
      after = [item.score, item.seq];
    }
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
  });

  it('finds people by their names, which have no other forms', async () => {
    const parts = partsOf({ title: 'x', owner: 'Runa Bakers', team: 'Payments' }, { title: 'y', summary: 'baking' });
    expect((await find(parts, 'runa')).items[0]).toMatchObject({ coe: { title: 'x' }, section: 'owner' });
    expect(await numbers(parts, 'bake')).toEqual(['COE-2']);
    expect(await numbers(parts, '"runa bakers"')).toEqual(['COE-1']);
  });
});

describe('what a query may ask for', () => {
  const parts = partsOf(
    {
      title: 'Connection pool was empty',
      owner: 'Runa Bakers',
      services: ['checkout'],
      tags: ['game day'],
      severity: 'SEV1',
      summary: 'The pool had no connections left.',
      keyMoments: { impactStart: { at: '2025-03-01T00:00:00Z' } },
    },
    {
      title: 'A test of fail-over',
      services: ['checkout'],
      severity: 'SEV2',
      summary: 'Connection pools of the mw-api grew. A connection was lost.\nPool size is 5.',
      lessonsLearned: [{ text: 'Failover needs a drill' }, { text: 'Alarm earlier' }],
      keyMoments: { detected: { at: '2024-12-31T23:59:59Z' } },
    },
    { title: 'Nothing else', services: ['MW API'], severity: 'SEV3', summary: 'PHPRendering high, out of memory' },
  );

  it.each([
    ['"connection pool"', [1, 2]],
    ['"connections pools"', [1, 2]],
    ['"pool connection"', []],
    ['"out of memory"', [3]],
    ['"php rendering high"', [3]],
    ['"phprendering high"', [3]],
    ['mw-api', [2, 3]],
    ['"a drill"', [2]],
    ['"drill alarm"', []],
    ['connection -test', [1]],
    ['connection -"pool size"', [1]],
    ['connection NOT test', [1]],
    ['service:checkout "connection pool" -test after:2025-01', [1]],
    ['after:2025-01', [1, 3]],
    ['before:2025', [2]],
    ['after:2024-12-31 before:2025-01-01', [2]],
    ['severity:1', [1]],
    ['severity:SEV2 severity:sev3', [2, 3]],
    ['-severity:1', [2, 3]],
    ['service:mw-api', [3]],
    ['owner:runa', [1]],
    ['owner:"Runa Bakers"', [1]],
    ['tag:"game day"', [1]],
    ['title:test', [2]],
    ['title:connections', [1]],
    ['lessons:failover', [2]],
    ['summary:"connection pool"', [2]],
    ['status:draft', [1, 2, 3]],
    ['status:published', []],
    ['memory OR "pool size"', [2, 3]],
    ['test AND drill', [2]],
    ['+memory connection', [3]],
    ['service:nope', []],
    ['"unfinished phrase', []],
    ['("connection pool")', [1, 2]],
  ])('%s', async (words, expected) => {
    const found = await numbers(parts, words);
    expect(found.sort()).toEqual(expected.map((number) => `COE-${number}`));
  });
});

describe('a COE that the asker may not see', () => {
  const restricted = {
    title: 'Breach',
    restricted: true,
    services: ['vault'],
    summary: 'deploy crash certificates leak',
  };
  const visible = (subject: { restricted: boolean }) => !subject.restricted;

  it('appears in no result, count, facet or correction, and changes no score', async () => {
    const withHidden = partsOf(...contents, restricted);
    for (const words of ['deploy', 'crash alarm', 'certifcate', 'certificats', '', '-deploy', '"deploy crash"', 'leek'])
      expect(await find(withHidden, words, { visible })).toEqual(await find(library, words, { visible: everyone }));
  });

  it('nor does what an open COE said before an edit', async () => {
    const edited = partsOf(...contents);
    const old = partOf([storedCoe(4, { title: 'Breach', summary: 'deploy crash certificates leak' })], 2);
    old.alive[0] = 0;
    for (const words of ['deploy', 'crash alarm', 'certificats', 'leek'])
      expect(await find([...edited, old], words)).toEqual(await find(library, words));
  });
});
