import type { SectionDraftInput } from '../section-rule.js';
import { type Attempt, rollbacksOf } from './attempts.js';
import { firstDayOf, isAlarmFiring, type Line, lineCiting, linesOf } from './lines.js';
import { type Moment, momentOf } from './moments.js';
import { FAILED, LOW_SEVERITY, ONLY_WARNING, REPORT, ROLLBACK, TROUBLE } from './phrases.js';
import { quote } from './wording.js';

/** What the section rules know of an incident after reading its timeline draft once. Lists are in order of time. */
export type Reading = {
  lines: Line[];
  impactStart: Moment | null;
  detected: Moment | null;
  engaged: Moment | null;
  diagnosed: Moment | null;
  mitigated: Moment | null;
  resolved: Moment | null;
  /** The line that each moment rests on. */
  lineOf: (moment: Moment | null) => Line | undefined;
  /** Failure that evidence shows: host logs, reports, degraded service. Alarms are not in here. */
  impacts: Line[];
  alarms: Line[];
  firstAlarm: Line | undefined;
  /** What the incident showed itself by: impact, else what was detected. */
  symptom: Line | undefined;
  /** People outside the monitors who told of trouble. */
  reports: Line[];
  /** What pointed at the trouble before it was detected, alarms excluded. */
  earlierSignals: Line[];
  /** The last changes before the impact, nearest first. A suspect is never called the cause. */
  suspects: Line[];
  rollbacks: Attempt[];
  /** Signals that evidence calls warnings only, or alarms below the severity that pages. */
  warnings: Line[];
};

const SUSPECT_WINDOW_MS = 2 * 3600_000;
const SIGNAL_WINDOW_MS = 2 * 3600_000;

/** Nine rules read one input; the reading is made once for it. */
const readings = new WeakMap<SectionDraftInput, Reading>();

export function readingOf(input: SectionDraftInput): Reading {
  const known = readings.get(input);
  if (known !== undefined) return known;
  const reading = read(input);
  readings.set(input, reading);
  return reading;
}

function read({ coe, items, timeline }: SectionDraftInput): Reading {
  const lines = linesOf(items, timeline);
  const moment = (name: Parameters<typeof momentOf>[2]) => momentOf(coe, timeline, name, firstDayOf(timeline));
  const lineOf = (of: Moment | null) => (of === null ? undefined : lineCiting(lines, of.evidenceIds));
  const [impactStart, detected] = [moment('impactStart'), moment('detected')];
  const alarms = lines.filter(isAlarmFiring);
  const impacts = lines.filter((line) => line.entry.kind === 'impact' && !alarms.includes(line));
  const suspects = suspectsOf(lines, impactStart?.at ?? detected?.at ?? impacts[0]?.at);
  const after = impactStart?.at ?? detected?.at ?? impacts[0]?.at ?? lines[0]?.at;
  const firstAlarm = alarms.find((line) => detected === null || line.at >= detected.at) ?? alarms[0];
  return {
    lines,
    impactStart,
    detected,
    engaged: moment('engaged'),
    diagnosed: moment('diagnosed'),
    mitigated: moment('mitigated'),
    resolved: moment('resolved'),
    lineOf,
    impacts,
    alarms,
    firstAlarm,
    symptom: lineOf(impactStart) ?? impacts[0] ?? lineOf(detected) ?? firstAlarm,
    reports: lines.filter(isReport),
    earlierSignals: detected === null ? [] : earlierSignalsOf(lines, alarms, detected),
    suspects,
    rollbacks: rollbacksOf(lines.filter((line) => after === undefined || line.at >= after)),
    warnings: lines.filter((line) => isOnlyWarning(line)),
  };
}

function isReport(line: Line): boolean {
  if (ONLY_WARNING.test(line.text)) return false;
  const { kind } = line.lead;
  if (kind === 'ticket') return TROUBLE.test(line.text);
  const told = ['impact', 'detection', 'communication', 'note'].includes(line.entry.kind);
  return line.byPerson && told && REPORT.test(line.text) && TROUBLE.test(line.text);
}

function isOnlyWarning(line: Line): boolean {
  if (ONLY_WARNING.test(line.text)) return true;
  return line.lead.kind === 'alarm' && isAlarmFiring(line) && LOW_SEVERITY.test(line.lead.severity ?? '');
}

function earlierSignalsOf(lines: readonly Line[], alarms: readonly Line[], detected: Moment): Line[] {
  const to = detected.at.getTime();
  return lines.filter((line) => {
    const at = line.at.getTime();
    if (at >= to || at < to - SIGNAL_WINDOW_MS || line.entry.precision === 'day') return false;
    if (isChange(line) || line.entry.kind === 'recovery' || line.entry.kind === 'resolution') return false;
    return alarms.includes(line) || line.entry.kind === 'impact' || TROUBLE.test(line.text);
  });
}

function isChange(line: Line): boolean {
  const { kind } = line.entry;
  return kind === 'trigger' || kind === 'change' || line.lead.kind === 'deploy' || line.lead.kind === 'change';
}

function suspectsOf(lines: readonly Line[], before: Date | undefined): Line[] {
  if (before === undefined) return [];
  const to = before.getTime();
  return lines
    .filter((line) => isChange(line) && !ROLLBACK.test(line.text) && !FAILED.test(line.text))
    .filter((line) => line.at.getTime() <= to && line.at.getTime() >= to - SUSPECT_WINDOW_MS)
    .reverse();
}

/** What a sentence calls the thing that changed. */
export function changeName(line: Line): string {
  return quote(line.text, 90);
}
