import type { UncheckedClaim } from '../../claims/claim.js';
import type { SectionDraftInput } from '../section-rule.js';
import { backtestAnswer } from './backtest-answer.js';
import type { Line } from './lines.js';
import type { Reading } from './reading.js';
import type { ResponderAct } from './responders.js';
import { lineTime, said, statement } from './sentence.js';
import { secondsBetween, type Timed, timed } from './timed.js';
import { span } from './wording.js';

/**
 * The halving question (`drafting.md`): with series, the alarm back-test; from evidence, the earliest signal before `detected` with the
 * minutes that an alarm on it could gain, or, without series, that there is none. Nothing when it is not known how it was detected.
 */
export function halvingAnswer({ noticed, began, earlierSignals }: Reading, input: SectionDraftInput): UncheckedClaim[] {
  if (noticed === undefined) return [];
  const replayed = backtestAnswer(input, noticed);
  const signals = replayed.length > 0 && earlierSignals.length === 0 ? [] : [signal(earlierSignals[0], noticed)];
  return [...timeToDetect(began, noticed), ...replayed, ...signals];
}

function timeToDetect(began: Timed | undefined, noticed: Timed): UncheckedClaim[] {
  const seconds = secondsBetween(began, noticed);
  if (began === undefined || seconds === null || seconds === 0) return [];
  const opening = began.certain ? 'Time to detect was' : 'The evidence suggests a time to detect of';
  const text = `${opening} ${span(seconds)}: impact from ${began.clock}, first alarm or report at ${noticed.clock}.`;
  return [statement(text, [began.line, noticed.line], { kind: began.certain ? 'fact' : 'inference' })];
}

function signal(earliest: Line | undefined, noticed: Timed): UncheckedClaim {
  if (earliest === undefined) {
    const text = `There is no earlier signal in the evidence: the first one came at ${noticed.clock}, ${said(noticed.line, 120)}.`;
    return statement(text, [noticed.line], { at: noticed.at });
  }
  const seconds = secondsBetween(timed(earliest), noticed);
  // A span that no two citations bear is not given.
  const gain = seconds === null ? 'time' : seconds === 0 ? 'less than a minute' : `up to ${span(seconds)}`;
  const text = `The earliest signal in the evidence came at ${lineTime(earliest)}: ${said(earliest, 120)}. An alarm on it could gain ${gain} over the first alarm or report at ${noticed.clock}: ${said(noticed.line, 120)}.`;
  return statement(text, [earliest, noticed.line], { at: earliest.at });
}

/** How and when we learned of it, and from whom. */
export function detectionAnswer({ noticed, reports }: Reading): UncheckedClaim[] {
  if (noticed === undefined) return [];
  const by = noticed.line.byPerson ? 'A person told of it' : 'Monitoring told of it';
  const claims = [statement(`${by} at ${noticed.clock}: ${said(noticed.line)}.`, [noticed.line], { at: noticed.at })];
  const report = reports.find((line) => line !== noticed.line);
  if (report !== undefined)
    claims.push(statement(`People reported at ${lineTime(report)}: ${said(report)}.`, [report], { at: report.at }));
  return claims;
}

/** Who came, and how long after the alarm. */
export function engagementAnswer(reading: Reading): UncheckedClaim[] {
  return [...engagedSentence(reading), ...handOvers(reading)];
}

const OPENINGS: Readonly<Record<ResponderAct, string>> = {
  paged: 'A page went out',
  acknowledged: 'The alarm was acknowledged',
  commands: 'Somebody took charge',
  escalated: 'Others were called in',
  joined: 'Somebody joined',
  handedOver: 'There was a hand-over',
};
const MOST_HAND_OVERS = 5;

/** Who else came and who took over: who was called, who is in charge and hand-overs tell more than one more page. */
function handOvers({ responders, engaged, noticed }: Reading): UncheckedClaim[] {
  const told = new Set([engaged?.line, noticed?.line]);
  return responders
    .filter(({ line, act }) => !told.has(line) && act !== 'paged')
    .slice(0, MOST_HAND_OVERS)
    .map(({ act, line }) =>
      statement(`${OPENINGS[act]} at ${lineTime(line)}: ${said(line, 120)}.`, [line], { at: line.at }),
    );
}

/** When people were on it, and how long after the alarm or report. */
export function engagedSentence({ engaged, noticed }: Reading): UncheckedClaim[] {
  if (engaged === undefined) return [];
  const seconds = secondsBetween(noticed, engaged);
  const after = noticed !== undefined && seconds !== null && seconds > 0;
  const opening = engaged.certain ? 'People were on it at' : 'The evidence suggests that people were on it at';
  const later = after ? `, ${span(seconds)} after the first alarm or report` : '';
  const text = `${opening} ${engaged.clock}${later}: ${said(engaged.line)}.`;
  const lines = after ? [engaged.line, noticed.line] : [engaged.line];
  return [statement(text, lines, { at: engaged.at, kind: engaged.certain ? 'fact' : 'inference' })];
}
