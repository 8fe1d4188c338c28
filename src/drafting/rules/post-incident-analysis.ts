import type { UncheckedClaim } from '../../claims/claim.js';
import type { SectionDraftInput, SectionRule } from '../section-rule.js';
import { type AnswerRule, answerSuggestions } from './answers.js';
import { isFinding } from './findings.js';
import { namesCause } from './phrases.js';
import { promiseStatement, relevantPromises } from './promises.js';
import type { Reading } from './reading.js';
import { lineStatement, lineTime, said, statement } from './sentence.js';
import { secondsBetween, timed } from './timed.js';
import { quote, span } from './wording.js';

const ANSWERS: Readonly<Record<string, AnswerRule>> = {
  diagnosis,
  diagnosisHalved,
  changeUnderWay,
  backlog,
};

/** Tests, reviews and blast radius are not in evidence of this kind: those questions stay unanswered. */
export const draftPostIncidentAnalysis: SectionRule = (input) =>
  answerSuggestions(input, 'postIncidentAnalysis', ANSWERS);

/** The lines in which people told what they found, the named diagnosis first. */
function diagnosis({ lines, diagnosed }: Reading): UncheckedClaim[] {
  const findings = lines.filter((line) => isFinding(line) && line !== diagnosed?.line).slice(0, 3);
  const claims = findings.map((line) => lineStatement(line));
  if (diagnosed === undefined) return claims;
  const opening = diagnosed.certain
    ? 'A diagnosis was named at'
    : 'The evidence suggests that a diagnosis was named at';
  const text = `${opening} ${diagnosed.clock}: ${said(diagnosed.line)}.`;
  return [statement(text, [diagnosed.line], { at: diagnosed.at, kind: 'inference' }), ...claims];
}

/** The earliest line that already named the cause, and what knowing it then could gain. */
function diagnosisHalved({ lines, diagnosed }: Reading): UncheckedClaim[] {
  if (diagnosed === undefined) return [];
  const earlier = lines.find((line) => line.at < diagnosed.at && namesCause(line.text));
  const seconds = earlier === undefined ? null : secondsBetween(timed(earlier), diagnosed);
  if (earlier === undefined || seconds === null || seconds < 60) return [];
  const text = `An earlier lead in the evidence came at ${lineTime(earlier)}: ${said(earlier, 120)}. Following it at once could gain up to ${span(seconds)} over ${diagnosed.clock}: ${said(diagnosed.line, 120)}.`;
  return [statement(text, [earlier, diagnosed.line], { at: earlier.at, kind: 'inference' })];
}

/** Suspects in order of nearness; that one of them is the cause is for people to show. */
function changeUnderWay({ suspects, symptom }: Reading): UncheckedClaim[] {
  return suspects.slice(0, 3).map((change) => {
    const seconds = secondsBetween(timed(change), symptom);
    const near = symptom !== undefined && seconds !== null && seconds > 0;
    const before = near ? `, ${span(seconds)} earlier than ${quote(symptom.line.text, 80)}` : '';
    const text = `A change was under way at ${lineTime(change)}${before}: ${said(change, 120)}. A suspect only.`;
    return statement(text, near ? [change, symptom.line] : [change], { at: change.at });
  });
}

/** Open promises of earlier COEs that match; whether one of them would have prevented this event is for people to say. */
function backlog(_reading: Reading, input: SectionDraftInput): UncheckedClaim[] {
  return relevantPromises(input)
    .filter(({ item }) => item.status === 'open' || item.status === 'inProgress')
    .slice(0, 3)
    .map((promise) => promiseStatement(promise));
}
