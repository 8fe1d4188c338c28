import type { UncheckedClaim } from '../../claims/claim.js';
import type { ProposedSuggestion, SectionRule } from '../section-rule.js';
import { tellsNothing } from './findings.js';
import { isAlarmFiring, type Line } from './lines.js';
import { namesCause } from './phrases.js';
import { type Reading, readingOf } from './reading.js';
import { identityOf, lineTime, said, statement, suggestion } from './sentence.js';
import { apart, secondsBetween, type Timed, timed } from './timed.js';
import { capital, quote, span } from './wording.js';

/** A node as the COE holds it, with the claim that its answer is. */
type Node = { question: string; claim: UncheckedClaim; hypothesis: boolean; children: Node[] };

/**
 * The first why is the symptom that evidence shows. It goes deeper only where evidence names a cause or a change came before, both as
 * hypotheses; the branches for mitigation and detection start where evidence shows what stood in the way. The rest is for people.
 */
export const draftFiveWhys: SectionRule = (input) => {
  const reading = readingOf(input);
  return [symptom(reading), mitigation(reading), detection(reading)].flatMap((branch): ProposedSuggestion[] => {
    if (branch === null) return [];
    const { id, node, lines } = branch;
    const { question, answer, hypothesis, children } = contentOf(node);
    return [suggestion('fiveWhys', { question, answer, hypothesis, children }, claimsOf(node), identityOf(id, lines))];
  });
};

type Branch = { id: string; node: Node; lines: Line[] } | null;

function symptom({ symptom: start, suspects, rollbacks, diagnosed, lines }: Reading): Branch {
  if (start === undefined) return null;
  const shown = start.line;
  const named = diagnosed?.line;
  const causes = lines.filter(
    (line) =>
      line === named || (line.entry.kind === 'diagnosis' && namesCause(line.text) && !explainsAttempt(line, rollbacks)),
  );
  const children = causes
    .filter((line) => line !== shown && !tellsNothing(line.text))
    .slice(0, 2)
    .map((line) => hypothesisNode(`Why did this happen: ${quote(shown.text, 120)}?`, line));
  const change = suspects[0];
  if (change !== undefined) children.push(suspectNode(change, start));
  const question = isAlarmFiring(shown)
    ? `What was the first sign that something was wrong, at ${lineTime(shown)}?`
    : `Why was there impact from ${start.clock}?`;
  const claim = statement(`${capital(said(shown))}.`, [shown], { at: shown.at });
  return {
    id: 'symptom',
    node: { question, claim, hypothesis: false, children },
    lines: [shown, ...(change === undefined ? [] : [change])],
  };
}

function suspectNode(change: Line, start: Timed): Node {
  const shown = start.line;
  const seconds = secondsBetween(timed(change), start);
  const before = seconds === null || seconds === 0 ? '' : `, ${span(seconds)} earlier`;
  const text = `Suspect: the change at ${lineTime(change)}${before}, ${said(change, 120)}.`;
  const claim = statement(text, before === '' ? [change] : [change, shown], { at: change.at, kind: 'hypothesis' });
  return { question: `Why did this begin then: ${quote(shown.text, 120)}?`, claim, hypothesis: true, children: [] };
}

function mitigation({ rollbacks, mitigated, began }: Reading): Branch {
  const failed = rollbacks.filter(({ outcome }) => outcome === 'failed').map(({ line }) => line);
  const [first] = failed.filter((line) => !namesReason(line));
  if (first === undefined) return null;
  const seconds = apart(began, mitigated);
  const question =
    seconds === null || seconds < 60
      ? 'Why was the impact not ended sooner?'
      : `Why did it take ${span(seconds)} to end the impact?`;
  const reasons = failed.filter((line) => line.at >= first.at && namesReason(line)).slice(0, 2);
  const children = reasons.map((line) => hypothesisNode(`Why did this fail: ${quote(first.text, 120)}?`, line));
  const claim = statement(`At ${lineTime(first)}: ${said(first)}.`, [first], { at: first.at });
  return { id: 'mitigation', node: { question, claim, hypothesis: false, children }, lines: [first, ...reasons] };
}

/** A cause of a failed way back belongs to the branch of mitigation. */
function explainsAttempt(line: Line, rollbacks: Reading['rollbacks']): boolean {
  return rollbacks.some((attempt) => attempt.line === line && attempt.outcome === 'failed');
}

/** "Reason for the failed revert found" explains an attempt; it is not one. */
function namesReason(line: Line): boolean {
  return namesCause(line.text) && line.lead.kind !== 'deploy';
}

function detection({ warnings, reports, firstAlarm }: Reading): Branch {
  const early = reports.find((line) => firstAlarm === undefined || line.at < firstAlarm.at);
  const shown = warnings[0] ?? early;
  if (shown === undefined) return null;
  const claim = statement(`At ${lineTime(shown)}: ${said(shown)}.`, [shown], { at: shown.at });
  const question = 'Why did no alarm call people to this signal sooner?';
  return { id: 'detection', node: { question, claim, hypothesis: false, children: [] }, lines: [shown] };
}

function hypothesisNode(question: string, line: Line): Node {
  const claim = statement(`At ${lineTime(line)}: ${said(line)}.`, [line], {
    at: line.at,
    kind: 'hypothesis',
  });
  return { question, claim, hypothesis: true, children: [] };
}

type Content = { question: string; answer: string; hypothesis: boolean; evidenceIds: string[]; children: Content[] };

function contentOf({ question, claim, hypothesis, children }: Node): Content {
  return {
    question,
    answer: claim.text,
    hypothesis,
    evidenceIds: claim.evidenceIds,
    children: children.map(contentOf),
  };
}

function claimsOf(node: Node): UncheckedClaim[] {
  return [node.claim, ...node.children.flatMap(claimsOf)];
}
