import { expect, it } from '@jest/globals';
import { diffContents } from '../../src/coe/diff.js';
import type { CoeContent } from '../../src/coe/schema.js';

const contentWith = (evidenceIds: string[], at = '2020-01-08T15:26:00.000Z') =>
  ({ keyMoments: { impactStart: { at, state: 'recorded', evidenceIds, note: '' } } }) as unknown as CoeContent;
const wordsBetween = (before: CoeContent, after: CoeContent) =>
  diffContents(before, after)[0]?.words.map(({ kind, text }) => (kind === 'same' ? text : `[${kind} ${text}]`));

it('idsInTheHistory: shows key moments as a person reads them', () => {
  const words = wordsBetween({} as CoeContent, contentWith(['ev_fc3108d2abf1', 'ev_ba07cfeedce6']));
  expect(words).toEqual(['[added impact start: at: 2020-01-08 15:26:00 UTC · state: recorded · evidence: 2]']);
});

it('citedElsewhere: hides no change of what is cited, though the words are the same', () => {
  expect(wordsBetween(contentWith(['ev_a']), contentWith(['ev_b']))?.join('')).toMatch(/removed ev_a.*added ev_b/);
});
