import { describe, expect, it } from '@jest/globals';
import { documentOf, type SearchDocument } from '../../src/search/document.js';
import { readyText, type Snippet, snippetOf as snippetOfReady, wordBeginning } from '../../src/search/snippet.js';
import { stemOf } from '../../src/search/words.js';
import { storedCoe } from './library.js';

const snippetOf = (document: SearchDocument, asked: ReadonlyMap<string, number>): Snippet =>
  snippetOfReady(readyText(document), asked);
const weights = (...words: string[]) => new Map(words.map((word, at) => [stemOf(word), 1 + at / 10]));
const filler = 'Nothing of note happened in these minutes and nobody wrote anything down. '.repeat(20);

describe('a snippet', () => {
  it('leaves citations of evidence out', () => {
    const document = documentOf(
      storedCoe(1, { title: 'x', summary: 'Caches crashed. [ev_6b8c68dc08fd3e429a973365] [ev_c0] Then restarted.' }),
    );
    expect(snippetOf(document, weights('cache')).snippet).toBe('Caches crashed. Then restarted.');
  });

  it('is the window with most of the words, cut between words', () => {
    const text = `${filler}The primary database ran out of connections at noon. ${filler} A database.`;
    const document = documentOf(storedCoe(1, { title: 'x', summary: text }));
    const { section, snippet, matches } = snippetOf(document, weights('database', 'connection'));
    expect(section).toBe('summary');
    expect(snippet.length).toBeLessThan(260);
    expect(snippet).toMatch(/^… \S/);
    expect(snippet).toContain('database ran out of connections');
    expect(matches.map(({ from, to }) => snippet.slice(from, to))).toEqual(['database', 'connections']);
  });

  it('prefers the body to a title that says the same, and takes the title when it says more', () => {
    const document = documentOf(
      storedCoe(1, { title: 'Database failover', summary: 'The failover took an hour.', background: 'A database.' }),
    );
    expect(snippetOf(document, weights('failover')).section).toBe('summary');
    expect(snippetOf(document, weights('failover', 'database')).section).toBe('title');
  });

  it('does not cut a character in half', () => {
    const document = documentOf(storedCoe(1, { title: 'x', summary: `${'🚒'.repeat(400)} fire ${'🚒'.repeat(400)}` }));
    const { snippet } = snippetOf(document, weights('fire'));
    expect(snippet.isWellFormed()).toBe(true);
    expect(snippet).toContain('fire');
  });

  it('marks a name once when the name and its part are both looked for', () => {
    const document = documentOf(storedCoe(1, { title: 'x', summary: 'PHPRendering is high' }));
    const { snippet, matches } = snippetOf(document, weights('phprendering', 'rendering'));
    expect(matches.map(({ from, to }) => snippet.slice(from, to))).toEqual(['PHPRendering']);
  });

  it('of hidden timeline entries there is none', () => {
    const timeline = [{ at: '2026-01-01T00:00:00Z', text: 'password printed', hidden: true }];
    const document = documentOf(storedCoe(1, { title: 'x', timeline }));
    expect(JSON.stringify(document)).not.toContain('password');
  });

  it('finds a word in every form of its stem, wherever it stands', () => {
    const forms =
      'happy happiness hoping hope sensibility sensible dying dies lying lies tying skies ponies pony relational relate crashes crashed ' +
      "generalization early singly didn't db-12 highErrorRate naïve";
    for (const word of forms.split(' ').map((each) => each.toLowerCase().replace(/[^a-z]/g, ''))) {
      expect(word.startsWith(wordBeginning(stemOf(word)))).toBe(true);
    }
    for (const [text, asked] of [
      ['They were lying', 'lie'],
      ['The skies fell', 'sky'],
      ['mw-api’s highErrorRate: ok', 'rates'],
      ['A naïve cache', 'naive'],
      ['café crashed', 'crash'],
      ['Le re\u0301seau tomba', 'reseau'],
      ['naïveté', 'naivete'],
      ['数据库故障', '故障'],
      ['see COE-12.', 'coe-12'],
    ] as const) {
      const document = documentOf(storedCoe(1, { title: 'x', summary: text }));
      expect([text, snippetOf(document, weights(asked)).matches.length]).toEqual([text, 1]);
    }
  });
});
