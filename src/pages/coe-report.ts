import type { Router } from 'express';
import { factLabel, factValue } from '../coe/fact-words.js';
import { wroteIn } from '../coe/standing.js';
import { drawPictures } from '../report/pictures.js';
import { BLAMELESS_RULES } from '../review/blameless.js';
import { reasonText } from '../search/similarity/reasons.js';
import { type CoeParts, frameOf, may } from './coe-frame.js';
import { nextStep } from './next-step.js';
import type { PageParts } from './parts.js';
import { showAt } from './screen.js';
import { sanitised, showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'reportOf' | 'writing' | 'similarity' | 'visibleInSearch'>;
const SIMILAR = 5;
/** What the drafter may have other words for. */
const BLAMELESS_IDS = new Set(BLAMELESS_RULES.map(({ id }) => id));

/** `/coes/{coe}`: the report to read, with the facts beside it. */
export function coeReportScreen(router: Router, parts: Parts): void {
  showAt(router, parts.ports, '/coes/:coe', 'coe.read', async (visit) => {
    const frame = await frameOf(parts, visit, 'report');
    const [report, similar, findings, mayWaive] = await Promise.all([
      parts.reportOf(visit.coeId, true),
      parts.similarity.similarTo(frame.stored, '', SIMILAR, parts.visibleInSearch(visit.actor)),
      parts.readiness.of(frame.stored),
      may(parts, visit, 'coe.review'),
    ]);
    const { html, headings } = await parts.writing.article(
      report.markdown,
      drawPictures(report.drawn, { print: false }),
      report.files,
    );
    const { number, title } = frame.coe;
    showPage(
      visit.response,
      'coe-report',
      { title: `${number}: ${title}`, section: '/coes' },
      {
        ...frame,
        // The page has its own main heading with number and title.
        report: sanitised(html.replace(/^\s*<h1[\s\S]*?<\/h1>/, '')),
        headings: headings.filter(({ level }) => level === 2),
        facts: frame.coe.facts
          .filter(({ state }) => state === 'recorded')
          .map((fact) => ({ label: factLabel(fact.name), shown: factValue(fact), statedBy: fact.statedBy })),
        broadLessons: frame.coe.lessonsLearned.filter(({ broadlyApplicable }) => broadlyApplicable).length,
        mayWaive: mayWaive && !wroteIn(frame.stored, visit.actor),
        findings,
        next: frame.mayEdit
          ? nextStep({
              status: frame.coe.status,
              path: frame.path,
              ...frame.counts,
              timeline: frame.coe.timeline.length,
              blockers: findings.blockers.length,
            })
          : null,
        blameful: [...findings.blockers, ...findings.warnings].some(({ rule }) => BLAMELESS_IDS.has(rule)),
        similar: similar.map(({ coe, reasons }) => ({ coe, reasons: reasons.map(reasonText) })),
      },
    );
  });
}
