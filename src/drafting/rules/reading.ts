import type { KeyMoment } from '../../kernel/moments.js';
import { atOnce, STEP, type Steps } from '../../kernel/turns.js';
import { itemsByIdSteps } from '../items-by-id.js';
import type { SectionDraftInput } from '../section-rule.js';
import { type Attempt, rollbacksOf } from './attempts.js';
import { firstDayOf, isAlarmFiring, type Line, lineCiting, linesOf } from './lines.js';
import { momentOf } from './moments.js';
import {
  ALARM_TOLD,
  DENIED,
  FAILED,
  INTENDED,
  LOW_SEVERITY,
  ONLY_WARNING,
  REPORT,
  ROLLBACK,
  TROUBLE,
} from './phrases.js';
import { type Responding, respondersOf } from './responders.js';
import { type Timed, timed, timedMoment } from './timed.js';
import { quote } from './wording.js';

/** What the section rules know of an incident after reading its timeline draft once. Lists are in order of time. */
export type Reading = {
  lines: Line[];
  /** Key moments, values or first candidates, each with its line. */
  impactStart: Timed | undefined;
  engaged: Timed | undefined;
  diagnosed: Timed | undefined;
  mitigated: Timed | undefined;
  resolved: Timed | undefined;
  /** How it was noticed: the moment `detected`, else the first alarm. */
  noticed: Timed | undefined;
  /** Where impact begins: the moment, else the first line that shows impact and is no later than the detection. */
  began: Timed | undefined;
  /** What the incident showed itself by: impact, else what was noticed. */
  symptom: Timed | undefined;
  /** Failure that evidence shows: host logs, reports, degraded service. Alarms are not in here. */
  impacts: Line[];
  alarms: Line[];
  firstAlarm: Line | undefined;
  /** Whether anything in the evidence is or mentions an alarm, on a line or folded away. */
  alarmTold: boolean;
  /** People outside the monitors who told of trouble. */
  reports: Line[];
  /** What pointed at the trouble before it was detected, alarms excluded. */
  earlierSignals: Line[];
  /** The last changes before the impact, nearest first. A suspect is never called the cause. */
  suspects: Line[];
  rollbacks: Attempt[];
  /** Who came, commanded and took over. */
  responders: Responding[];
  /** Signals that evidence calls warnings only, and low alarms that came before one that pages. */
  warnings: Line[];
};

const SUSPECT_WINDOW_MS = 2 * 3600_000;
const SIGNAL_WINDOW_MS = 2 * 3600_000;

/** Nine rules read one input; the reading is made once for it. */
const readings = new WeakMap<SectionDraftInput, Reading>();

export function readingOf(input: SectionDraftInput): Reading {
  return atOnce(readingSteps(input));
}

/** The same with places to pause: it goes through all evidence once more. The rules that ask afterwards have it at once. */
export function* readingSteps(input: SectionDraftInput): Steps<Reading> {
  const known = readings.get(input);
  if (known !== undefined) return known;
  const reading = yield* read(input);
  readings.set(input, reading);
  return reading;
}

function* read({ coe, items, timeline }: SectionDraftInput): Steps<Reading> {
  yield* itemsByIdSteps(items);
  const lines = linesOf(items, timeline);
  const firstDay = firstDayOf(timeline);
  const moment = (name: KeyMoment): Timed | undefined => {
    const found = momentOf(coe, timeline, name, firstDay);
    return timedMoment(found, found === null ? undefined : lineCiting(lines, found.evidenceIds));
  };
  const [impactStart, detected] = [moment('impactStart'), moment('detected')];
  const alarms = lines.filter(isAlarmFiring);
  const impacts = lines.filter((line) => line.entry.kind === 'impact' && !alarms.includes(line));
  const firstAlarm = alarms.find((line) => detected === undefined || line.at >= detected.at) ?? alarms[0];
  const noticed = detected ?? (firstAlarm && timed(firstAlarm));
  // "Still broken", said after it was noticed, shows no beginning.
  const shown = impacts.find((line) => noticed === undefined || line.at <= noticed.at);
  const began = impactStart ?? (shown && { ...timed(shown), certain: false });
  const symptom = began ?? noticed;
  const start = symptom?.at ?? lines[0]?.at;
  return {
    lines,
    impactStart,
    engaged: moment('engaged'),
    diagnosed: moment('diagnosed'),
    mitigated: moment('mitigated'),
    resolved: moment('resolved'),
    noticed,
    began,
    symptom,
    impacts,
    alarms,
    firstAlarm,
    reports: lines.filter(isReport),
    earlierSignals: detected === undefined ? [] : earlierSignalsOf(lines, alarms, detected.at),
    suspects: suspectsOf(lines, symptom?.at),
    rollbacks: rollbacksOf(lines.filter((line) => start === undefined || line.at >= start)),
    alarmTold: alarms.length > 0 || (yield* tellsOfAlarm(items)),
    responders: yield* respondersOf(lines, items),
    warnings: lines.filter((line) => ONLY_WARNING.test(line.text) || wasOutranked(line, alarms)),
  };
}

function* tellsOfAlarm(items: SectionDraftInput['items']): Steps<boolean> {
  let looked = 0;
  for (const { kind, text } of items) {
    if (++looked % STEP === 0) yield;
    if (kind === 'alarm' || ALARM_TOLD.test(text)) return true;
  }
  return false;
}

function isReport(line: Line): boolean {
  if (ONLY_WARNING.test(line.text)) return false;
  const { kind } = line.lead;
  if (kind === 'ticket') return TROUBLE.test(line.text);
  const told = ['impact', 'detection', 'communication', 'note'].includes(line.entry.kind);
  return line.byPerson && told && REPORT.test(line.text) && TROUBLE.test(line.text);
}

/** A low alarm that came at least a minute before one that pages: many alarms are rightly warnings, this one was early. */
function wasOutranked(line: Line, alarms: readonly Line[]): boolean {
  if (line.lead.kind !== 'alarm' || !isAlarmFiring(line) || !isLow(line)) return false;
  const after = line.at.getTime() + 60_000;
  return alarms.some((other) => other.at.getTime() >= after && other.lead.severity !== null && !isLow(other));
}

function isLow({ lead }: Line): boolean {
  return LOW_SEVERITY.test(lead.severity ?? '');
}

function earlierSignalsOf(lines: readonly Line[], alarms: readonly Line[], detected: Date): Line[] {
  const to = detected.getTime();
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

/** Talk about changes is none: planned, denied or asked after. */
function isTalk({ lead, text }: Line): boolean {
  return lead.kind === 'message' && (INTENDED.test(text) || DENIED.test(text));
}

function suspectsOf(lines: readonly Line[], before: Date | undefined): Line[] {
  if (before === undefined) return [];
  const to = before.getTime();
  return lines
    .filter((line) => isChange(line) && !ROLLBACK.test(line.text) && !FAILED.test(line.text) && !isTalk(line))
    .filter((line) => line.at.getTime() <= to && line.at.getTime() >= to - SUSPECT_WINDOW_MS)
    .reverse();
}

/** What a sentence calls the thing that changed. */
export function changeName(line: Line): string {
  return quote(line.text, 90);
}
