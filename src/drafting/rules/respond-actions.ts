import { stepsRepeatedByHand } from './action-findings.js';
import { outcomeOf } from './attempts.js';
import type { ActionFinder } from './candidate.js';
import { componentOf, componentOrService } from './components.js';
import { ROLLBACK, WORKAROUND } from './phrases.js';
import { changeName } from './reading.js';
import { apart, timed } from './timed.js';
import { clip, count, plainLine, quote } from './wording.js';

/** Longer without an acknowledgement calls for an escalation: twice the usual five minutes before a page goes to the next person. */
const LATE_ACKNOWLEDGEMENT_SECONDS = 10 * 60;
/** Impact longer than this after a change without any attempt to go back. */
const LONG_IMPACT_SECONDS = 15 * 60;

/** A failed rollback → a way back that works. */
export const failedRollback: ActionFinder = ({ rollbacks, suspects, lines, mitigated }, input) => {
  const failed = rollbacks.filter(({ outcome }) => outcome === 'failed').map(({ line }) => line);
  const [first] = failed;
  if (first === undefined) return [];
  // Deployments refused on the way back belong to the same broken path.
  const refused = lines.filter(
    (line) =>
      line.lead.kind === 'deploy' && line.at > first.at && !ROLLBACK.test(line.text) && outcomeOf(line) === 'failed',
  );
  const change = suspects[0];
  const what = change === undefined ? (componentOf(input, first) ?? quote(first.text, 90)) : changeName(change);
  const cited = [...new Set([...failed, ...refused, ...(mitigated === undefined ? [] : [mitigated.line])])];
  return [
    {
      title: `Make the rollback of ${what} work on the first try, without changes to the deploy tooling`,
      endState:
        'A rollback drill of this kind of change succeeds with the standard command and no edits by hand; it runs on a schedule and its last result is visible.',
      lines: cited.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(0, 5),
    },
  ];
};

/** Long impact after a change and no rollback in the evidence → have one. */
export const noRollback: ActionFinder = ({ rollbacks, suspects, symptom, mitigated }) => {
  const change = suspects[0];
  const seconds = apart(symptom, mitigated);
  if (change === undefined || symptom === undefined || mitigated === undefined || rollbacks.length > 0) return [];
  if (seconds === null || seconds < LONG_IMPACT_SECONDS) return [];
  return [
    {
      title: `Give changes like ${changeName(change)} a rollback that one person can run`,
      endState: 'A drill rolls such a change back in under five minutes with one documented command.',
      lines: [change, symptom.line, mitigated.line],
    },
  ];
};

/** A page long unacknowledged → escalation. An acknowledgement that is only guessed at is no ground to change who gets called. */
export const lateAcknowledgement: ActionFinder = ({ lines, alarms, engaged }, input) => {
  const page = alarms.find(({ lead }) => lead.kind === 'page') ?? alarms[0];
  const answer =
    lines.find(({ lead }) => lead.state === 'acknowledged') ?? (engaged?.certain ? engaged.line : undefined);
  if (page === undefined || answer === undefined) return [];
  const seconds = apart(timed(page), timed(answer));
  if (seconds === null || seconds <= LATE_ACKNOWLEDGEMENT_SECONDS) return [];
  return [
    {
      title: `Escalate pages of ${page.lead.subject ?? componentOrService(input, page)} to a second person after five minutes without an answer`,
      endState:
        'The escalation policy names the second person, and a test page that nobody answers reaches them after five minutes.',
      lines: [page, answer],
    },
  ];
};

/** A step done host by host → automate it. */
export const stepByHand: ActionFinder = (reading) =>
  stepsRepeatedByHand(reading)
    .slice(0, 1)
    .map(({ lines, step }) => ({
      title: `Automate the step ${quote(step, 60)}, which was done ${count(lines.length, 'time')} one after another`,
      endState:
        'One command does it for all hosts, with health checks between them and each back in service at once; a drill shows it.',
      lines: lines.slice(0, 8),
    }));

/** Something forced by hand → a supported option. */
export const workaround: ActionFinder = ({ lines }) =>
  lines
    .filter((line) => WORKAROUND.test(line.text))
    .slice(0, 1)
    .map((line) => ({
      title: `Add a supported emergency option for what was done by hand: ${clip(plainLine(line.text), 120)}`,
      endState: 'The runbook names the option and who may use it, and a drill has used it.',
      lines: [line],
    }));
