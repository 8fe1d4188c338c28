import { monitorEventLoopDelay } from 'node:perf_hooks';
import { chromium } from 'playwright-core';
import { measuresOf } from '../src/coe/measures.js';
import { STANDARD_QUESTIONS } from '../src/coe/questions.js';
import { coeContentSchema } from '../src/coe/schema.js';
import { renderHtml } from '../src/report/html.js';
import { renderMarkdown } from '../src/report/markdown.js';
import { createPdfPrinter, type PdfOptions } from '../src/report/pdf.js';
import { drawPictures } from '../src/report/pictures.js';
import { reportData } from '../src/report/report-data.js';
import type { ReportCoe } from '../src/report/report-input.js';
import { swimlaneOf } from '../src/report/swimlane-data.js';

/**
 * PDFs of the same documents by our printer and by headless Chromium printing our HTML, in one run: first document, warm median, and
 * documents a second with two at a time. Every document differs from all others: a renderer that remembers gains nothing.
 * `node dist-tests/bench/report.js [documents]`, after `npx tsc -p tests/tsconfig.json`; Chromium as CHROMIUM or /usr/bin/chromium.
 */
const documents = Number(process.argv[2] ?? 40);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
let made = 0;

type Case = { markdown: string; options: PdfOptions; html: string };

function nextCase(): Case {
  const seed = ++made;
  const word = (i: number) => `w${(seed * 7919 + i * 104_729) % 9973}`;
  const sentence = (i: number, words: number) => Array.from({ length: words }, (_, k) => word(i * 31 + k)).join(' ');
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 10, minute)).toISOString();
  const content = coeContentSchema.parse({
    title: `Incident ${seed}: ${sentence(1, 5)}`,
    services: [word(2), word(3)],
    severity: 'SEV2',
    summary: `${sentence(4, 60)}\n\n- ${sentence(5, 8)}\n- ${sentence(6, 8)} 数据库 مرحبا`,
    customerImpact: { text: sentence(7, 40), customersAffected: seed * 13 },
    keyMoments: { impactStart: { at: at(0) }, detected: { at: at(7) }, mitigated: { at: at(48) } },
    timeline: Array.from({ length: 60 }, (_, i) => ({
      at: at(i),
      text: sentence(100 + i, 12),
      kind: ['detection', 'action', 'change', 'impact'][i % 4],
      actor: word(i),
      evidenceIds: [`ev_${i % 20}`],
    })),
    fiveWhys: [
      {
        question: sentence(8, 8),
        answer: sentence(9, 30),
        children: [{ question: sentence(10, 8), answer: sentence(11, 20) }],
      },
    ],
    lessonsLearned: Array.from({ length: 4 }, (_, i) => ({ text: sentence(200 + i, 20) })),
    actionItems: Array.from({ length: 6 }, (_, i) => ({
      title: sentence(300 + i, 9),
      owner: word(i),
      endState: sentence(400 + i, 12),
    })),
    responseAnalysis: {
      detection: { answer: `${sentence(12, 50)}\n\n\`\`\`promql\nrate(${word(1)}[5m]) > ${seed}\n\`\`\`` },
    },
  });
  const coe: ReportCoe = {
    ...content,
    ...{ number: `COE-${seed}`, version: seed, status: 'approved', measures: measuresOf(content.keyMoments) },
    ...{ createdAt: at(0), updatedAt: at(seed % 50) },
  };
  const evidence = new Map(
    Array.from({ length: 20 }, (_, i) => [
      `ev_${i}`,
      { source: 'log', at: at(i), text: sentence(500 + i, 15), link: null },
    ]),
  );
  const markdown = renderMarkdown(reportData(coe, { evidence, questions: STANDARD_QUESTIONS, gaps: [], draft: false }));
  const drawn = { charts: [], swimlane: swimlaneOf(coe) };
  const title = `${coe.number}: ${coe.title}`;
  return {
    markdown,
    options: {
      title,
      watermark: '',
      createdAt: new Date(coe.updatedAt),
      pictures: drawPictures(drawn, { print: true }),
    },
    html: renderHtml(markdown, { title, watermark: '', pictures: drawPictures(drawn, { print: false }) }),
  };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const timed = async (work: () => Promise<unknown>) => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

/** Two at a time until all are done. @returns documents a second */
async function throughput(waiting: Case[], print: (one: Case, lane: number) => Promise<unknown>): Promise<number> {
  const spent = await timed(() =>
    Promise.all(
      [0, 1].map(async (lane) => {
        for (let one = waiting.pop(); one; one = waiting.pop()) await print(one, lane);
      }),
    ),
  );
  return (documents / spent) * 1000;
}

async function ours() {
  const printer = createPdfPrinter({ processes: 2 });
  const print = ({ markdown, options }: Case) => printer.print(markdown, options);
  const first = await timed(() => print(nextCase()));
  const warm: number[] = [];
  for (let i = 0; i < documents / 2; i++) warm.push(await timed(() => print(nextCase())));
  await Promise.all([print(nextCase()), print(nextCase())]);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  // Made before the clock starts: only printing counts.
  const waiting = Array.from({ length: documents }, nextCase);
  delay.enable();
  const perSecond = await throughput(waiting, print);
  delay.disable();
  printer.close();
  return { first, warm: median(warm), perSecond, loopDelayP99: delay.percentile(99) / 1e6 };
}

async function theirs() {
  let browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  await browser.close();
  const one = nextCase();
  const first = await timed(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const page = await browser.newPage();
    await page.setContent(one.html);
    await page.pdf({ format: 'A4', tagged: true, outline: true });
    await page.close();
  });
  const pages = await Promise.all([browser.newPage(), browser.newPage()]);
  const print = async ({ html }: Case, lane = 0) => {
    const page = pages[lane] as (typeof pages)[number];
    await page.setContent(html);
    await page.pdf({ format: 'A4', tagged: true, outline: true });
  };
  await print(nextCase());
  await print(nextCase(), 1);
  const warm: number[] = [];
  for (let i = 0; i < documents / 2; i++) {
    const next = nextCase();
    warm.push(await timed(() => print(next)));
  }
  const perSecond = await throughput(Array.from({ length: documents }, nextCase), print);
  await browser.close();
  return { first, warm: median(warm), perSecond };
}

const [printer, browser] = [await ours(), await theirs()];
const round = (value: number) => Math.round(value * 10) / 10;
process.stdout.write(
  [
    `${documents} documents of a 60-row timeline each, all different; two at a time for throughput`,
    `first document   ours ${round(printer.first)} ms   Chromium ${round(browser.first)} ms   ratio ${round(browser.first / printer.first)}`,
    `warm median      ours ${round(printer.warm)} ms   Chromium ${round(browser.warm)} ms   ratio ${round(browser.warm / printer.warm)}`,
    `documents/s      ours ${round(printer.perSecond)}   Chromium ${round(browser.perSecond)}   ratio ${round(printer.perSecond / browser.perSecond)}`,
    `event-loop delay p99 while printing at full speed: ${round(printer.loopDelayP99)} ms`,
    '',
  ].join('\n'),
);
