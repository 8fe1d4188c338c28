import { describe, expect, it } from '@jest/globals';
import type { Visible } from '../../src/search/find-coes.js';
import { reasonText, type SimilarQuery, similarCoes } from '../../src/search/similar-coes.js';
import { libraryOf } from './library.js';

const everyone: Visible = () => true;
const library = () =>
  libraryOf(
    {
      title: 'Caches crashed after a deploy',
      services: ['MW API'],
      tags: ['cache'],
      summary: 'Varnish caches crashed when memory ran out; the origin was overloaded.',
    },
    { title: 'Certificate expired', services: ['checkout'], summary: 'Cards were refused until the renewal.' },
    {
      title: 'Subnets ran out of addresses',
      services: ['cluster'],
      summary: 'No pod could be scheduled on new nodes.',
    },
    { title: 'Mail was late', services: ['mail'], summary: 'The queue of outgoing mail grew for a day.' },
  );
const query = (more: Partial<SimilarQuery>): SimilarQuery => ({
  title: '',
  services: [],
  tags: [],
  fields: [],
  excludeId: null,
  ...more,
});
const evidence = (text: string) => [{ section: 'background' as const, text, names: false }];

describe('similar COEs', () => {
  it('are found from little more than services and texts of evidence, with reasons', () => {
    const [first, ...rest] = similarCoes(
      library(),
      query({ services: ['mw-api'], fields: evidence('cp3052 varnish-fe crash: cannot allocate memory, restarting') }),
      5,
      everyone,
    );
    expect(first?.coe.number).toBe('COE-1');
    expect(first?.reasons.map(reasonText)).toEqual(['service: mw-api', expect.stringMatching(/^words: .*crash/)]);
    expect(rest).toEqual([]);
  });

  it('are none when nothing is close', () => {
    expect(similarCoes(library(), query({ title: 'Printer jammed' }), 5, everyone)).toEqual([]);
  });

  it('never include the one that asks, nor one that may not be seen', () => {
    const asking = query({ title: 'Certificate expired', excludeId: 'coe_2' });
    expect(similarCoes(library(), asking, 5, everyone)).toEqual([]);
    const seen = similarCoes(library(), { ...asking, excludeId: null }, 5, everyone);
    expect(seen.map(({ coe }) => coe.number)).toEqual(['COE-2']);
    expect(similarCoes(library(), { ...asking, excludeId: null }, 5, ({ id }) => id !== 'coe_2')).toEqual([]);
  });

  it('are the same and in the same order each time', () => {
    const asked = query({ title: 'Caches and mail: the queue crashed', services: ['mail'], tags: ['cache'] });
    expect(similarCoes(library(), asked, 5, everyone)).toEqual(similarCoes(library(), asked, 5, everyone));
  });

  it('follow a change of the index', () => {
    const index = library();
    const asked = query({ title: 'Mail queue grew late' });
    expect(similarCoes(index, asked, 5, everyone)).toHaveLength(1);
    index.remove('coe_4');
    expect(similarCoes(index, asked, 5, everyone)).toEqual([]);
  });
});
