import type { ProposedSuggestion, SectionRule } from '../section-rule.js';
import type { Line } from './lines.js';
import { type Reading, readingOf } from './reading.js';
import { identityOf, lineTime, said, secondsBetween, statement, suggestion } from './sentence.js';
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
  const seconds = secondsBetween(firstAlarm, report);
  if (seconds === null || seconds < 60) return null;
  const text = `An alarm came at ${lineTime(firstAlarm)}, ${span(seconds)} earlier than the first report by people: ${said(firstAlarm, 90)}; ${said(report, 90)}.`;
  return { id: 'alarmBeforePeople', text, lines: [firstAlarm, report] };
}

function quickAlarm({ firstAlarm, impactStart, lineOf, reports, detected }: Reading) {
  const impact = lineOf(impactStart);
  const seconds = secondsBetween(impact, firstAlarm);
  if (firstAlarm === undefined || impact === undefined || impact === firstAlarm || seconds === null) return null;
  if (seconds > QUICK_SECONDS || lineOf(detected)?.byPerson === true) return null;
  // Said already, and better, by the rule above.
  if (reports[0] !== undefined && (secondsBetween(firstAlarm, reports[0]) ?? 0) >= 60) return null;
  const began = impactStart?.certain === true ? 'impact began' : 'the first signal in the evidence';
  const later = seconds === 0 ? 'in the minute of' : `${span(seconds)} after`;
  const text = `Monitoring noticed by itself: an alarm came at ${lineTime(firstAlarm)}, ${later} ${began}: ${said(firstAlarm, 90)}; ${said(impact, 90)}.`;
  return { id: 'quickAlarm', text, lines: [firstAlarm, impact] };
}

function quickAcknowledgement({ engaged, detected, firstAlarm, lineOf }: Reading) {
  const answer = lineOf(engaged);
  const page = lineOf(detected) ?? firstAlarm;
  if (engaged === null || answer === undefined || page === undefined || answer === page) return null;
  const seconds = secondsBetween(page, answer);
  if (seconds === null || seconds > QUICK_SECONDS) return null;
  const after = seconds === 0 ? 'in the minute of the alarm' : `${span(seconds)} after the alarm`;
  const text = `People were on it at ${lineTime(answer)}, ${after}: ${said(answer, 90)}; ${said(page, 90)}.`;
  return { id: 'quickAcknowledgement', text, lines: [answer, page] };
}

function quickDiagnosis({ lines, detected, firstAlarm, lineOf }: Reading) {
  const alarm = lineOf(detected) ?? firstAlarm;
  if (alarm === undefined) return null;
  const finding = lines.find((line) => line.entry.kind === 'diagnosis' && line.byPerson && line.at > alarm.at);
  const seconds = secondsBetween(alarm, finding);
  if (finding === undefined || seconds === null || seconds > QUICK_DIAGNOSIS_SECONDS) return null;
  const text = `A person had a lead at ${lineTime(finding)}, ${span(seconds)} after detection: ${said(finding, 90)}; ${said(alarm, 90)}.`;
  return { id: 'quickDiagnosis', text, lines: [finding, alarm] };
}

/** A rollback that worked at the first try and soon; one that failed first is not praised. */
function rollbackWorked({ rollbacks, detected, firstAlarm, lineOf }: Reading) {
  if (rollbacks.some(({ outcome }) => outcome === 'failed')) return null;
  const worked = rollbacks.find(({ outcome }) => outcome === 'succeeded')?.line;
  const alarm = lineOf(detected) ?? firstAlarm;
  const seconds = secondsBetween(alarm, worked);
  if (worked === undefined || alarm === undefined || seconds === null || seconds > QUICK_ROLLBACK_SECONDS) return null;
  const text = `The way back was there at ${lineTime(worked)}, ${span(seconds)} after detection: ${said(worked, 90)}; ${said(alarm, 90)}.`;
  return { id: 'rollbackWorked', text, lines: [worked, alarm] };
}
