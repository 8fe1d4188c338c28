import type { Router } from 'express';
import { factLabel, factValue } from '../coe/fact-words.js';
import { wroteIn } from '../coe/standing.js';
import { BLAMELESS_RULES } from '../review/blameless.js';
import { reasonText } from '../search/similarity/reasons.js';
import { articleOf } from './article.js';
import { type CoeParts, frameWithFindings, mayDo } from './coe-frame.js';
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
    const read = parts.store.byId(visit.coeId);
    const stored = await read;
    const [frame, { html, headings }, similar] = await Promise.all([
      frameWithFindings(parts, visit, 'report', read),
      articleOf(parts, stored),
      parts.similarity.similarTo(stored, '', SIMILAR, parts.visibleInSearch(visit.actor)),
    ]);
    const { findings } = frame;
    const { number, title } = frame.coe;
    showPage(
      visit.response,
      'coe-report',
      { title: `${number}: ${title}`, section: '/coes' },
      {
        ...frame,
        report: sanitised(html),
        headings: headings.filter(({ level }) => level === 2),
        facts: frame.coe.facts
          .filter(({ state }) => state === 'recorded')
          .map((fact) => ({ label: factLabel(fact.name), shown: factValue(fact), statedBy: fact.statedBy })),
        broadLessons: frame.coe.lessonsLearned.filter(({ broadlyApplicable }) => broadlyApplicable).length,
        mayWaive: mayDo(visit.actor, 'coe.review', stored) && !wroteIn(stored, visit.actor),
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
