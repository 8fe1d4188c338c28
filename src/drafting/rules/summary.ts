import type { UncheckedClaim } from '../../claims/claim.js';
import type { SectionDraftInput, SectionRule } from '../section-rule.js';
import { affectedSentence, statedImpact } from './affected.js';
import type { Line } from './lines.js';
import type { Moment } from './moments.js';
import { type Reading, readingOf } from './reading.js';
import { identityOfText, lineTime, momentTime, said, secondsBetween, statement, suggestion } from './sentence.js';
import { span } from './wording.js';

type Sentences = (reading: Reading, input: SectionDraftInput) => UncheckedClaim[];

/** Impact, the change before it, how it was noticed, what it hit, what did not work, how it ended. */
const SENTENCES: readonly Sentences[] = [began, changed, noticed, hit, attempted, ended, over];

/** What happened, in one paragraph. The first time carries its date, so that a stranger can place it. */
export const draftSummary: SectionRule = (input) => {
  const reading = readingOf(input);
  const claims = SENTENCES.flatMap((sentences) => sentences(reading, input));
  const [first, ...rest] = claims;
  if (first === undefined) return [];
  const dated = [datedClaim(first), ...rest];
  const text = dated.map((claim) => claim.text).join(' ');
  return [suggestion('summary', { text }, dated, identityOfText('summary', text))];
};

function datedClaim(claim: UncheckedClaim): UncheckedClaim {
  const day = claim.at?.slice(0, 10);
  if (day === undefined || claim.text.includes(day)) return claim;
  return { ...claim, text: claim.text.replace(/ UTC/, ` UTC on ${day}`) };
}

/** "Impact began at 15:06 UTC", or what the evidence suggests when the moment is a candidate. */
function began({ impactStart, impacts, lineOf }: Reading): UncheckedClaim[] {
  const line = lineOf(impactStart) ?? impacts[0];
  if (line === undefined) return [];
  const certain = impactStart?.certain === true;
  const opening = certain ? 'Impact began at' : 'The evidence suggests that impact began at';
  const time = impactStart === null ? lineTime(line) : momentTime(impactStart);
  const more = { at: impactStart?.at ?? line.at, kind: certain ? ('fact' as const) : ('inference' as const) };
  return [statement(`${opening} ${time}: ${said(line)}.`, [line], more)];
}

function changed({ suspects, symptom }: Reading): UncheckedClaim[] {
  const change = suspects[0];
  if (change === undefined) return [];
  const seconds = secondsBetween(change, symptom);
  const near = symptom !== undefined && seconds !== null && seconds > 0;
  const lead = near ? `A change ${span(seconds)} earlier, at` : 'A change at';
  return [
    statement(`${lead} ${lineTime(change)}: ${said(change)}.`, near ? [change, symptom] : [change], { at: change.at }),
  ];
}

function noticed({ detected, impactStart, lineOf, firstAlarm }: Reading): UncheckedClaim[] {
  const line = lineOf(detected) ?? firstAlarm;
  if (line === undefined) return [];
  const source = line.byPerson ? 'It was first reported by a person at' : 'The first alarm came at';
  const impact = lineOf(impactStart);
  const seconds = impact === line ? null : secondsBetween(impact, line);
  const after = impact !== undefined && seconds !== null && seconds > 0;
  const later = after ? `, ${span(seconds)} after impact began` : '';
  return [
    statement(`${source} ${lineTime(line)}${later}: ${said(line)}.`, after ? [line, impact] : [line], { at: line.at }),
  ];
}

/** Numbers that evidence states come before the hosts that it names; the impact section has them all. */
function hit(reading: Reading, { facts }: SectionDraftInput): UncheckedClaim[] {
  const lines = [...new Set(statedImpact(facts, reading.lines).map(({ line }) => line))];
  const told = lines
    .slice(0, 2)
    .map((line) => statement(`Stated at ${lineTime(line)}: ${said(line)}.`, [line], { at: line.at }));
  return [...told, ...affectedSentence(reading)];
}

/** What did not work tells a reader more than what did; two are enough for a summary. */
function attempted({ rollbacks, mitigated, lineOf }: Reading): UncheckedClaim[] {
  const end = lineOf(mitigated);
  return rollbacks
    .filter(({ line, outcome }) => outcome === 'failed' && (end === undefined || line.at <= end.at))
    .filter(({ line }) => line.lead.kind !== 'message' || line.entry.kind === 'action')
    .slice(0, 2)
    .map(({ line }) => statement(`Then, at ${lineTime(line)}: ${said(line)}.`, [line], { at: line.at }));
}

function ended(reading: Reading): UncheckedClaim[] {
  return closing(reading, reading.mitigated, 'Impact ended at', 'The evidence suggests that impact ended at');
}

function over(reading: Reading): UncheckedClaim[] {
  const { resolved, mitigated, lineOf } = reading;
  if (resolved === null || lineOf(resolved) === lineOf(mitigated)) return [];
  return closing(reading, resolved, 'All steps ended at', 'The last step on record ended at');
}

function closing(
  { impactStart, lineOf }: Reading,
  moment: Moment | null,
  certain: string,
  candidate: string,
): UncheckedClaim[] {
  const line = lineOf(moment);
  if (moment === null || line === undefined) return [];
  const impact = lineOf(impactStart);
  const seconds = line.lead.at.getTime() === moment.at.getTime() ? secondsBetween(impact, line) : null;
  const after = impact !== undefined && seconds !== null && seconds > 0;
  const text = `${moment.certain ? certain : candidate} ${momentTime(moment)}${after ? `, ${span(seconds)} after it began` : ''}: ${said(line)}.`;
  const cited: Line[] = after ? [line, impact] : [line];
  return [statement(text, cited, { at: moment.at, kind: moment.certain ? 'fact' : 'inference' })];
}
