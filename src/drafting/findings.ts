import { KEY_MOMENTS } from '../kernel/moments.js';
import type { DraftMoment } from '../timeline/draft.js';
import { citedIds } from './cited.js';
import type { Findings } from './draft-schema.js';
import { unansweredOf } from './rules/index.js';
import { readingOf } from './rules/reading.js';
import type { DraftSection, SectionDraftInput } from './section-rule.js';

/** What a draft shows besides its suggestions. Key moments, gaps and what was folded come with the timeline; times leave as text. */
export function findingsOf(
  input: SectionDraftInput,
  sections: readonly DraftSection[],
  warnings: readonly string[],
): Findings {
  const { timeline, facts, items } = input;
  const asked = sections.includes('timeline');
  return {
    keyMoments: asked
      ? Object.fromEntries(KEY_MOMENTS.map((moment) => [moment, momentOf(timeline.keyMoments[moment])]))
      : {},
    gaps: asked
      ? timeline.gaps.map(({ from, to, seconds }) => ({ from: from.toISOString(), to: to.toISOString(), seconds }))
      : [],
    folded: asked ? timeline.folded.map(({ reason, count }) => ({ reason, count })) : [],
    facts: facts.map((fact) => ({ ...fact, evidenceIds: citedIds(fact.evidenceIds) })),
    responders: readingOf(input).responders.map(({ act, line }) => ({
      did: act,
      who: line.lead.actor?.name ?? null,
      at: line.at.toISOString(),
      text: line.text,
      evidenceIds: citedIds(line.entry.evidenceIds),
    })),
    warnings: [
      ...(items.length === 0 ? ['No evidence imported yet: there is nothing to draft from.'] : []),
      ...(asked ? timeline.warnings : []),
      ...untriedWarning(input),
      ...unansweredOf(input, sections),
      ...warnings,
    ],
  };
}

/** The back-test tries so many series and no more; a better alarm may be on one of the others. */
function untriedWarning({ backtests }: SectionDraftInput): string[] {
  const untried = backtests?.untried ?? [];
  if (untried.length === 0) return [];
  const more = untried.length > 5 ? ` and ${untried.length - 5} more` : '';
  return [
    `The alarm back-test tried ${backtests?.series.length} series, those of charts first, and left out ${untried.slice(0, 5).join(', ')}${more}: ` +
      'draw a chart of the series that matter, or call alarm-backtest for one.',
  ];
}

function momentOf({ at, precision, rule, evidenceIds, candidates }: DraftMoment): Findings['keyMoments']['detected'] {
  return {
    at: at?.toISOString() ?? null,
    precision,
    rule,
    evidenceIds: citedIds(evidenceIds),
    candidates: candidates.map((candidate) => ({
      at: candidate.at?.toISOString() ?? null,
      from: candidate.from?.toISOString() ?? null,
      to: candidate.to?.toISOString() ?? null,
      precision: candidate.precision,
      rule: candidate.rule,
      evidenceIds: citedIds(candidate.evidenceIds),
    })),
  };
}
