import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Browser, chromium } from 'playwright-core';
import { createPdfPrinter } from '../src/report/pdf.js';
import { type Case, nextCase, type Workload } from './report/documents.js';

/**
 * PDFs of the same documents by our printer and by headless Chromium printing our HTML, in one run: first document; warm median, the
 * engines taking turns so that other work on the machine meets all alike; documents a second with two at a time. Every document differs
 * from all before it. `node dist-tests/bench/report.js [documents]`, after `npx tsc -p tests/tsconfig.json`; Chromium as CHROMIUM or
 * /usr/bin/chromium.
 */
const documents = Number(process.argv[2] ?? 40);
const LAUNCH = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] };

type Print = (one: Case, lane: number) => Promise<unknown>;
type Engine = { name: string; print: Print; close(): Promise<void> };

async function printPage(page: Awaited<ReturnType<Browser['newPage']>>, one: Case): Promise<void> {
  await page.setContent(one.html());
  await page.pdf({ format: 'A4', tagged: true, outline: true });
}

function ours(): Engine {
  const printer = createPdfPrinter({ processes: 2 });
  const print: Print = ({ markdown, options }) => printer.print(markdown, options);
  return { name: 'ours', print, close: async () => printer.close() };
}

/** The least that Chromium needs: its page is kept from one document to the next. */
async function keptPage(): Promise<Engine> {
  const browser = await chromium.launch(LAUNCH);
  const pages = [await browser.newPage(), await browser.newPage()];
  const print: Print = (one, lane) => printPage(pages[lane] as (typeof pages)[number], one);
  return { name: 'Chromium, kept page', print, close: () => browser.close() };
}

/** Nothing of one document is left for the next, as in our processes. */
async function newPage(): Promise<Engine> {
  const browser = await chromium.launch(LAUNCH);
  const print: Print = async (one) => {
    const page = await browser.newPage();
    await printPage(page, one);
    await page.close();
  };
  return { name: 'Chromium, new page', print, close: () => browser.close() };
}

const timed = async (work: () => Promise<unknown>) => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const round = (value: number) => Math.round(value * 10) / 10;

// Leaves out the first reading of the browser's files from disk.
await (await chromium.launch(LAUNCH)).close();
const [fromUs, fromThem] = [nextCase('other'), nextCase('other')];
const us = ours();
const ourFirst = await timed(() => us.print(fromUs, 0));
let chromiumEngine: Engine | undefined;
const theirFirst = await timed(async () => {
  chromiumEngine = await newPage();
  await chromiumEngine.print(fromThem, 0);
});
const engines = [us, await keptPage(), chromiumEngine as Engine];

const delay = monitorEventLoopDelay({ resolution: 1 });
const rows: Record<string, Record<string, number>> = {};
for (const workload of ['other', 'edited'] satisfies Workload[]) {
  // Documents are made before the clock starts; our HTML of them for Chromium, like our reading of the Markdown, after it.
  const make = (count: number) => Array.from({ length: count }, () => nextCase(workload));
  for (const { print } of engines) await Promise.all(make(2).map(print));
  const warm = engines.map((): number[] => []);
  for (let i = 0; i < documents / 2; i++)
    for (const [index, { print }] of engines.entries()) {
      const [one] = make(1);
      if (one) warm[index]?.push(await timed(() => print(one, 0)));
    }
  for (const [index, { name, print }] of engines.entries()) {
    const waiting = make(documents);
    const lane = async (number: number) => {
      for (let one = waiting.pop(); one; one = waiting.pop()) await print(one, number);
    };
    if (index === 0) delay.enable();
    const spent = await timed(() => Promise.all([lane(0), lane(1)]));
    delay.disable();
    const figures = { 'warm median ms': median(warm[index] ?? []), 'documents/s': (documents / spent) * 1000 };
    const base = rows[`${workload}: ours`] ?? figures;
    rows[`${workload}: ${name}`] = {
      'warm median ms': round(figures['warm median ms']),
      'documents/s': round(figures['documents/s']),
      'ours faster': round(figures['warm median ms'] / (base['warm median ms'] ?? 1)),
      'ours more a second': round((base['documents/s'] ?? 1) / figures['documents/s']),
    };
  }
}
for (const engine of engines) await engine.close();

process.stdout.write(
  `First document: ours ${round(ourFirst)} ms, Chromium ${round(theirFirst)} ms, ratio ${round(theirFirst / ourFirst)}. Event-loop delay p99 while printing at full speed: ${round(delay.percentile(99) / 1e6)} ms\n`,
);
console.table(rows);
