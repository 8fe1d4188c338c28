import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Browser, chromium } from 'playwright-core';
import { createPdfPrinter } from '../src/report/pdf.js';
import { type Case, nextCase, type Workload } from './report/documents.js';

/**
 * PDFs of the same documents by our printer and by headless Chromium printing our HTML, in one run: first document, warm median, and
 * documents a second with two at a time. Every document differs from all before it.
 * `node dist-tests/bench/report.js [documents]`, after `npx tsc -p tests/tsconfig.json`; Chromium as CHROMIUM or /usr/bin/chromium.
 */
const documents = Number(process.argv[2] ?? 40);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const LAUNCH = { executablePath, args: ['--no-sandbox'] };
const PDF = { format: 'A4', tagged: true, outline: true };

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const timed = async (work: () => Promise<unknown>) => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

type Print = (one: Case, lane: number) => Promise<unknown>;

/** One after another, then two at a time, each from documents that were made before the clock starts. */
async function measure(workload: Workload, print: Print): Promise<{ warm: number; perSecond: number }> {
  const make = (count: number) => Array.from({ length: count }, () => nextCase(workload));
  await Promise.all(make(2).map(print));
  const warm: number[] = [];
  for (const one of make(Math.ceil(documents / 2))) warm.push(await timed(() => print(one, 0)));
  const waiting = make(documents);
  const spent = await timed(() =>
    Promise.all(
      [0, 1].map(async (lane) => {
        for (let one = waiting.pop(); one; one = waiting.pop()) await print(one, lane);
      }),
    ),
  );
  return { warm: median(warm), perSecond: (documents / spent) * 1000 };
}

const WORKLOADS: Workload[] = ['other', 'edited'];
type Figures = { warm: number; perSecond: number };
const rows: Record<string, Record<string, string | number>> = {};
const round = (value: number) => Math.round(value * 10) / 10;

const printer = createPdfPrinter({ processes: 2 });
const ours: Print = ({ markdown, options }) => printer.print(markdown, options);
const ourFirst = await timed(() => ours(nextCase('other'), 0));
const delay = monitorEventLoopDelay({ resolution: 1 });
const our = {} as Record<Workload, Figures>;
for (const workload of WORKLOADS) {
  delay.enable();
  our[workload] = await measure(workload, ours);
  delay.disable();
}
printer.close();

async function printPage(page: Awaited<ReturnType<Browser['newPage']>>, one: Case): Promise<void> {
  await page.setContent(one.html());
  await page.pdf(PDF);
}

/** Leaves out the first start of the browser's files from disk. */
await (await chromium.launch(LAUNCH)).close();
const one = nextCase('other');
let browser: Browser | undefined;
const theirFirst = await timed(async () => {
  browser = await chromium.launch(LAUNCH);
  await printPage(await browser.newPage(), one);
});
const warmBrowser = browser as Browser;
const pages = [await warmBrowser.newPage(), await warmBrowser.newPage()];
const WAYS: Record<string, Print> = {
  'a page kept for all documents': (next, lane) => printPage(pages[lane] as (typeof pages)[number], next),
  'a new page for each document': async (next) => {
    const page = await warmBrowser.newPage();
    await printPage(page, next);
    await page.close();
  },
};
for (const workload of WORKLOADS)
  for (const [way, print] of Object.entries(WAYS)) {
    const their = await measure(workload, print);
    const mine = our[workload];
    rows[`${workload} documents, Chromium with ${way}`] = {
      ...{ 'ours ms': round(mine.warm), 'Chromium ms': round(their.warm), ratio: round(their.warm / mine.warm) },
      ...{ 'ours/s': round(mine.perSecond), 'Chromium/s': round(their.perSecond) },
      'ratio/s': round(mine.perSecond / their.perSecond),
    };
  }
await warmBrowser.close();

process.stdout.write(
  `First document: ours ${round(ourFirst)} ms, Chromium ${round(theirFirst)} ms, ratio ${round(theirFirst / ourFirst)}. Event-loop delay p99 while printing: ${round(delay.percentile(99) / 1e6)} ms\n`,
);
console.table(rows);
