import type { CoeContent } from '../coe/schema.js';
import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';
import type { Chart } from './chart-data.js';
import { recordedAt } from './incident.js';
import type { Series } from './series.js';
import type { StoredMetric } from './store.js';

const NAMES: Record<KeyMoment, string> = {
  impactStart: 'Impact start',
  detected: 'Detected',
  engaged: 'Engaged',
  diagnosed: 'Diagnosed',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
};
/** Timeline entries that say that something went out or was changed; so do others whose evidence is a deploy or a change. */
const CHANGE_KINDS = new Set(['change', 'deploy', 'rollback', 'trigger']);
const LEAST_AROUND = 30 * 60_000;

export type ChartWish = Pick<
  CoeContent['charts'][number],
  'id' | 'title' | 'alarmThreshold' | 'investigationThreshold'
>;

/**
 * A chart of one metric of a COE: the incident with as much time around it as it lasted (at least half an hour, as far as there is
 * data), or all of the series when no moment is known or the series lies elsewhere. Only recorded moments are drawn.
 * @param changes ids of the evidence that is a deploy or a change
 */
export function chartOf(
  content: Pick<CoeContent, 'keyMoments' | 'timeline'>,
  wish: ChartWish,
  metric: StoredMetric,
  series: Series,
  changes: ReadonlySet<string>,
): Chart {
  const moments = KEY_MOMENTS.flatMap((moment) => {
    const at = recordedAt(content, moment);
    return at === null ? [] : [{ at, name: NAMES[moment] }];
  });
  const start = recordedAt(content, 'impactStart');
  const end = recordedAt(content, 'mitigated') ?? recordedAt(content, 'resolved');
  return {
    ...{ id: wish.id, title: wish.title, unit: metric.unit, series, stepSeconds: metric.stepSeconds },
    ...viewOf(
      series,
      moments.map(({ at }) => at),
    ),
    impact: start === null || (end !== null && end < start) ? null : { from: start, to: end },
    moments,
    deploys: content.timeline
      .filter(
        ({ hidden, kind, evidenceIds }) =>
          !hidden && (CHANGE_KINDS.has(kind) || evidenceIds.some((evidenceId) => changes.has(evidenceId))),
      )
      .map(({ at, text }) => ({ at: Date.parse(at), text: plainWords(text) })),
    alarmThreshold: wish.alarmThreshold,
    investigationThreshold: wish.investigationThreshold,
  };
}

function viewOf({ at }: Series, moments: readonly number[]): { from: number; to: number } {
  const [first, last] = [at[0], at.at(-1)];
  if (first === undefined || last === undefined) {
    const middle = moments[0] ?? 0;
    return { from: middle - LEAST_AROUND, to: middle + LEAST_AROUND };
  }
  const all = { from: first, to: last > first ? last : first + LEAST_AROUND };
  if (moments.length === 0) return all;
  const [begun, ended] = [Math.min(...moments), Math.max(...moments)];
  const around = Math.max(LEAST_AROUND, ended - begun);
  const view = { from: Math.max(first, begun - around), to: Math.min(last, ended + around) };
  return view.from < view.to ? view : all;
}

/** A chart has room for words, not for markup and citations. */
function plainWords(markdown: string): string {
  return markdown
    .replace(/\[(ev_[0-9a-z]+(?:, ?)?)+\]/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`#>]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
