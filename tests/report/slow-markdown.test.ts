import { describe, expect, it } from '@jest/globals';
import { embedMarkdown } from '../../src/report/embed-markdown.js';
import { importMarkdown } from '../../src/report/import-markdown.js';
import { lexMarkdown } from '../../src/report/lex-markdown.js';
import { safeAddress } from '../../src/report/printable.js';
import { markdownTree } from '../../src/report/tree.js';

const N = 200_000;
/** Each took 10 seconds to minutes in a rule with quadratic time; a whole service waits meanwhile. */
const SLOW = {
  blanks: `x${' '.repeat(N)}x`,
  'line breaks': `x${'\n'.repeat(N)}x`,
  'blanks in code': `\`${' '.repeat(N)}x\``,
  'blanks in a list': `- ${' '.repeat(N)}x`,
  'a word before an @': `${'a'.repeat(N)}@`,
  digits: '1'.repeat(N),
  'list marks': '* '.repeat(N / 2),
  quotes: '>'.repeat(N),
  brackets: '['.repeat(N),
  emphasis: 'a_'.repeat(N / 2),
  'emphasis of three': '***a'.repeat(N / 4),
  'emphasis in a table': `| a |\n|---|\n| ${'a_'.repeat(N / 2)} |`,
  'lines of a table that is none': '| a_ b_ c_ d_ e_ f_\n'.repeat(N / 20),
};

describe('Markdown made to be slow', () => {
  it.each(Object.entries(SLOW))(
    '%s',
    (_name, text) => {
      const started = performance.now();
      embedMarkdown(text);
      markdownTree(text);
      for (const heading of ['', '## Summary\n\n', '## Timeline\n\n- 2026-01-05 10:00 UTC '])
        importMarkdown(`# T\n\n${heading}${text}`);
      expect(performance.now() - started).toBeLessThan(8_000);
    },
    120_000,
  );

  it('is told from long texts of people', () => {
    const table = `| a | b |\n|---|---|\n${'| **x** [E1] `y` | z |\n'.repeat(5_000)}`;
    const code = `\`\`\`json\n${'[{"a_b":["*"]}]\n'.repeat(5_000)}\`\`\``;
    for (const text of [table, code, 'A *word* and `code`.\n\n'.repeat(5_000)])
      expect(lexMarkdown(text)).not.toBeNull();
  });

  it('makes no link of an address that no program takes', () => {
    expect(safeAddress(`https://example.com/${'a'.repeat(10_000)}`)).toBeNull();
    expect(safeAddress('https://example.com/a')).toBe('https://example.com/a');
  });

  it('imports what it cannot read in parts, however long', () => {
    const { coe, unplaced } = importMarkdown(SLOW['a word before an @'].repeat(2));
    expect(unplaced.length + (coe.summary ?? '').length).toBeGreaterThan(0);
    expect((coe.summary ?? '').length).toBeLessThanOrEqual(200_000);
  });
});
