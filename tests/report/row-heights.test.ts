import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createPdfPrinter } from '../../src/report/pdf.js';
import { rowHeights } from '../../src/report/row-heights.js';
import { markdownTree } from '../../src/report/tree.js';

const printer = createPdfPrinter({ processes: 1 });
afterAll(() => printer.close());
const poppler = spawnSync('pdftotext', ['-v']).error === undefined;

function heightsOf(rows: string[]): number[] {
  const table = markdownTree(`| Name | What |\n|---|---|\n${rows.join('\n')}\n`).find((block) => block.t === 'table');
  return table?.t === 'table' ? rowHeights(table) : [];
}

/** Two columns: letters of 9 points. */
const heightOf = (lines: number) => Math.round((9 + 9 * (lines * 0.714 + (lines - 1) * 0.5)) * 1000) / 1000;

describe('heights of rows', () => {
  it('are told for plain, strong and emphasised words', () => {
    expect(heightsOf(['| one | two words |', '| **one** | _two_ [E1] |'])).toEqual([heightOf(1), heightOf(1)]);
  });

  it('are left to the printer where the letters, or what stands there, are of another width', () => {
    const rows = ['| one | 数据库 |', '| one | `code` |', '| one | SEV2 |', `| one | ${'x'.repeat(40)} |`, '| | |'];
    expect(heightsOf(rows)).toEqual(rows.map(() => 0));
  });

  (poppler ? it : it.skip)('are those that the printer finds, word by word', async () => {
    const word = (index: number) =>
      [
        'checkout',
        'failed',
        'at',
        'the',
        'edge;',
        'AVATAR',
        'retry-after',
        '(p99',
        '"high")',
        'Today,',
        'r,',
        'is',
        '[E2]',
      ][index % 13];
    const rows = Array.from({ length: 30 }, (_, row) => {
      const words = Array.from({ length: 3 + ((row * 7) % 45) }, (_, index) => word(row * 5 + index * (1 + (row % 5))));
      return `| row${row}x | ${words.join(' ')} |`;
    });
    const told = heightsOf(rows);
    expect(told.filter((height) => height > 0).length).toBeGreaterThan(10);
    const { pdf } = await printer.print(`# T\n\n| Name | What |\n|---|---|\n${rows.join('\n')}\n`, {
      title: 'T',
      watermark: '',
      createdAt: new Date(0),
    });
    const lines = linesPerRow(pdf);
    for (const [row, height] of told.entries()) if (height > 0) expect(heightOf(lines[row] ?? 0)).toBe(height);
  });
});

/** Lines between the name of one row and that of the next, from the places of the words. */
function linesPerRow(pdf: Uint8Array): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'coe-rows-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf);
    const boxes = execFileSync('pdftotext', ['-bbox', join(folder, 'a.pdf'), '-'], { encoding: 'utf8' });
    const places = boxes.split('<page ').flatMap((page, number) =>
      [...page.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</g)]
        .map(([, x, y, words]) => ({ top: Number(y), left: Number(x) < 120, words: words ?? '' }))
        // Without what stands at the head and foot of the page.
        .filter(({ top, words }) => top > 57 && top < 785 && !/^(Name|What)$/.test(words))
        .map((word) => ({ ...word, place: number * 10_000 + Math.round(word.top) })),
    );
    const starts = places.filter(({ words }) => /^row\d+x$/.test(words)).map(({ place }) => place);
    return starts.map((start, row) => {
      const end = starts[row + 1] ?? Number.POSITIVE_INFINITY;
      const inside = places.filter(({ place }) => place >= start - 2 && place < end - 2);
      return new Set(inside.filter(({ left }) => !left).map(({ place }) => place)).size;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
