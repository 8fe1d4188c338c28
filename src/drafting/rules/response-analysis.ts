import type { UncheckedClaim } from '../../claims/claim.js';
import type { SectionRule } from '../section-rule.js';
import { type AnswerRule, answerSuggestions } from './answers.js';
import { isAlarmFiring } from './lines.js';
import { WORKAROUND } from './phrases.js';
import type { Reading } from './reading.js';
import { lineStatement, lineTime, said, statement } from './sentence.js';
import { detectionAnswer, engagementAnswer, halvingAnswer } from './signal-answers.js';
import { secondsBetween, timed } from './timed.js';
import { capital, span } from './wording.js';

/** Answers by question id; evidence that says nothing leaves a question unanswered. */
const ANSWERS: Readonly<Record<string, AnswerRule>> = {
  detection: detectionAnswer,
  detectionHalved: halvingAnswer,
  engagement: engagementAnswer,
  mitigationKnown,
  runbook,
  rollback,
  mitigationHalved,
};

export const draftResponseAnalysis: SectionRule = (input) => answerSuggestions(input, 'responseAnalysis', ANSWERS);

/** The alarms that recovered around the end of impact say how it was known; without any there is only the step that ended it. */
function mitigationKnown({ lines, mitigated }: Reading): UncheckedClaim[] {
  const recoveries = lines.filter(
    (line) =>
      ['recovery', 'resolution'].includes(line.entry.kind) &&
      !isAlarmFiring(line) &&
      (line.lead.kind === 'alarm' || line.lead.kind === 'page' || line.lead.kind === 'metric'),
  );
  const shown = recoveries.filter((line) => mitigated === undefined || line.at >= mitigated.at).slice(0, 3);
  if (shown.length === 0) return [];
  const claims = shown.map((line) => lineStatement(line));
  if (mitigated !== undefined && !shown.includes(mitigated.line)) {
    const opening = mitigated.certain ? 'Impact ended at' : 'The evidence suggests that impact ended at';
    const text = `${opening} ${mitigated.clock}: ${said(mitigated.line)}.`;
    claims.unshift(
      statement(text, [mitigated.line], { at: mitigated.at, kind: mitigated.certain ? 'fact' : 'inference' }),
    );
  }
  return claims;
}

/** Steps that people had to find or force during the event are steps that no runbook gave them. */
function runbook({ lines }: Reading): UncheckedClaim[] {
  return lines
    .filter((line) => WORKAROUND.test(line.text))
    .slice(0, 3)
    .map((line) => {
      const text = `A step that a runbook could hold, at ${lineTime(line)}: ${said(line)}.`;
      return statement(text, [line], { at: line.at, kind: 'inference' });
    });
}

/** What goes back after impact ended (a tool that undoes the fix) is no way out of it. */
function rollback({ rollbacks: all, suspects, mitigated }: Reading): UncheckedClaim[] {
  const rollbacks = all.filter(({ line }) => mitigated === undefined || line.at <= mitigated.at);
  if (rollbacks.length === 0) return [];
  const change = suspects[0];
  const tried = rollbacks.slice(0, 4).map(({ line }) => lineStatement(line));
  if (change === undefined) return tried;
  return [
    statement(`The change under way at ${lineTime(change)}: ${said(change)}.`, [change], { at: change.at }),
    ...tried,
  ];
}

/** Time between the first step towards the way out and the step that ended impact: what a working path could gain. */
function mitigationHalved({ rollbacks, mitigated }: Reading): UncheckedClaim[] {
  const first = rollbacks.find(({ outcome }) => outcome === 'failed' || outcome === 'intended')?.line;
  const seconds = first === undefined ? null : secondsBetween(timed(first), mitigated);
  if (first === undefined || mitigated === undefined || seconds === null || seconds < 60) return [];
  const text = `${capital(span(seconds))} lie between ${lineTime(first)} and ${mitigated.clock}, time that a way back on the first try could gain: ${said(first, 120)}; ${said(mitigated.line, 120)}.`;
  return [statement(text, [first, mitigated.line], { kind: 'inference' })];
}
