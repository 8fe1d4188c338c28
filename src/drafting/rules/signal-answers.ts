import type { UncheckedClaim } from '../../claims/claim.js';
import type { Line } from './lines.js';
import type { Reading } from './reading.js';
import { lineTime, momentTime, said, secondsBetween, statement } from './sentence.js';
import { span } from './wording.js';

/**
 * The halving question from evidence alone (`drafting.md`): the earliest signal before `detected` with the minutes that an alarm on it could
 * gain, or that there is none. Nothing when it is not known how the event was detected.
 */
export function halvingAnswer(reading: Reading): UncheckedClaim[] {
  const { detected, impactStart, earlierSignals, firstAlarm, lineOf } = reading;
  const noticed = lineOf(detected) ?? firstAlarm;
  if (noticed === undefined) return [];
  return [
    ...timeToDetect(lineOf(impactStart), noticed, impactStart?.certain === true),
    signal(earlierSignals[0], noticed),
  ];
}

function timeToDetect(impact: Line | undefined, noticed: Line, certain: boolean): UncheckedClaim[] {
  const seconds = impact === noticed ? null : secondsBetween(impact, noticed);
  if (impact === undefined || seconds === null || seconds === 0) return [];
  const opening = certain ? 'Time to detect was' : 'The evidence suggests a time to detect of';
  const text = `${opening} ${span(seconds)}: impact from ${lineTime(impact)}, first alarm or report at ${lineTime(noticed)}.`;
  return [statement(text, [impact, noticed], { kind: certain ? 'fact' : 'inference' })];
}

function signal(earliest: Line | undefined, noticed: Line): UncheckedClaim {
  if (earliest === undefined) {
    const text = `There is no earlier signal in the evidence: the first one came at ${lineTime(noticed)}, ${said(noticed, 120)}.`;
    return statement(text, [noticed], { at: noticed.at });
  }
  const seconds = secondsBetween(earliest, noticed) ?? 0;
  const gain = seconds === 0 ? 'less than a minute' : `up to ${span(seconds)}`;
  const text = `The earliest signal in the evidence came at ${lineTime(earliest)}: ${said(earliest, 120)}. An alarm on it could gain ${gain} over the first alarm or report at ${lineTime(noticed)}: ${said(noticed, 120)}.`;
  return statement(text, [earliest, noticed], { at: earliest.at });
}

/** How and when we learned of it, and from whom. */
export function detectionAnswer({ detected, firstAlarm, reports, lineOf }: Reading): UncheckedClaim[] {
  const noticed = lineOf(detected) ?? firstAlarm;
  if (noticed === undefined) return [];
  const by = noticed.byPerson ? 'A person told of it' : 'Monitoring told of it';
  const claims = [statement(`${by} at ${lineTime(noticed)}: ${said(noticed)}.`, [noticed], { at: noticed.at })];
  const report = reports.find((line) => line !== noticed);
  if (report !== undefined)
    claims.push(statement(`People reported at ${lineTime(report)}: ${said(report)}.`, [report], { at: report.at }));
  return claims;
}

/** Who came, and how long after the alarm. */
export function engagementAnswer({ engaged, detected, firstAlarm, lineOf }: Reading): UncheckedClaim[] {
  const answer = lineOf(engaged);
  if (engaged === null || answer === undefined) return [];
  const alarm = lineOf(detected) ?? firstAlarm;
  const seconds = alarm === answer ? null : secondsBetween(alarm, answer);
  const after = seconds === null || seconds === 0 ? '' : `, ${span(seconds)} after the first alarm or report`;
  const opening = engaged.certain ? 'People were on it at' : 'The evidence suggests that people were on it at';
  const text = `${opening} ${momentTime(engaged)}${after}: ${said(answer)}.`;
  const lines = after === '' || alarm === undefined ? [answer] : [answer, alarm];
  return [statement(text, lines, { at: engaged.at, kind: engaged.certain ? 'fact' : 'inference' })];
}
