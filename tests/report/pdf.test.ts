import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createPdfPrinter } from '../../src/report/pdf.js';
import { sampleMarkdown } from './sample-coe.js';

const printer = createPdfPrinter();
afterAll(() => printer.close());

const options = { title: 'COE-7: a title', watermark: '', createdAt: new Date('2026-03-09T16:30:00Z') };
const print = (markdown: string, more: Partial<typeof options> = {}) =>
  printer.print(markdown, { ...options, ...more });

const poppler = spawnSync('pdftotext', ['-v']).error === undefined;
if (!poppler && process.env.CI) throw new Error('Poppler is missing: apt-get install poppler-utils');
const describeText = poppler ? describe : describe.skip;

function wordsOf(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'coe-pdf-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf);
    return execFileSync('pdftotext', ['-layout', join(folder, 'a.pdf'), '-'], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The words of the links to places in the document. */
function linksOf(pdf: Uint8Array): string[] {
  const xml = execFileSync('pdftohtml', ['-xml', '-i', '-stdout', '-', '-'], { input: pdf, encoding: 'utf8' });
  return [...xml.matchAll(/<a href="[^"]*#\d+">([^<]*)<\/a>/g)].map(([, words]) => words ?? '');
}

describe('renderPdf', () => {
  it('gives equal bytes for equal input, in one process and in another', async () => {
    const first = await print(sampleMarkdown());
    await print('# Something else');
    const again = await print(sampleMarkdown());
    const other = createPdfPrinter();
    const elsewhere = await other.print(sampleMarkdown(), options);
    other.close();
    expect(Buffer.compare(first.pdf, again.pdf)).toBe(0);
    expect(Buffer.compare(first.pdf, elsewhere.pdf)).toBe(0);
  });

  it('meets PDF/UA-1 and says so in the file', async () => {
    const { pdf, accessible } = await print(sampleMarkdown({}, { draft: true }), { watermark: 'DRAFT' });
    expect(accessible).toBe(true);
    expect(Buffer.from(pdf).toString('latin1')).toContain('pdfuaid');
  });

  it('meets PDF/UA-1 with right-to-left, Chinese, kana and emoji text, and with headings that skip levels', async () => {
    const text = '### مرحبا\n\n###### שלום\n\n数据库 データ Zoë Ωμέγα Привет 👍🏽 ❤️ ✓ → ≥ \u0001\u202E';
    expect(await print(text)).toMatchObject({ accessible: true });
  });

  it('prints what no font can show without the standard, and says so', async () => {
    const { accessible, problem } = await print('# T\n\nไทย');
    expect(accessible).toBe(false);
    expect(problem).toContain('could not be displayed');
  });

  it('prints the pictures beside one that is damaged, which is told in words', async () => {
    const whole = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
      'base64',
    );
    const id = (digit: number) => `att_${String(digit).repeat(20)}`;
    const file = (bytes: Buffer, name: string) => ({
      name,
      mediaType: 'image/png' as const,
      width: 1,
      height: 1,
      bytes,
      href: '',
    });
    const files = new Map([
      [id(1), file(whole, 'whole.png')],
      [id(2), file(whole.subarray(0, 45), 'cut.png')],
    ]);
    const text = `# T\n\n![one](attachment:${id(1)})\n\n![two](attachment:${id(2)})`;
    const { pdf, accessible } = await printer.print(text, { ...options, files });
    expect(accessible).toBe(true);
    expect(Buffer.from(pdf).toString('latin1')).toContain('/Subtype /Image');
    if (poppler) expect(wordsOf(pdf).match(/\[image: \w+\]/g)).toEqual(['[image: two]']);
  });

  it('survives the death of its process, too long documents and a full queue', async () => {
    const slow = createPdfPrinter({ timeLimitMs: 1, longestQueue: 1, processes: 1 });
    const late = slow.print('# A', options);
    const waiting = slow.print('# B', options);
    expect(() => slow.print('# C', options)).toThrow('Too many documents');
    await expect(late).rejects.toThrow('took longer');
    await expect(waiting).rejects.toThrow('took longer');
    slow.close();
    await expect(print('# After')).resolves.toMatchObject({ accessible: true });
  });

  it('prints a document again whose process was killed under it', async () => {
    const killed = print('# Killed');
    for (const id of printer.processIds()) process.kill(id, 'SIGKILL');
    await expect(killed).resolves.toMatchObject({ accessible: true });
  });

  it('refuses what waits when it is closed, and starts again when asked', async () => {
    const short = createPdfPrinter();
    const first = short.print('# A', options);
    const second = short.print('# B', options);
    short.close();
    await expect(first).rejects.toThrow('stopping');
    await expect(second).rejects.toThrow('stopping');
    await expect(short.print('# C', options)).resolves.toMatchObject({ accessible: true });
    short.close();
  });
});

describeText(
  `words in the PDF${poppler ? '' : ' (skipped: install poppler with "apt-get install poppler-utils")'}`,
  () => {
    it('shows text that looks like markup or code as the words it is', async () => {
      const { pdf } = await print(
        sampleMarkdown({
          summary:
            '#read("/etc/passwd") #eval("1+1") $x$ @ref <label> = Heading // comment\n\n<script>alert(1)</script>\n\n#import "@preview/x:1.0.0"',
        }),
      );
      const words = wordsOf(pdf);
      expect(words).toContain('#read("/etc/passwd") #eval("1+1") $x$ @ref <label> = Heading // comment');
      expect(words).toContain('<script>alert(1)</script>');
      expect(words).toContain('#import "@preview/x:1.0.0"');
      expect(words).not.toContain('root:');
    });

    it('has the timeline, the measures and the watermark', async () => {
      const words = wordsOf((await print(sampleMarkdown({}, { draft: true }), { watermark: 'DRAFT' })).pdf);
      for (const expected of [
        'Time to detect',
        '12 min 30 s (750 s)',
        '2026-03-04 10:17:30',
        'Impact start',
        'No evidence for',
        'DRAFT',
        'Page 1 of',
      ])
        expect(words).toContain(expected);
    });

    it('leads from each citation of a long table to the evidence', async () => {
      const rows = Array.from({ length: 20 }, (_, row) => `| row ${row} | [E${1 + (row % 2)}] |`).join('\n');
      const evidence =
        '| Label | Source | Time | Text |\n|---|---|---|---|\n| [E1] | log | | a |\n| [E2] | log | | b |';
      const text = `# T\n\n## Timeline\n\n| What | Evidence |\n|---|---|\n${rows}\n\n## Evidence\n\n${evidence}\n`;
      expect(linksOf((await print(text)).pdf).filter((link) => /^\[E\d\]$/.test(link))).toHaveLength(20);
    });

    it('never mixes up documents that follow one another', async () => {
      const pairs = [
        ['Zoé', 'Zoĩ'],
        ['naïve', 'naīve'],
        ['数据库', '数据厍'],
        ['日本', '日木'],
        ['Łódź', 'Łódż'],
      ];
      for (const pair of pairs)
        for (const word of pair) {
          const { pdf } = await print(`# Pairs\n\n${word}`);
          expect(wordsOf(pdf)).toContain(word);
        }
    });

    it('takes over from the document before it nothing but layout: heads, metadata and watermark are its own', async () => {
      const body = `# Same\n\n${'words of both\n\n'.repeat(70)}`;
      for (const [title, watermark] of [
        ['First of two', 'DRAFT'],
        ['Second of two', ''],
        ['Third', 'DRAFT'],
      ] as const) {
        const { pdf, pages } = await print(body, { title, watermark });
        const words = wordsOf(pdf);
        expect(pages).toBeGreaterThan(1);
        for (const other of ['First of two', 'Second of two', 'Third'])
          expect(words.split(other).length - 1).toBe(other === title ? pages - 1 : 0);
        expect(words.split('DRAFT').length - 1).toBe(watermark === '' ? 0 : pages - 1);
        expect(Buffer.from(pdf).toString('latin1')).toContain(`<rdf:li xml:lang="x-default">${title}</rdf:li>`);
      }
    });

    it('gives a narrow column the width of its widest cell: nothing in it breaks', async () => {
      const narrow = ['WWWW@@ WWWW', 'mm MM %% mm', '12:34 - 5.6', '[x] (y) & z', 'AVAVA To Ye', '数据 库表 数据'];
      const rows = narrow
        .flatMap((word) => [`| ${word} | SEV2 | **bold word** | ${'long text '.repeat(20)} |`])
        .join('\n');
      const words = wordsOf((await print(`# T\n\n| WWWW WWWW | Sev | Bold | Text |\n|---|---|---|---|\n${rows}`)).pdf);
      for (const word of [...narrow, 'WWWW WWWW', 'bold word']) expect(words).toContain(word);
    });

    it('repeats the head of a table on every page', async () => {
      const rows = Array.from({ length: 200 }, (_, index) => `| row ${index} | text |`).join('\n');
      const words = wordsOf((await print(`# Long\n\n| Column head | Text |\n|---|---|\n${rows}`)).pdf);
      expect(words.match(/Column head/g)?.length).toBeGreaterThan(2);
      expect(words).toContain('row 199');
    });
  },
);
