import { describe, expect, it } from '@jest/globals';
import { renderArticle } from '../../src/report/html.js';
import { printedTables } from '../../src/report/shown-columns.js';
import { markdownTree } from '../../src/report/tree.js';
import { textOf } from '../../src/report/tree-columns.js';

function printedHeads(markdown: string): string[][] {
  return markdownTree(markdown).flatMap((block) =>
    block.t === 'table' ? printedTables(block).map(({ head }) => head.map(textOf)) : [],
  );
}

const shownHead = (markdown: string) =>
  [...renderArticle(markdown).html.matchAll(/<th[^>]*>([^<]*)<\/th>/g)].map(([, title]) => title);

const table = (titles: string[], ...rows: string[][]) =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const ACTIONS = ['No.', 'Action item', 'Owner', 'Due', 'Priority', 'Type', 'Status', 'End state', 'Answers'];

describe('columns of the own tables that are empty in every row', () => {
  const some = table(
    ACTIONS,
    ['A1', 'Watch it', '', '', '', '', 'open', '', 'W1'],
    ['A2', 'x', '', '', '', '', 'open', '', ''],
  );
  const kept = ['No.', 'Action item', 'Owner', 'Due', 'Status', 'Answers'];

  it('are left out in print and on screen; an owner and a date that nobody named are told', () => {
    expect(printedHeads(some)).toEqual([kept]);
    expect(shownHead(some)).toEqual(kept);
  });

  it('stay in a table of a person', () => {
    const own = table(['Name', 'Signature'], ['Ann', '']);
    expect(printedHeads(own)).toEqual([['Name', 'Signature']]);
    expect(shownHead(own)).toEqual(['Name', 'Signature']);
  });

  it('stay when they hold a picture and no word', () => {
    const moments = ['Key moment', 'Time (UTC)', 'State', 'Note', 'Evidence'];
    const picture = '![](attachment:att_0123456789abcdefghjk)';
    expect(printedHeads(table(moments, ['Detected', '', 'missing', picture, '']))).toEqual([moments.slice(0, 4)]);
  });
});

it('prints a table of 60 columns as tables that fit the page, each with the first column, and loses none', () => {
  const titles = Array.from({ length: 60 }, (_, column) => `Column ${column}`);
  const heads = printedHeads(
    table(
      titles,
      titles.map((_, column) => `value${column}`),
    ),
  );
  expect(heads.length).toBeGreaterThan(4);
  expect(Math.max(...heads.map(({ length }) => length))).toBeLessThanOrEqual(12);
  expect(heads.every(([first]) => first === 'Column 0')).toBe(true);
  expect(new Set(heads.flat())).toEqual(new Set(titles));
});
