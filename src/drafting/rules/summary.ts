import type { UncheckedClaim } from '../../claims/claim.js';
import type { SectionDraftInput, SectionRule } from '../section-rule.js';
import { affectedSentence, personsStatement, statedImpact } from './affected.js';
import { namesCause } from './phrases.js';
import { type Reading, readingOf } from './reading.js';
import { identityOfText, lineTime, said, statement, suggestion } from './sentence.js';
import { engagedSentence } from './signal-answers.js';
import { secondsBetween, type Timed, timed } from './timed.js';
import { span } from './wording.js';

type Sentences = (reading: Reading, input: SectionDraftInput) => UncheckedClaim[];

/** What it hit, what did not work, how it ended. */
const REST: readonly Sentences[] = [engagedSentence, hit, attempted, ended, over];

/** What happened, in one paragraph: impact, the change before it, how it was noticed, and the rest. The first time that evidence bears carries its date, so that a stranger can place it. */
export const draftSummary: SectionRule = (input) => {
  const reading = readingOf(input);
  const order = reading.began === undefined ? [noticed, changed, ...REST] : [began, changed, noticed, ...REST];
  const claims = order.flatMap((sentences) => sentences(reading, input));
  // An ending without a beginning tells a stranger nothing.
  if (claims.length === 0 || reading.symptom === undefined) return [];
  const first = claims.findIndex(({ at }) => at !== null);
  const dated = claims.map((claim, i) => (i === first ? datedClaim(claim) : claim));
  const text = dated.map((claim) => claim.text).join(' ');
  return [suggestion('summary', { text }, dated, identityOfText('summary', text))];
};

function datedClaim(claim: UncheckedClaim): UncheckedClaim {
  const day = claim.at?.slice(0, 10);
  if (day === undefined || claim.text.includes(day)) return claim;
  return { ...claim, text: claim.text.replace(/ UTC/, ` UTC on ${day}`) };
}

/** "Impact began at 15:06 UTC", or what the evidence suggests when the moment is a candidate. */
function began({ began: start }: Reading): UncheckedClaim[] {
  if (start === undefined) return [];
  const opening = start.certain ? 'Impact began at' : 'The evidence suggests that impact began at';
  return [statement(`${opening} ${start.clock}: ${said(start.line)}.`, [start.line], kindAt(start))];
}

function changed({ suspects, symptom }: Reading): UncheckedClaim[] {
  const change = suspects[0];
  if (change === undefined) return [];
  const seconds = secondsBetween(timed(change), symptom);
  const near = symptom !== undefined && seconds !== null && seconds > 0;
  const lead = near ? `A change ${span(seconds)} earlier, at` : 'A change at';
  const cited = near ? [change, symptom.line] : [change];
  return [statement(`${lead} ${lineTime(change)}: ${said(change)}.`, cited, { at: change.at })];
}

function noticed({ noticed: notice, began: start }: Reading): UncheckedClaim[] {
  if (notice === undefined) return [];
  const source = notice.line.byPerson ? 'It was first reported by a person at' : 'The first alarm came at';
  const seconds = secondsBetween(start, notice);
  const after = start !== undefined && seconds !== null && seconds > 0;
  const later = after ? `, ${span(seconds)} after impact began` : '';
  const cited = after ? [notice.line, start.line] : [notice.line];
  return [statement(`${source} ${notice.clock}${later}: ${said(notice.line)}.`, cited, { at: notice.at })];
}

/** Numbers that evidence states come before the hosts that it names; the impact section has them all. */
function hit(reading: Reading, { facts }: SectionDraftInput): UncheckedClaim[] {
  const stated = statedImpact(facts, reading.lines);
  const byPeople = stated.flatMap(personsStatement);
  const departed = new Set(stated.flatMap(({ fact, line }) => (fact.statement === undefined ? [] : [line])));
  const lines = [...new Set(stated.flatMap(({ line }) => line ?? []))];
  const told = lines
    .filter((line) => line !== reading.began?.line && !departed.has(line))
    .slice(0, 2)
    .map((line) => statement(`Stated at ${lineTime(line)}: ${said(line)}.`, [line], { at: line.at }));
  return [...byPeople, ...told, ...affectedSentence(reading)];
}

/** What did not work tells a reader more than what did; two are enough for a summary. */
function attempted({ rollbacks, mitigated }: Reading): UncheckedClaim[] {
  return rollbacks
    .filter(({ line, outcome }) => outcome === 'failed' && (mitigated === undefined || line.at <= mitigated.at))
    .filter(({ line }) => line.lead.kind === 'deploy' || !namesCause(line.text))
    .filter(({ line }) => line.lead.kind !== 'message' || line.entry.kind === 'action')
    .slice(0, 2)
    .map(({ line }) => statement(`Then, at ${lineTime(line)}: ${said(line)}.`, [line], { at: line.at }));
}

function ended(reading: Reading): UncheckedClaim[] {
  return closing(reading, reading.mitigated, 'Impact ended at', 'The evidence suggests that impact ended at');
}

function over(reading: Reading): UncheckedClaim[] {
  if (reading.resolved?.line === reading.mitigated?.line) return [];
  return closing(reading, reading.resolved, 'All was over at', 'The evidence suggests that all was over at');
}

function closing(
  { began: start }: Reading,
  end: Timed | undefined,
  certain: string,
  candidate: string,
): UncheckedClaim[] {
  if (end === undefined) return [];
  const seconds = secondsBetween(start, end);
  const after = start !== undefined && seconds !== null && seconds > 0;
  const opening = `${end.certain ? certain : candidate} ${end.clock}${after ? `, ${span(seconds)} after impact began` : ''}`;
  return [statement(`${opening}: ${said(end.line)}.`, after ? [end.line, start.line] : [end.line], kindAt(end))];
}

function kindAt({ at, certain }: Timed): { at: Date; kind: UncheckedClaim['kind'] } {
  return { at, kind: certain ? 'fact' : 'inference' };
}
