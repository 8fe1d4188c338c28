import { describe, expect, it } from '@jest/globals';
import { markdownTree } from '../../src/report/tree.js';
import type { Block } from '../../src/report/tree-node.js';

const levels = (blocks: Block[]) => blocks.flatMap((block) => (block.t === 'heading' ? [block.level] : []));

describe('markdownTree', () => {
  it('makes one small node of each piece', () => {
    expect(markdownTree('# A &amp; B\n\ntext **bold** `x` <br> [l](https://e.example)\n\n- [x] done')).toEqual([
      { t: 'heading', level: 1, c: [{ t: 'text', v: 'A & B' }] },
      {
        t: 'par',
        c: [
          { t: 'text', v: 'text ' },
          { t: 'strong', c: [{ t: 'text', v: 'bold' }] },
          { t: 'text', v: ' ' },
          { t: 'code', v: ['x'] },
          { t: 'text', v: ' ' },
          { t: 'br' },
          { t: 'text', v: ' ' },
          { t: 'link', href: 'https://e.example', c: [{ t: 'text', v: 'l' }] },
        ],
      },
      {
        t: 'list',
        ordered: false,
        start: 1,
        items: [
          [
            {
              t: 'par',
              c: [
                { t: 'box', checked: true },
                { t: 'text', v: ' ' },
                { t: 'text', v: 'done' },
              ],
            },
          ],
        ],
      },
    ]);
  });

  it('starts at level 1 and never skips a level', () => {
    expect(levels(markdownTree('### a\n\n###### b\n\n## c\n\n#### d\n\n# e'))).toEqual([1, 2, 2, 3, 1]);
  });

  it('drops controls and bidirectional overrides, keeps right-to-left words', () => {
    expect(markdownTree('a\u0001b \u202Egnirts\u202C עברית')).toEqual([
      { t: 'par', c: [{ t: 'text', v: 'ab gnirts עברית' }] },
    ]);
  });

  it('links to http, https and mailto only', () => {
    const tree = JSON.stringify(
      markdownTree('[a](javascript:x) [b](file:///etc/passwd) [c](data:,x) [d](mailto:a@b.example) [e](/local)'),
    );
    expect([...tree.matchAll(/"href":"([^"]*)"/g)].map(([, href]) => href)).toEqual(['mailto:a@b.example']);
  });

  it('bounds depth and size with a note', () => {
    expect(JSON.stringify(markdownTree(`${'>'.repeat(300)} deep`))).toContain('Nested deeper than 10 levels');
    expect(JSON.stringify(markdownTree('>'.repeat(20_000)))).toContain('nested too deeply');
    const rows = Array.from({ length: 21_002 }, (_, index) => `| ${index} |`).join('\n');
    const [table, note] = markdownTree(`| n |\n|---|\n${rows}`);
    expect(table?.t === 'table' && table.rows.length).toBe(21_000);
    expect(note).toEqual({ t: 'note', v: '2 more rows are not printed: see report.md.' });
  });

  it('lets a long word break without changing it, and never inside one character', () => {
    const word = `${'👩‍👩‍👧'.repeat(4)}${'x'.repeat(60)}é`;
    const [par] = markdownTree(word);
    const node = par?.t === 'par' ? par.c[0] : undefined;
    expect(node?.t === 'long' && node.parts.join('')).toBe(word);
    expect(node?.t === 'long' && node.parts[0]).toBe('👩‍👩‍👧');
  });

  it('tells the printer how wide narrow columns of ASCII words are, and leaves others to it', () => {
    const widths = (markdown: string) =>
      markdownTree(markdown).flatMap((block) => (block.t === 'table' ? [block.widths] : []))[0];
    const long = 'words '.repeat(30);
    // "Kind" is bold: K, i, n and d of 664, 299, 650 and 632 thousandths of an em, and a little room.
    expect(widths(`| Kind | Text |\n|---|---|\n| a | ${long} |`)?.[0]).toBeCloseTo(-2.3, 5);
    expect(widths(`| Kind | Text |\n|---|---|\n| 数据 | ${long} |`)?.[0]).toBe(0);
    expect(widths(`| Kind | Text |\n|---|---|\n| SEV2 | ${long} |`)?.[0]).toBe(0);
    const many = 'WWWWWWWWWW |'.repeat(6);
    expect(widths(`| ${many} Text |\n|${'---|'.repeat(7)}\n| ${many} ${long} |`)?.slice(0, 6)).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  it('keeps the widths of a table when one cell changes a little', () => {
    const widths = (word: string) =>
      JSON.stringify(
        markdownTree(
          `| Kind | Text | More |\n|---|---|---|\n| a | ${'some words '.repeat(30)}${word} | ${'other '.repeat(30)} |`,
        ),
      ).match(/"widths":[^\]]*/)?.[0];
    expect(widths('changed')).toBe(widths(''));
  });
});
