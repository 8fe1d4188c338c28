import type { ProposedSuggestion, SectionRule } from '../section-rule.js';
import { isFinding, tellsNothing } from './findings.js';
import type { Line } from './lines.js';
import { namesCause } from './phrases.js';
import { type Reading, readingOf } from './reading.js';
import { identityOf, lineTime, said, statement, suggestion } from './sentence.js';
import { secondsBetween, timed } from './timed.js';
import { span } from './wording.js';

/** Faster than this is worth saying. Five minutes is the usual paging target of acknowledgement and of detection. */
const QUICK_SECONDS = 5 * 60;
const QUICK_DIAGNOSIS_SECONDS = 10 * 60;
const QUICK_ROLLBACK_SECONDS = 15 * 60;

type Praise = (reading: Reading) => { id: string; text: string; lines: Line[] } | null;

/** One rule a thing that may go well. Each speaks only when times that evidence bears show it. */
const PRAISES: readonly Praise[] = [
  alarmBeforePeople,
  quickAlarm,
  quickAcknowledgement,
  quickDiagnosis,
  rollbackWorked,
];

export const draftWhatWentWell: SectionRule = (input) => {
  const reading = readingOf(input);
  return PRAISES.flatMap((praise): ProposedSuggestion[] => {
    const found = praise(reading);
    if (found === null) return [];
    const { id, text, lines } = found;
    return [suggestion('whatWentWell', { text }, [statement(text, lines)], identityOf(id, lines))];
  });
};

function alarmBeforePeople({ firstAlarm, reports }: Reading) {
  const report = reports[0];
  if (firstAlarm === undefined || report === undefined) return null;
  const seconds = secondsBetween(timed(firstAlarm), timed(report));
  if (seconds === null || seconds < 60) return null;
  const text = `An alarm came at ${lineTime(firstAlarm)}, ${span(seconds)} earlier than the first report by people: ${said(firstAlarm, 90)}; ${said(report, 90)}.`;
  return { id: 'alarmBeforePeople', text, lines: [firstAlarm, report] };
}

function quickAlarm(reading: Reading) {
  const { firstAlarm: alarm, noticed, began } = reading;
  if (alarm === undefined || began === undefined || noticed?.line.byPerson === true) return null;
  const seconds = secondsBetween(began, noticed?.line === alarm ? noticed : timed(alarm));
  // The rule above says it already, and better.
  if (seconds === null || seconds > QUICK_SECONDS || alarmBeforePeople(reading) !== null) return null;
  const start = began.certain ? 'impact began' : 'the first signal in the evidence';
  const later = seconds === 0 ? 'in the minute of' : `${span(seconds)} after`;
  const text = `Monitoring noticed by itself: an alarm came at ${lineTime(alarm)}, ${later} ${start}: ${said(alarm, 90)}; ${said(began.line, 90)}.`;
  return { id: 'quickAlarm', text, lines: [alarm, began.line] };
}

function quickAcknowledgement({ engaged, noticed }: Reading) {
  const seconds = secondsBetween(noticed, engaged);
  if (engaged === undefined || noticed === undefined || seconds === null || seconds > QUICK_SECONDS) return null;
  const after = seconds === 0 ? 'in the minute of the alarm or report' : `${span(seconds)} after the alarm or report`;
  const text = `People were on it at ${engaged.clock}, ${after}: ${said(engaged.line, 90)}; ${said(noticed.line, 90)}.`;
  return { id: 'quickAcknowledgement', text, lines: [engaged.line, noticed.line] };
}

function quickDiagnosis({ lines, noticed }: Reading) {
  if (noticed === undefined) return null;
  const found = lines.find(
    (line) =>
      isFinding(line) && namesCause(line.text) && !tellsNothing(line.text) && line.byPerson && line.at > noticed.at,
  );
  const seconds = found === undefined ? null : secondsBetween(noticed, timed(found));
  if (found === undefined || seconds === null || seconds > QUICK_DIAGNOSIS_SECONDS) return null;
  const text = `A person had a lead at ${lineTime(found)}, ${span(seconds)} after detection: ${said(found, 90)}; ${said(noticed.line, 90)}.`;
  return { id: 'quickDiagnosis', text, lines: [found, noticed.line] };
}

/** A rollback that worked at the first try and soon; one that failed first is not praised. */
function rollbackWorked({ rollbacks, noticed }: Reading) {
  if (noticed === undefined || rollbacks.some(({ outcome }) => outcome === 'failed')) return null;
  const worked = rollbacks.find(({ outcome }) => outcome === 'succeeded')?.line;
  const seconds = worked === undefined ? null : secondsBetween(noticed, timed(worked));
  if (worked === undefined || seconds === null || seconds > QUICK_ROLLBACK_SECONDS) return null;
  const text = `The way back was there at ${lineTime(worked)}, ${span(seconds)} after detection: ${said(worked, 90)}; ${said(noticed.line, 90)}.`;
  return { id: 'rollbackWorked', text, lines: [worked, noticed.line] };
}
