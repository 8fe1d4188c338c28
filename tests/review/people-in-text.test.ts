import { describe, expect, it } from '@jest/globals';
import { peopleIn } from '../../src/review/people-in-text.js';

const nobody = { own: [], accounts: [], written: [] };

describe('people of a text', () => {
  it('are those of the COE in any case and by each part of their names', () => {
    const text = 'asha rao paged Rao; Asha was asleep.';
    expect(peopleIn(text, { ...nobody, own: ['Asha Rao'] })).toEqual(['asha rao', 'Asha', 'Rao']);
  });

  it('are accounts by name and by parts that are no words', () => {
    const accounts = ['Wiremu Stone', 'Grace Hall', 'Release Bot', 'administrator'];
    expect(
      peopleIn('Wiremu knew. Stone walls hold. Ask Wiremu Stone. We called Stone.', { ...nobody, accounts }),
    ).toEqual(['Wiremu Stone', 'Wiremu', 'Stone']);
    expect(peopleIn('ask wiremu stone', { ...nobody, accounts })).toEqual(['wiremu stone']);
    for (const ordinary of [
      'Stone walls hold.',
      'Grace periods help.',
      'Release early. Bot traffic too.',
      'the administrator',
    ])
      expect(peopleIn(ordinary, { ...nobody, accounts })).toEqual([]);
  });

  it('are those who are written on other COEs by full name only: teams stand there too', () => {
    const written = ['Media Encoder', 'Salome Kiknadze', 'Payments Team'];
    expect(peopleIn('Media uploads failed; Encoder logs are full; Payments Team', { ...nobody, written })).toEqual([]);
    expect(peopleIn('We asked Salome Kiknadze.', { ...nobody, written })).toContain('Salome Kiknadze');
  });

  it('are called by a given name or a handle, and groups are not', () => {
    expect(peopleIn('Svetlana-Marie told @kasia.w and @here; @aws-sdk/client is a package', nobody)).toEqual([
      'Svetlana-Marie',
      '@kasia.w',
    ]);
  });
});
