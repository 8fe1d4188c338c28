import { measuresOf } from '../../src/coe/measures.js';
import { STANDARD_QUESTIONS } from '../../src/coe/questions.js';
import { coeContentSchema } from '../../src/coe/schema.js';
import { renderHtml } from '../../src/report/html.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import type { PdfOptions } from '../../src/report/pdf.js';
import { drawPictures } from '../../src/report/pictures.js';
import { reportData } from '../../src/report/report-data.js';
import type { ReportCoe } from '../../src/report/report-input.js';
import { swimlaneOf } from '../../src/report/swimlane-data.js';

let made = 0;

/** Both engines start from the same Markdown and drawn pictures: ours reads it in its process, Chromium is given our HTML of it. */
export type Case = { markdown: string; options: PdfOptions; html(): string };

/**
 * The words of a COE, or of one revision of it: a 60-row timeline, 20 citations, the picture of the timeline, code, a list, Chinese and
 * Arabic words. `other` documents share no sentence; `edited` are one COE whose title, summary and one entry of the timeline change.
 */
export type Workload = 'other' | 'edited';

export function nextCase(workload: Workload): Case {
  const revision = ++made;
  const seed = workload === 'other' ? revision : 1;
  const edit = workload === 'other' ? '' : ` revised ${revision}`;
  const word = (i: number) => `w${(seed * 7919 + i * 104_729) % 9973}`;
  const sentence = (i: number, words: number) => Array.from({ length: words }, (_, k) => word(i * 31 + k)).join(' ');
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 10, minute)).toISOString();
  const content = coeContentSchema.parse({
    title: `Incident ${seed}: ${sentence(1, 5)}${edit}`,
    services: [word(2), word(3)],
    severity: 'SEV2',
    summary: `${sentence(4, 60)}${edit}\n\n- ${sentence(5, 8)}\n- ${sentence(6, 8)} 数据库 مرحبا`,
    customerImpact: { text: sentence(7, 40), customersAffected: seed * 13 },
    keyMoments: { impactStart: { at: at(0) }, detected: { at: at(7) }, mitigated: { at: at(48) } },
    timeline: Array.from({ length: 60 }, (_, i) => ({
      at: at(i),
      text: `${sentence(100 + i, 12)}${i === revision % 60 ? edit : ''}`,
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
    ...{ number: `COE-${seed}`, version: revision, status: 'approved', measures: measuresOf(content.keyMoments) },
    ...{ createdAt: at(0), updatedAt: at(revision % 50) },
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
    html: () => renderHtml(markdown, { title, watermark: '', pictures: drawPictures(drawn, { print: false }) }),
  };
}
