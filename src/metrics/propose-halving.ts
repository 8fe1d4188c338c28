import { comparisonOf } from './alarm-setting.js';
import { alternativesFor } from './alternatives.js';
import { type BacktestResult, backtestOf, type Incident } from './backtest.js';
import { type MetricInfo, partOf, type Series } from './series.js';
import { backtestSentences, duration } from './words.js';

const DAY = 86_400;
/** Under this much data outside the incident, how often an alarm cries wolf is not known well enough to call one best. */
export const LEAST_OBSERVED_SECONDS = 7 * DAY;
/** An alarm that rings for nothing more than once a day is one that people learn to ignore. */
const MOST_FALSE_ALARMS_A_DAY = 1;
/** Shown when nothing is called best. */
export const SHOWN = 3;
/** What was usual a year ago is not what is usual now. */
const AROUND_MS = 90 * DAY * 1000;

export type HalvingProposal = {
  metricId: string;
  /** The alternative to answer the halving question with; null with the reason in `whyNone`. */
  best: BacktestResult | null;
  whyNone: string | null;
  /** Time to detect that really was, and with `best`, in seconds. */
  detectedAfterSeconds: number;
  bestAfterSeconds: number | null;
  /** All that fired before the actual detection, the best first. */
  alternatives: BacktestResult[];
  /** As a suggestion for the question of the response analysis: Markdown, with its numbers and its cost. */
  section: 'responseAnalysis';
  content: { questionId: 'detectionHalved'; answer: string };
};

/**
 * Answers "how would you cut the time to detect in half?" from one series: tries alternatives and proposes the one that halves the time
 * with the fewest false alarms, then the greatest gain. Pure. Nothing is called best with under seven days of data outside the incident.
 * @returns null when the detection is not known, or nothing would have fired earlier
 */
export function proposeHalving(metric: Pick<MetricInfo, 'id' | 'label' | 'unit'>, series: Series, incident: Incident) {
  if (incident.detected === null) return null;
  const detectedAfterSeconds = (incident.detected - incident.from) / 1000;
  if (detectedAfterSeconds <= 0) return null;
  const near = partOf(series, incident.from - AROUND_MS, incident.to + AROUND_MS);
  const ranked = alternativesFor(near, incident)
    .map(backtestOf(near, incident))
    .filter(({ gainSeconds }) => gainSeconds !== null && gainSeconds > 0)
    .sort((a, b) => compareAlternatives(a, b, detectedAfterSeconds));
  const first = ranked[0];
  if (first === undefined) return null;
  const whyNone = reasonAgainst(first);
  const best = whyNone === null ? first : null;
  const proposal: HalvingProposal = {
    metricId: metric.id,
    best,
    whyNone,
    detectedAfterSeconds,
    bestAfterSeconds: best === null ? null : detectedAfterSeconds - (best.gainSeconds ?? 0),
    alternatives: ranked,
    section: 'responseAnalysis',
    content: { questionId: 'detectionHalved', answer: answerOf(metric, ranked, whyNone, detectedAfterSeconds) },
  };
  return proposal;
}

/** Which of two alternatives is the better answer; negative: the first. Also across metrics. */
export function compareAlternatives(a: BacktestResult, b: BacktestResult, detectedAfter: number): number {
  return (
    Number(halves(b, detectedAfter)) - Number(halves(a, detectedAfter)) ||
    a.falseAlarms - b.falseAlarms ||
    (b.gainSeconds ?? 0) - (a.gainSeconds ?? 0) ||
    // Of equals, the threshold farther from what is usual is crossed less in weeks not seen.
    (comparisonOf(a.comparison)?.startsWith('>') ? b.threshold - a.threshold : a.threshold - b.threshold) ||
    b.datapoints - a.datapoints ||
    a.of - b.of ||
    a.periodSeconds - b.periodSeconds
  );
}

function reasonAgainst({ falseAlarms, observedSeconds }: BacktestResult): string | null {
  if (observedSeconds < LEAST_OBSERVED_SECONDS)
    return `Only ${duration(observedSeconds)} of data lie outside the incident; nothing is called best with under seven days.`;
  if (falseAlarms > (observedSeconds / DAY) * MOST_FALSE_ALARMS_A_DAY)
    return 'Every earlier alarm would have rung for nothing more than once a day.';
  return null;
}

function answerOf(
  { label, unit }: Pick<MetricInfo, 'label' | 'unit'>,
  ranked: BacktestResult[],
  whyNone: string | null,
  detectedAfter: number,
): string {
  const lines = ranked
    .slice(0, whyNone === null ? 1 : SHOWN)
    .map((result) => backtestSentences(result, code(label), unit, detectedAfter));
  const opening = `The event was detected ${duration(detectedAfter)} after impact began.`;
  if (whyNone !== null)
    return [`${opening} ${whyNone}`, ...lines.map((line) => `- ${line}`)].join('\n').replace('\n-', '\n\n-');
  const first = ranked[0];
  const halved = first !== undefined && halves(first, detectedAfter);
  return `${opening} ${lines[0]}${halved ? '' : ' That does not cut the time to detect in half.'}`;
}

/** Whether an alternative would have cut the time to detect in half. @param detectedAfter seconds from impact to the detection */
export function halves({ gainSeconds }: Pick<BacktestResult, 'gainSeconds'>, detectedAfter: number): boolean {
  return (gainSeconds ?? 0) * 2 >= detectedAfter;
}

function code(label: string): string {
  return `\`${label.replaceAll('`', "'")}\``;
}
