import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';
import type { Citations } from './citations.js';
import { ownPrecision, writeInstant, writeRange, writeSeconds } from './instants.js';
import type { ReportCoe, ReportExtras } from './report-input.js';

export type MomentRow = { name: string; at: string; state: string; note: string; cites: string };
export type TimelineRow = {
  at: string;
  kind: string;
  who: string;
  text: string;
  moment: string;
  cites: string;
  gap: boolean;
};
type Cite = Pick<Citations, 'cite' | 'prose'>;

export const MOMENT_NAMES = {
  impactStart: 'Impact start',
  detected: 'Detected',
  engaged: 'Engaged',
  diagnosed: 'Diagnosed',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
} as const satisfies Record<KeyMoment, string>;

export const MOMENT_STATES = { recorded: 'recorded', candidate: 'candidate', notApplicable: 'not applicable' } as const;

/** All six key moments in their order; one without a time says so. */
export function momentRows(coe: ReportCoe, { cite, prose }: Cite): MomentRow[] {
  return KEY_MOMENTS.map((moment) => {
    const value = coe.keyMoments[moment];
    const at = value?.at ?? null;
    return {
      name: MOMENT_NAMES[moment],
      at: at === null ? '' : writeInstant(at, ownPrecision(at)),
      state: value ? (value.state === 'recorded' && at === null ? 'missing' : MOMENT_STATES[value.state]) : 'missing',
      note: prose(value?.note ?? ''),
      cites: cite(value?.evidenceIds ?? []),
    };
  });
}

type Line = { time: number; order: number; row: () => TimelineRow };

/** Entries in time order with the key moments and the gaps between them; equal times keep the order they have in the COE. */
export function timelineRows(coe: ReportCoe, gaps: ReportExtras['gaps'], { cite, prose }: Cite): TimelineRow[] {
  const momentsAt = new Map<number, string[]>();
  for (const moment of KEY_MOMENTS) {
    const value = coe.keyMoments[moment];
    if (!value || value.at === null || value.state === 'notApplicable') continue;
    const name = value.state === 'candidate' ? `${MOMENT_NAMES[moment]} (candidate)` : MOMENT_NAMES[moment];
    momentsAt.set(Date.parse(value.at), [...(momentsAt.get(Date.parse(value.at)) ?? []), name]);
  }
  const shown = coe.timeline.filter((entry) => !entry.hidden).map((entry) => ({ entry, time: shownTime(entry) }));
  const marked = momentsOfEntries(shown, momentsAt);
  const lines: Line[] = shown.map(({ entry, time }, order) => {
    const names = marked.get(order) ?? [];
    return {
      time,
      order,
      row: () => ({
        at: writeRange(entry.at, entry.end, entry.precision),
        kind: entry.kind,
        who: entry.actor ?? '',
        text: prose(entry.text),
        moment: names.join(', '),
        cites: cite(entry.evidenceIds),
        gap: false,
      }),
    };
  });
  for (const [time, names] of momentsAt) {
    const at = new Date(time).toISOString();
    const row = {
      at: writeInstant(at, ownPrecision(at)),
      kind: 'key moment',
      who: '',
      text: '',
      moment: names.join(', '),
    };
    lines.push({ time, order: -1, row: () => ({ ...row, cites: '', gap: false }) });
  }
  // A gap lies between entries: without any it says nothing.
  const shownAt = new Map(shown.flatMap(({ entry, time }) => [[Date.parse(entry.at), time] as const]));
  for (const gap of lines.length > 0 ? gaps : []) {
    // It begins and ends where the rows beside it say.
    const [from, to] = [gap.from, gap.to].map((at) => new Date(shownAt.get(Date.parse(at)) ?? at).toISOString()) as [
      string,
      string,
    ];
    const at = writeRange(from, to, ownPrecision(from) === 'minute' ? ownPrecision(to) : 'second');
    const text = `No evidence for ${writeSeconds((Date.parse(to) - Date.parse(from)) / 1000)}.`;
    const row = { at, kind: 'gap', who: '', text, moment: '', cites: '', gap: true };
    lines.push({ time: Date.parse(from), order: shown.length, row: () => row });
  }
  lines.sort((a, b) => a.time - b.time || a.order - b.order);
  return lines.map(({ row }) => row());
}

const STEP = { second: 1_000, minute: 60_000, day: 86_400_000 } as const;
type Shown = { entry: ReportCoe['timeline'][number]; time: number };

/** The time as the report shows it: what a reader cannot see does not decide the order of two rows. */
function shownTime({ at, precision }: Shown['entry']): number {
  const time = Date.parse(at);
  return time - (time % STEP[precision]);
}

/**
 * A moment stands on the first entry of its instant, else on one of its minute that tells no seconds; those it stands on leave
 * `momentsAt`, and what is left has a row of its own.
 */
function momentsOfEntries(shown: readonly Shown[], momentsAt: Map<number, string[]>): Map<number, string[]> {
  const marked = new Map<number, string[]>();
  for (const [time, names] of [...momentsAt]) {
    const minute = time - (time % STEP.minute);
    const exact = shown.findIndex((line) => line.entry.precision !== 'day' && line.time === time);
    const index =
      exact >= 0 ? exact : shown.findIndex((line) => line.entry.precision === 'minute' && line.time === minute);
    if (index < 0) continue;
    marked.set(index, [...(marked.get(index) ?? []), ...names]);
    momentsAt.delete(time);
  }
  return marked;
}
