import type { UncheckedClaim } from '../../claims/claim.js';
import { compareAlternatives, halves, SHOWN } from '../../metrics/propose-halving.js';
import { backtestSentences } from '../../metrics/words.js';
import type { Backtests, SectionDraftInput, SeriesBacktest } from '../section-rule.js';
import type { Timed } from './timed.js';
import { quote } from './wording.js';

type Answered = SeriesBacktest & { proposal: NonNullable<SeriesBacktest['proposal']> };

/**
 * The halving question from imported series: the best alternative of all series with its numbers and its cost, or why nothing is called
 * best and what would have fired. Nothing without series. Each claim cites the metric and what the detection rests on.
 */
export function backtestAnswer({ backtests }: SectionDraftInput, noticed: Timed): UncheckedClaim[] {
  if (backtests === null || backtests.series.length === 0) return [];
  const answered = backtests.series.filter((one): one is Answered => one.proposal !== null);
  if (answered.length === 0) return [noneEarlier(backtests, noticed)];
  const best = answered
    .filter(({ proposal }) => proposal.best !== null)
    .sort((a, b) => compareAlternatives(firstOf(a), firstOf(b), a.proposal.detectedAfterSeconds))[0];
  const shown =
    best ??
    [...answered].sort((a, b) => compareAlternatives(firstOf(a), firstOf(b), a.proposal.detectedAfterSeconds))[0];
  if (shown === undefined) return [];
  return best === undefined ? undecided(shown, backtests, noticed) : [bestOf(best, backtests, noticed)];
}

const firstOf = ({ proposal }: Answered) => proposal.alternatives[0] as Answered['proposal']['alternatives'][number];

function bestOf(one: Answered, backtests: Backtests, noticed: Timed): UncheckedClaim {
  const { detectedAfterSeconds: after } = one.proposal;
  const half = halves(firstOf(one), after)
    ? 'That cuts the time to detect at least in half.'
    : 'That does not cut the time to detect in half.';
  return claim(`${sentencesOf(one, firstOf(one), after)} ${half}`, one, backtests, noticed);
}

/** Alternatives are shown, and none is recommended. */
function undecided(one: Answered, backtests: Backtests, noticed: Timed): UncheckedClaim[] {
  const { whyNone, alternatives, detectedAfterSeconds: after } = one.proposal;
  return alternatives.slice(0, SHOWN).map((result, i) => {
    const sentences = sentencesOf(one, result, after);
    return claim(i === 0 ? `${whyNone} ${sentences}` : sentences, one, backtests, noticed);
  });
}

function sentencesOf({ metric }: Answered, result: ReturnType<typeof firstOf>, after: number): string {
  return backtestSentences(result, quote(metric.label, 90), metric.unit, after);
}

function noneEarlier({ series, certain }: Backtests, noticed: Timed): UncheckedClaim {
  const names = series.slice(0, 3).map(({ metric }) => quote(metric.label, 60));
  const text = `No alarm that was tried on ${names.join(', ')}${series.length > 3 ? ' and others' : ''} would have fired before the detection at ${noticed.clock}.`;
  const evidenceIds = [...series.slice(0, 3).map(({ cited }) => cited.id), noticed.line.lead.id];
  return { text, evidenceIds, coeIds: [], at: null, kind: certain ? 'fact' : 'inference' };
}

function claim(text: string, { cited }: Answered, { certain }: Backtests, noticed: Timed): UncheckedClaim {
  const kind = certain ? 'fact' : 'inference';
  return { text, evidenceIds: [cited.id, noticed.line.lead.id], coeIds: [], at: null, kind };
}
