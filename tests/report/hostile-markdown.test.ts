import { describe, expect, it } from '@jest/globals';
import { embedCell, embedMarkdown } from '../../src/report/embed-markdown.js';
import { isToken, lexMarkdown } from '../../src/report/lex-markdown.js';

const PIECES = [
  '`',
  '*',
  '_',
  '[',
  '](',
  '<',
  '>',
  '|',
  '\\',
  '\n',
  '\n\n',
  '# ',
  '- ',
  '1. ',
  '    ',
  '```',
  '~~~',
  '<!--',
  '-->',
  '&amp;',
  '&#0;',
  '\u202e',
  '\u0000',
  '👩‍👩‍👧',
  '[E1]',
  'https://x.example/z',
  '<br>',
  '$',
  '#',
  'é',
  '数',
  '  \n',
  '---',
  '===',
  '\t',
  '!',
];

/** The same texts in every run. */
function* hostileTexts(count: number): Generator<string> {
  let state = 12_345;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  for (let made = 0; made < count; made++)
    yield Array.from({ length: 1 + next(40) }, () => (next(10) < 3 ? 'word ' : PIECES[next(PIECES.length)])).join('');
}

describe('Markdown made of fragments that break documents', () => {
  it('never reaches beyond its own section, and is stable', () => {
    for (const text of hostileTexts(600)) {
      const embedded = embedMarkdown(text);
      const tokens = lexMarkdown(`## A\n\n${embedded}\n\n## B\n`) ?? [];
      const headings = tokens.flatMap((token) => (isToken(token, 'heading') && token.depth < 4 ? [token.text] : []));
      expect({ text, headings }).toEqual({ text, headings: ['A', 'B'] });
      expect({ text, again: embedMarkdown(embedded) }).toEqual({ text, again: embedded });
    }
  });

  it('never reaches beyond its own cell', () => {
    for (const text of hostileTexts(600)) {
      const [table, ...others] = lexMarkdown(`| a | b |\n|---|---|\n| ${embedCell(text)} | x |\n`) ?? [];
      const rows = table && isToken(table, 'table') ? table.rows.map((row) => row.at(-1)?.text) : [];
      expect({ text, rows, others }).toEqual({ text, rows: ['x'], others: [] });
    }
  });
});
