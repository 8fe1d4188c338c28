import type { TimelineEntry } from '../coe/schema.js';
import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';
import type { ReportCoe } from './report-input.js';
import { MEASURE_NAMES } from './report-measures.js';
import { MOMENT_NAMES } from './report-timeline.js';

export const LANES = ['Monitoring', 'People', 'Changes', 'Customers'] as const;
export type Lane = (typeof LANES)[number];

/** What the picture of a timeline shows. Times are UTC milliseconds. */
export type Swimlane = {
  /** Makes the ids of title and description unique on a page. */
  id: string;
  title: string;
  from: number;
  to: number;
  events: readonly { at: number; end: number | null; lane: Lane }[];
  /** Recorded moments only; a candidate is marked as one. */
  moments: readonly { at: number; name: string }[];
  impact: { from: number; to: number | null } | null;
  intervals: readonly { name: string; from: number; to: number; seconds: number }[];
  /** Entries outside of the time that is drawn. */
  earlier: number;
  later: number;
};

/** The kinds that the drafting rules give and the words that people use for them; any other kind is something people did. */
const KINDS: Record<string, Lane> = {
  detection: 'Monitoring',
  recovery: 'Monitoring',
  alarm: 'Monitoring',
  alert: 'Monitoring',
  monitoring: 'Monitoring',
  metric: 'Monitoring',
  trigger: 'Changes',
  change: 'Changes',
  deploy: 'Changes',
  deployment: 'Changes',
  release: 'Changes',
  rollback: 'Changes',
  impact: 'Customers',
  customer: 'Customers',
  report: 'Customers',
};
const CUSTOMER = /\b(?:customer|user|client|support|helpdesk)/i;
/** A mitigation that changed what runs. */
const CHANGE = /\b(?:roll(?:ed|ing|s)?[ -]?back|revert(?:ed|s)?|(?:re)?deploy(?:ed|s)?|restart(?:ed|s)?|released?)\b/i;
const LEAST_AROUND = 5 * 60_000;

/**
 * The timeline in four lanes with key moments and measured intervals, or null when nothing in it has a time of day. Drawn is the
 * incident with some time around it; what lies far outside (a change of the week before) is counted instead of drawn.
 */
export function swimlaneOf(coe: Pick<ReportCoe, 'number' | 'timeline' | 'keyMoments' | 'measures'>): Swimlane | null {
  const moments = KEY_MOMENTS.flatMap((moment) => {
    const { at = null, state } = coe.keyMoments[moment] ?? {};
    const name = state === 'candidate' ? `${MOMENT_NAMES[moment]}?` : MOMENT_NAMES[moment];
    return at === null || state === 'notApplicable' ? [] : [{ at: Date.parse(at), name }];
  });
  const events = coe.timeline
    .filter(({ hidden, precision }) => !hidden && precision !== 'day')
    .map((entry) => ({
      at: Date.parse(entry.at),
      end: entry.end === null ? null : Date.parse(entry.end),
      lane: laneOf(entry),
    }));
  if (events.length === 0) return null;
  const view = viewOf(events, moments);
  const start = recorded(coe, 'impactStart');
  const end = recorded(coe, 'mitigated') ?? recorded(coe, 'resolved');
  return {
    id: `${coe.number}-timeline`,
    title: `${coe.number}: what happened when`,
    ...view,
    events: events.filter(({ at, end: until }) => at <= view.to && (until ?? at) >= view.from),
    moments,
    impact: start === null || (end !== null && end < start) ? null : { from: start, to: end },
    intervals: intervalsOf(coe),
    earlier: events.filter(({ at, end: until }) => (until ?? at) < view.from).length,
    later: events.filter(({ at }) => at > view.to).length,
  };
}

function laneOf({ kind, actor, text }: Pick<TimelineEntry, 'kind' | 'actor' | 'text'>): Lane {
  const lane = KINDS[kind.toLowerCase()] ?? 'People';
  if (kind.toLowerCase() === 'mitigation' && CHANGE.test(text)) return 'Changes';
  // A detection by a person is a customer's report or a colleague's, not an alarm.
  return lane === 'Monitoring' && CUSTOMER.test(actor ?? '') ? 'Customers' : lane;
}

/** The incident with a tenth of its length around it, as far as there are entries; all entries when no moment is known. */
function viewOf(
  events: readonly { at: number; end: number | null }[],
  moments: readonly { at: number }[],
): { from: number; to: number } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at, end } of events) {
    first = Math.min(first, at);
    last = Math.max(last, end ?? at);
  }
  const times = moments.map(({ at }) => at);
  // One moment alone says nothing about how long the incident was.
  const [begun, ended] =
    times.length > 1 ? [Math.min(...times), Math.max(...times)] : [Math.min(first, ...times), Math.max(last, ...times)];
  const around = Math.max(LEAST_AROUND, ended - begun);
  const [from, to] = [
    Math.min(begun, Math.max(first, begun - around)),
    Math.max(ended, Math.min(last, ended + around)),
  ];
  const margin = Math.max(60_000, (to - from) * 0.03);
  return { from: from - margin, to: to + margin };
}

function recorded(coe: Pick<ReportCoe, 'keyMoments'>, moment: KeyMoment): number | null {
  const value = coe.keyMoments[moment];
  return value?.at && value.state === 'recorded' ? Date.parse(value.at) : null;
}

const ENDS = {
  timeToDetect: ['impactStart', 'detected'],
  timeToEngage: ['detected', 'engaged'],
  timeToDiagnose: ['engaged', 'diagnosed'],
  timeToMitigate: ['impactStart', 'mitigated'],
  timeToResolve: ['impactStart', 'resolved'],
} as const satisfies Record<keyof typeof MEASURE_NAMES, readonly [KeyMoment, KeyMoment]>;

/** The measures that could be computed; the numbers are the COE's own. */
function intervalsOf(coe: Pick<ReportCoe, 'keyMoments' | 'measures'>): Swimlane['intervals'] {
  return (Object.keys(ENDS) as (keyof typeof ENDS)[]).flatMap((measure) => {
    const { seconds } = coe.measures[measure];
    const [from, to] = ENDS[measure].map((moment) => coe.keyMoments[moment]?.at ?? null);
    return seconds === null || !from || !to
      ? []
      : [{ name: MEASURE_NAMES[measure], from: Date.parse(from), to: Date.parse(to), seconds }];
  });
}
