import { describe, expect, it } from '@jest/globals';
import { documentOf } from '../../src/search/document.js';
import { findCoes, type SearchFilter, type Visible } from '../../src/search/find-coes.js';
import { libraryOf, storedCoe } from './library.js';

const everyone: Visible = () => true;
const library = () =>
  libraryOf(
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
  );
const find = (words: string, filter: SearchFilter = {}, visible = everyone, index = library()) =>
  findCoes(index, { words, filter, limit: 10 }, visible);
const numbers = (words: string, filter?: SearchFilter, visible?: Visible) =>
  find(words, filter, visible).items.map(({ coe }) => coe.number);

describe('search by words', () => {
  it('finds inflected words in every section and ranks the COE that is about them first', () => {
    expect(numbers('crashing caches')).toEqual(['COE-2', 'COE-1']);
    expect(numbers('renewal')).toEqual(['COE-1']);
    expect(numbers('coe-3')).toEqual(['COE-3']);
  });

  it('ranks the word as typed above another form of it', () => {
    const index = libraryOf({ title: 'One', summary: 'alarming' }, { title: 'Two', summary: 'alarmed' });
    const found = (words: string) => find(words, {}, everyone, index).items.map(({ coe }) => coe.title);
    expect(found('alarming')).toEqual(['One', 'Two']);
    expect(found('alarmed')).toEqual(['Two', 'One']);
  });

  it('has one item a COE, with the section, a plain snippet and the places of the words', () => {
    const [first] = find('certificates expire').items;
    expect(first).toMatchObject({ section: 'summary', snippet: 'A certificate had expired, and no alarm watched it.' });
    expect(first?.matches.map(({ from, to }) => first.snippet.slice(from, to))).toEqual(['certificate', 'expired']);
    expect(find('refused').items[0]).toMatchObject({ section: 'fiveWhys' });
  });

  it('corrects only words that nobody wrote, and says so', () => {
    expect(find('certifcate')).toMatchObject({
      items: [{ coe: { number: 'COE-1' } }],
      corrected: [{ word: 'certifcate', used: 'certificate' }],
    });
    expect(find('deploy').corrected).toEqual([]);
    expect(find('xyzzyq')).toMatchObject({ items: [], corrected: [], total: 0 });
  });

  it('lists the newest first without words, and ignores words that say nothing beside those that do', () => {
    expect(numbers('')).toEqual(['COE-3', 'COE-2', 'COE-1']);
    expect(numbers('the certificate')).toEqual(['COE-1']);
  });

  it('filters and counts facets over all that was found', () => {
    expect(numbers('deploy', { severity: 'SEV2', service: 'api' })).toEqual(['COE-2']);
    expect(numbers('', { from: '2026-01-02', to: '2026-01-02' })).toEqual(['COE-2']);
    expect(find('deploy').facets).toEqual({
      status: [{ value: 'draft', count: 2 }],
      service: [
        { value: 'api', count: 1 },
        { value: 'edge', count: 1 },
        { value: 'search', count: 1 },
      ],
      severity: [{ value: 'SEV2', count: 2 }],
    });
  });

  it('pages without losing or repeating one', () => {
    const index = library();
    const seen: string[] = [];
    let after: [number, number] | undefined;
    for (let page = 0; page < 4; page++) {
      const { items } = findCoes(index, { words: 'deploy alarm crash', filter: {}, limit: 1, after }, everyone);
      const [item] = items;
      if (!item) break;
      seen.push(item.coe.number);
      after = [item.score, item.seq];
    }
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
  });

  it('finds people by their names, which have no other forms', () => {
    const index = libraryOf({ title: 'x', owner: 'Runa Bakers', team: 'Payments' }, { title: 'y', summary: 'baking' });
    expect(find('runa', {}, everyone, index).items[0]).toMatchObject({ coe: { title: 'x' }, section: 'owner' });
    expect(find('bake', {}, everyone, index).items.map(({ coe }) => coe.title)).toEqual(['y']);
  });

  it('forgets what a COE said before, and a COE that left', () => {
    const index = library();
    index.put(documentOf(storedCoe(1, { title: 'Checkout refused cards', summary: 'The quota was used up.' })));
    index.remove('coe_2');
    expect(find('certificate', {}, everyone, index).total).toBe(0);
    expect(find('quota', {}, everyone, index).total).toBe(1);
    expect(find('edge', {}, everyone, index).facets.service).toEqual([]);
  });

  it('stays right when abandoned slots are swept', () => {
    const index = library();
    for (let round = 0; round < 300; round++)
      index.put(documentOf(storedCoe(1, { title: 'Checkout', summary: `round number${round}` })));
    expect(index.slots.length).toBeLessThan(200);
    expect(find('number299', {}, everyone, index).items[0]?.coe.number).toBe('COE-1');
    expect(find('number298', {}, everyone, index).total).toBe(0);
    expect(find('overloaded', {}, everyone, index).items[0]?.coe.number).toBe('COE-2');
  });
});

describe('a COE that the asker may not see', () => {
  const hidden: Visible = (subject) => subject.id !== 'coe_1';

  it('appears in no result, count, facet or correction, and changes no score', () => {
    expect(numbers('certificate', {}, hidden)).toEqual([]);
    const without = libraryOf({ title: 'none' });
    without.remove('coe_1');
    for (const coe of library().slots.slice(1)) if (coe) without.put(coe.document);
    for (const words of ['deploy', 'crash alarm', 'certifcate', ''])
      expect(find(words, {}, hidden)).toEqual(find(words, {}, everyone, without));
  });
});
