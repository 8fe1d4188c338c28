import type { Router } from 'express';
import { withCharts } from '../report/figures.js';
import { renderFragment } from '../report/html.js';
import { reasonText } from '../search/similar-coes.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import type { PageParts } from './parts.js';
import { headingsOf } from './report-headings.js';
import { showAt } from './screen.js';
import { sanitised, showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'reportOf' | 'search' | 'visibleInSearch'>;
const SIMILAR = 5;

/** `/coes/{coe}`: the report to read, with the facts beside it. */
export function coeReportScreen(router: Router, parts: Parts): void {
  showAt(router, parts.ports, '/coes/:coe', 'coe.read', async (visit) => {
    const [frame, report] = await Promise.all([frameOf(parts, visit, 'report'), parts.reportOf(visit.coeId, true)]);
    const similar = await parts.search.similarToCoe(frame.stored, '', SIMILAR, parts.visibleInSearch(visit.actor));
    const { html, headings } = headingsOf(withCharts(renderFragment(report.markdown), report.charts));
    const { number, title } = frame.coe;
    showPage(
      visit.response,
      'coe-report',
      { title: `${number}: ${title}`, section: '/coes' },
      {
        ...frame,
        report: sanitised(html),
        headings,
        broadLessons: frame.coe.lessonsLearned.filter(({ broadlyApplicable }) => broadlyApplicable).length,
        findings: parts.readiness.of(frame.stored),
        similar: similar.map(({ coe, reasons }) => ({ coe, reasons: reasons.map(reasonText) })),
      },
    );
  });
}
