import type { UncheckedClaim } from '../../claims/claim.js';
import type { SectionDraftInput, SectionRule } from '../section-rule.js';
import { type AnswerRule, answerSuggestions } from './answers.js';
import { namesCause } from './phrases.js';
import { promiseStatement, relevantPromises } from './promises.js';
import type { Reading } from './reading.js';
import { lineStatement, lineTime, momentTime, said, secondsBetween, statement } from './sentence.js';
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

/** The lines in which people told what they found, causes first. */
function diagnosis({ lines, diagnosed, lineOf }: Reading): UncheckedClaim[] {
  const found = lineOf(diagnosed);
  const findings = lines.filter((line) => line.entry.kind === 'diagnosis' && line !== found).slice(0, 3);
  const claims = findings.map((line) => lineStatement(line));
  if (diagnosed === null || found === undefined) return claims;
  const opening = diagnosed.certain
    ? 'A diagnosis was named at'
    : 'The evidence suggests that a diagnosis was named at';
  const text = `${opening} ${momentTime(diagnosed)}: ${said(found)}.`;
  return [statement(text, [found], { at: diagnosed.at, kind: 'inference' }), ...claims];
}

/** The earliest line that already named the cause, and what knowing it then could gain. */
function diagnosisHalved({ lines, diagnosed, lineOf }: Reading): UncheckedClaim[] {
  const found = lineOf(diagnosed);
  if (diagnosed === null || found === undefined) return [];
  const earlier = lines.find((line) => line.at < found.at && namesCause(line.text));
  const seconds = secondsBetween(earlier, found);
  if (earlier === undefined || seconds === null || seconds < 60) return [];
  const text = `An earlier lead in the evidence came at ${lineTime(earlier)}: ${said(earlier, 120)}. Following it at once could gain up to ${span(seconds)} over ${lineTime(found)}: ${said(found, 120)}.`;
  return [statement(text, [earlier, found], { at: earlier.at, kind: 'inference' })];
}

/** Suspects in order of nearness; that one of them is the cause is for people to show. */
function changeUnderWay({ suspects, symptom: impact }: Reading): UncheckedClaim[] {
  return suspects.slice(0, 3).map((change) => {
    const seconds = secondsBetween(change, impact);
    const before =
      seconds === null || seconds === 0 || impact === undefined
        ? ''
        : `, ${span(seconds)} earlier than ${quote(impact.text, 80)}`;
    const text = `A change was under way at ${lineTime(change)}${before}: ${said(change, 120)}. A suspect only.`;
    const lines = before === '' || impact === undefined ? [change] : [change, impact];
    return statement(text, lines, { at: change.at });
  });
}

/** Open promises of earlier COEs that match; whether one of them would have prevented this event is for people to say. */
function backlog(_reading: Reading, input: SectionDraftInput): UncheckedClaim[] {
  return relevantPromises(input)
    .filter(({ item }) => item.status === 'open' || item.status === 'inProgress')
    .slice(0, 3)
    .map((promise) => promiseStatement(promise));
}
