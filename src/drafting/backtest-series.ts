import type { StoredCoe } from '../coe/model.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import type { KeyMoment } from '../kernel/moments.js';
import type { BacktestResult, Incident } from '../metrics/backtest.js';
import { citedMetric } from '../metrics/cited-metric.js';
import { type HalvingProposal, proposeHalving, SHOWN } from '../metrics/propose-halving.js';
import type { MetricsStore, StoredMetric } from '../metrics/store.js';
import { duration, settingWords } from '../metrics/words.js';
import type { TimelineDraft } from '../timeline/draft.js';
import { momentOf } from './rules/moments.js';
import type { Backtests } from './section-rule.js';

/** Each series is replayed through dozens of settings; a draft is not to take minutes. Those that charts show come first. */
const MOST_SERIES = 12;
const ALL = 100_000;

export type BacktestMetrics = Pick<MetricsStore, 'list' | 'read'>;

/** The alarm back-test of every series of a COE against the moments of its incident, for the halving question. */
export async function backtestSeries(
  metrics: BacktestMetrics,
  coe: StoredCoe,
  items: readonly StoredEvidenceItem[],
  timeline: TimelineDraft,
): Promise<Backtests | null> {
  const all = await metrics.list(coe._id, ALL);
  if (all.length === 0) return null;
  const measured = incidentOf(coe, items, timeline);
  if (measured === null) return null;
  const charted = new Set(coe.content.charts.map(({ metricId }) => metricId));
  const chosen = all.sort((a, b) => Number(charted.has(b.id)) - Number(charted.has(a.id)));
  const series: Backtests['series'] = [];
  for (const { id } of chosen.slice(0, MOST_SERIES)) {
    const found = await metrics.read(coe._id, id);
    if (found === null) continue;
    const proposal = proposeHalving(found.metric, found.series, measured.incident);
    const { label, unit } = found.metric;
    series.push({ metric: { label, unit }, cited: citedWith(found.metric, proposal, measured.incident), proposal });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { series, certain: measured.certain, untried: chosen.slice(MOST_SERIES).map(({ label }) => label) };
}

/** Moments as people or structured state recorded them, else the first candidates, which `certain` then says. */
function incidentOf(
  coe: StoredCoe,
  items: readonly StoredEvidenceItem[],
  timeline: TimelineDraft,
): { incident: Incident; certain: boolean } | null {
  const moment = (name: KeyMoment) => momentOf(coe, timeline, name, '');
  const [start, detected] = [moment('impactStart'), moment('detected')];
  if (start === null || detected === null) return null;
  const end = moment('mitigated') ?? moment('resolved');
  const last = Math.max(detected.at.getTime(), items.at(-1)?.at.getTime() ?? 0);
  const [from, to] = [start.at.getTime(), end?.at.getTime() ?? last];
  if (to <= from) return null;
  return {
    incident: { from, to, detected: detected.at.getTime() },
    certain: start.certain && detected.certain,
  };
}

/** The metric as claims cite it, with the numbers that were computed from its points. */
function citedWith(metric: StoredMetric, proposal: HalvingProposal | null, { from, detected }: Incident) {
  const { id, at, end, text } = citedMetric(metric);
  const rows = (proposal?.alternatives ?? []).slice(0, SHOWN).map((result) => rowOf(result, metric.unit, from));
  const detection = detected === null ? [] : [`detected ${new Date(detected).toISOString()}`];
  const reason = proposal?.whyNone ?? '';
  return { id, at, end, text: [text, reason, ...detection, ...rows].join('\n') };
}

function rowOf(result: BacktestResult, unit: string | null, from: number): string {
  const { firstAlarmAt, gainSeconds, falseAlarms, observedSeconds } = result;
  const after = firstAlarmAt === null ? 0 : (Date.parse(firstAlarmAt) - from) / 1000;
  return [
    settingWords(result, unit),
    `alarm fired at ${firstAlarmAt}`,
    `${duration(Math.abs(after))} after or before impact`,
    `${duration(gainSeconds ?? 0)} before detection`,
    `${falseAlarms} false alarms in ${duration(observedSeconds)} of data outside`,
  ].join(', ');
}
