import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { renderArticle } from '../../src/report/html.js';
import { createPdfPrinter } from '../../src/report/pdf.js';
import { drawPictures } from '../../src/report/pictures.js';
import { swimlaneOf } from '../../src/report/swimlane-data.js';
import { markdownTree } from '../../src/report/tree.js';
import { textOf } from '../../src/report/tree-columns.js';
import type { Block } from '../../src/report/tree-node.js';
import { sampleCoe, sampleMarkdown } from './sample-coe.js';

const poppler = spawnSync('pdftotext', ['-v']).error === undefined;
if (!poppler && process.env.CI) throw new Error('Poppler is missing: apt-get install poppler-utils');
const describePdf = poppler ? describe : describe.skip;

const printer = createPdfPrinter({ timeLimitMs: 400_000 });
let folder: string;
let file: string;
const markdown = sampleMarkdown({}, { draft: true });
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coe-same-'));
  file = join(folder, 'a.pdf');
  pdf = await print(printer);
  writeFileSync(file, pdf);
});
let pdf: Uint8Array;
async function print(by: typeof printer): Promise<Uint8Array> {
  const pictures = drawPictures({ charts: [], swimlane: swimlaneOf(sampleCoe()) }, { print: true });
  const printed = await by.print(markdown, {
    ...{
      title: 'COE-7: Checkout refused cards',
      running: 'COE-7 · revision 12',
      authors: ['Zoé Müller'],
      keywords: ['certificate'],
    },
    ...{ watermark: 'DRAFT', createdAt: new Date('2026-03-09T16:30:00Z'), pictures },
  });
  return printed.pdf;
}
afterAll(() => {
  printer.close();
  rmSync(folder, { recursive: true });
});

const poppled = (program: string, ...args: string[]) =>
  execFileSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1e8,
    // It complains about what the standard allows.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
/** Without blanks and line breaks: where a line ends is the layout's business. */
const tight = (text: string) => text.replace(/\s+/g, '');

/** Every piece of text, by the section it stands in: paragraphs, lines of code, cells. */
function sections(blocks: readonly Block[]): Map<string, string[]> {
  const found = new Map<string, string[]>([['', []]]);
  let name = '';
  const add = (text: string) => text.trim() !== '' && found.get(name)?.push(text.trim());
  const visit = (list: readonly Block[]) => {
    for (const block of list) {
      if (block.t === 'heading' && block.level === 2) {
        name = textOf(block.c);
        found.set(name, []);
      }
      if (block.t === 'par' || block.t === 'heading') add(textOf(block.c));
      else if (block.t === 'quote') visit(block.c);
      else if (block.t === 'list') for (const item of block.items) visit(item);
      else if (block.t === 'code') for (const line of block.lines) add(line.join(''));
      else if (block.t === 'table')
        for (const row of [block.head, ...block.rows]) for (const cell of row) add(textOf(cell));
    }
  };
  visit(blocks);
  return found;
}

it('is the same bytes from a process that was started anew', async () => {
  const another = createPdfPrinter({ timeLimitMs: 400_000 });
  try {
    await another.print('# Something else', { title: 'x', watermark: '', createdAt: new Date(0) });
    expect(Buffer.compare(await print(another), pdf)).toBe(0);
  } finally {
    another.close();
  }
});

describePdf('the same words in every form', () => {
  const expected = [...sections(markdownTree(markdown))];

  it.each(expected)('section "%s": each piece of the Markdown stands in PDF and HTML', (name, pieces) => {
    const pdf = poppled('pdftotext', '-raw', file, '-');
    const html = renderArticle(markdown)
      .html.replace(/<[^>]+>/g, '\n')
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#58;', ':')
      .replaceAll('&amp;', '&');
    // The title block of the PDF and HTML leaves out the words "Field" and "Value".
    const wanted = pieces.filter((piece) => name !== '' || !['Field', 'Value'].includes(piece)).map(tight);
    expect(wanted.filter((piece) => !tight(pdf).includes(piece))).toEqual([]);
    expect(wanted.filter((piece) => !tight(html).includes(piece))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(0);
  });

  it('tells its structure to those who hear it: headings, lists, tables with heads, pictures in words, notes, contents', () => {
    const tree = poppled('pdfinfo', '-struct-text', file);
    for (const kind of ['H1', 'H2', 'H3', 'P ', 'L ', 'LI', 'Table', 'TR', 'TH', 'TD', 'Figure', 'Link', 'TOC', 'TOCI'])
      expect(tree).toMatch(new RegExp(`^\\s*${kind.trim()}\\b`, 'm'));
    expect(tree).toMatch(/F?ENote|Note/);
    expect(poppled('pdfinfo', '-struct', file)).toMatch(/Figure/);
    expect(tree.indexOf('"Timeline"')).toBeLessThan(tree.lastIndexOf('"Action items"'));
  });

  it('has metadata, bookmarks of all sections, and its number and revision on every page but the first', () => {
    const info = poppled('pdfinfo', file);
    expect(info).toMatch(/Title:\s+COE-7: Checkout refused cards/);
    expect(info).toMatch(/Author:\s+Zoé Müller/);
    expect(info).toMatch(/Keywords:\s+certificate/);
    expect(info).toMatch(/Tagged:\s+yes/);
    const outline = poppled('pdftohtml', '-xml', '-i', '-stdout', file).split('<outline>').slice(1).join();
    for (const [name] of expected.slice(1)) expect(outline).toContain(name);
    const pages = poppled('pdftotext', '-layout', file, '-').split('\f').slice(0, -1);
    expect(pages.map((page) => page.includes('COE-7 · revision 12'))).toEqual(pages.map((_page, index) => index > 0));
    expect(pages.every((page, index) => page.includes(`Page ${index + 1} of ${pages.length}`))).toBe(true);
  });

  it('shows a footnote with its link where evidence is first cited', () => {
    const [first] = poppled('pdftotext', '-layout', file, '-').split('\f');
    expect(first).toMatch(/\[E1\] ?cloudwatch, 2026-03-04 10:17:30 UTC: checkout-5xx: OK → ALARM open/);
    expect(poppled('pdfinfo', '-url', file)).toContain('https://example.com/alarm');
  });

  it('prints a timeline of ten thousand rows, to the last', async () => {
    const timeline = Array.from({ length: 10_000 }, (_, i) => ({
      at: new Date(Date.UTC(2026, 2, 4) + i * 7_000).toISOString(),
      precision: 'second',
      text: `Event number ${i} of the day`,
      evidenceIds: i % 30 === 0 ? [`ev_${i}`] : [],
    }));
    const long = sampleMarkdown(
      { timeline },
      {
        evidence: new Map(
          timeline.flatMap(({ at, evidenceIds: [id] }) =>
            id ? [[id, { source: 'log', at, text: `line ${id}`, link: null }]] : [],
          ),
        ),
      },
    );
    const { pdf, pages, accessible } = await printer.print(long, {
      title: 'Long',
      watermark: '',
      createdAt: new Date(0),
    });
    writeFileSync(join(folder, 'long.pdf'), pdf);
    expect(accessible).toBe(true);
    expect(pages).toBeGreaterThan(200);
    const words = tight(poppled('pdftotext', '-raw', join(folder, 'long.pdf'), '-'));
    expect(words.includes('Eventnumber9999oftheday')).toBe(true);
  }, 420_000);
});

describe('documents that are poison', () => {
  const options = { title: 'T', watermark: '', createdAt: new Date(0) };
  it('fail alone: those beside them are printed', async () => {
    const careful = createPdfPrinter({ memoryLimitBytes: 420_000_000, timeLimitMs: 60_000, processes: 2 });
    const poison = careful.print(
      `# P\n\n${'| a | b |\n|---|---|\n'}${'| `x` | **y** [z](https://e.example) |\n'.repeat(9_000)}`.repeat(3),
      options,
    );
    const others = Array.from({ length: 6 }, (_, i) => careful.print(`# Number ${i}`, options));
    await expect(poison).rejects.toMatchObject({ code: 'tooLarge' });
    for (const other of others) await expect(other).resolves.toMatchObject({ accessible: true, pages: 1 });
    careful.close();
  }, 120_000);
});
