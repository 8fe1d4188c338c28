import type { SectionDraftInput } from '../section-rule.js';
import {
  flappingAlarms,
  metricsSeenByHand,
  resourceShortages,
  sameMatter,
  stepsRepeatedByHand,
} from './action-findings.js';
import { outcomeOf } from './attempts.js';
import { breakingNoun, componentOf, componentOrQuote } from './components.js';
import type { Line } from './lines.js';
import { ROLLBACK, WORKAROUND } from './phrases.js';
import { changeName, type Reading } from './reading.js';
import { lineTime, secondsBetween } from './sentence.js';
import { clip, count, plainLine, quote, span } from './wording.js';

/** A candidate action and the lines that call for it. */
export type Candidate = { title: string; endState: string; lines: Line[] };

export type ActionRule = {
  id: string;
  type: 'detect' | 'mitigate' | 'prevent' | 'process';
  find: (reading: Reading, input: SectionDraftInput) => Candidate[];
};

/** Longer without an acknowledgement calls for an escalation: twice the usual five minutes before a page goes to the next person. */
const LATE_ACKNOWLEDGEMENT_SECONDS = 10 * 60;
/** Impact longer than this after a change without any attempt to go back. */
const LONG_IMPACT_SECONDS = 15 * 60;

/** The rule table of `drafting.md`: what evidence shows → what to do about it. In the order of what is proposed first. */
export const ACTION_RULES: readonly ActionRule[] = [
  { id: 'failedRollback', type: 'mitigate', find: failedRollback },
  { id: 'onlyWarning', type: 'detect', find: onlyWarning },
  { id: 'peopleFirst', type: 'detect', find: peopleFirst },
  { id: 'noAlarm', type: 'detect', find: noAlarm },
  { id: 'shortage', type: 'prevent', find: shortage },
  { id: 'suspectChange', type: 'prevent', find: suspectChange },
  { id: 'noRollback', type: 'mitigate', find: noRollback },
  { id: 'earlierSignal', type: 'detect', find: earlierSignal },
  { id: 'lateAcknowledgement', type: 'process', find: lateAcknowledgement },
  { id: 'flappingAlarm', type: 'detect', find: flappingAlarm },
  { id: 'metricByHand', type: 'detect', find: metricByHand },
  { id: 'stepByHand', type: 'mitigate', find: stepByHand },
  { id: 'workaround', type: 'mitigate', find: workaround },
];

function failedRollback(
  { rollbacks, suspects, lines, mitigated, lineOf }: Reading,
  input: SectionDraftInput,
): Candidate[] {
  const failed = rollbacks.filter(({ outcome }) => outcome === 'failed').map(({ line }) => line);
  const [first] = failed;
  if (first === undefined) return [];
  const end = lineOf(mitigated);
  // Deployments refused on the way back belong to the same broken path.
  const refused = lines.filter(
    (line) =>
      line.lead.kind === 'deploy' && line.at > first.at && !ROLLBACK.test(line.text) && outcomeOf(line) === 'failed',
  );
  const change = suspects[0];
  const what = change === undefined ? (componentOf(input, first) ?? quote(first.text, 90)) : changeName(change);
  const cited = [...new Set([...failed, ...refused, ...(end === undefined ? [] : [end])])];
  return [
    {
      title: `Make the rollback of ${what} work on the first try, without changes to the deploy tooling`,
      endState:
        'A rollback drill of this kind of change succeeds with the standard command and no edits by hand; it runs on a schedule and its last result is visible.',
      lines: cited.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(0, 5),
    },
  ];
}

function onlyWarning({ warnings, earlierSignals, impacts }: Reading, input: SectionDraftInput): Candidate[] {
  const said = warnings.filter(({ lead }) => lead.kind !== 'alarm');
  const ranked = warnings.filter(({ lead }) => lead.kind === 'alarm');
  const [first] =
    said.length > 0
      ? said
      : ranked.filter((line) => impacts.some((impact) => sameMatter(line, impact)) || earlierSignals.includes(line));
  if (first === undefined) return [];
  const same = [...earlierSignals, ...impacts].filter((line) => line !== first && sameMatter(first, line));
  const component = componentOrQuote(input, first);
  return [
    {
      title: `Raise the alert on ${component} from warning to a severity that pages`,
      endState: `A test failure of ${component} pages the on-call person within one minute.`,
      lines: [first, ...new Set(same)].slice(0, 4),
    },
  ];
}

function peopleFirst({ reports, earlierSignals, firstAlarm }: Reading, input: SectionDraftInput): Candidate[] {
  const report = earlierSignals.find(isTold) ?? reports[0];
  if (report === undefined || firstAlarm === undefined || report.at >= firstAlarm.at) return [];
  const seconds = secondsBetween(report, firstAlarm);
  if (seconds === null || seconds < 60) return [];
  return [
    {
      title: `Add an alarm on what people reported ${span(seconds)} before monitoring did: ${quote(report.text, 90)}`,
      endState: `Replayed on the data of this event, the alarm on ${componentOrQuote(input, report)} fires before ${lineTime(report)}.`,
      lines: [report, firstAlarm],
    },
  ];
}

/** Told by a person, in chat or a ticket: monitoring did not see it. */
function isTold({ byPerson, lead }: Line): boolean {
  return lead.kind === 'ticket' || (byPerson && lead.kind === 'message');
}

function noAlarm({ alarms, impacts, reports, lineOf, impactStart }: Reading, input: SectionDraftInput): Candidate[] {
  const shown = lineOf(impactStart) ?? impacts[0] ?? reports[0];
  if (alarms.length > 0 || shown === undefined) return [];
  const component = componentOrQuote(input, shown);
  return [
    {
      title: `Add an alarm on ${component}: no alarm in the evidence saw ${quote(shown.text, 90)}`,
      endState: `A test failure of ${component} raises an alarm that pages within five minutes.`,
      lines: [shown, ...impacts.filter((line) => line !== shown)].slice(0, 3),
    },
  ];
}

function shortage(reading: Reading, input: SectionDraftInput): Candidate[] {
  return resourceShortages(reading)
    .slice(0, 2)
    .map(({ line, resource }) => {
      const component = componentOrQuote(input, line);
      const again = reading.impacts.filter(
        (other) => other !== line && breakingNoun(other.text) !== null && sameMatter(line, other),
      );
      return {
        title: resource.title(component),
        endState: resource.endState(component),
        lines: [line, ...again].slice(0, 4),
      };
    });
}

function suspectChange({ suspects, symptom: impact }: Reading): Candidate[] {
  return suspects.slice(0, 1).map((change) => ({
    title: `Check changes like ${changeName(change)} on a canary before they reach every host`,
    endState:
      'Such a change goes to a canary first; a rise of errors or crashes there stops it by itself, shown with a change that is broken on purpose.',
    lines: impact === undefined ? [change] : [change, impact],
  }));
}

function noRollback({ rollbacks, suspects, symptom: start, mitigated, lineOf }: Reading): Candidate[] {
  const change = suspects[0];
  const end = lineOf(mitigated);
  const seconds = secondsBetween(start, end);
  if (change === undefined || start === undefined || end === undefined || rollbacks.length > 0) return [];
  if (seconds === null || seconds < LONG_IMPACT_SECONDS) return [];
  return [
    {
      title: `Give changes like ${changeName(change)} a rollback that one person can run`,
      endState: 'A drill rolls such a change back in under five minutes with one documented command.',
      lines: [change, start, end],
    },
  ];
}

function earlierSignal(
  { reports, earlierSignals, warnings, firstAlarm, detected, lineOf }: Reading,
  input: SectionDraftInput,
): Candidate[] {
  const noticed = lineOf(detected) ?? firstAlarm;
  const [signal] = earlierSignals.filter((line) => !isTold(line) && !reports.includes(line));
  const seconds = secondsBetween(signal, noticed);
  if (signal === undefined || noticed === undefined || seconds === null || seconds < 60) return [];
  // Raising a warning that watches the same thing is the better action.
  if (warnings.some((warning) => warning === signal || sameMatter(warning, signal))) return [];
  return [
    {
      title: `Page on ${componentOrQuote(input, signal)}: ${quote(signal.text, 90)} came ${span(seconds)} before detection`,
      endState: `Replayed on the data of this event, an alarm on this signal fires at ${lineTime(signal)}.`,
      lines: [signal, noticed],
    },
  ];
}

function lateAcknowledgement({ lines, alarms, engaged, lineOf }: Reading, input: SectionDraftInput): Candidate[] {
  const page = alarms.find(({ lead }) => lead.kind === 'page') ?? alarms[0];
  // An acknowledgement that is only guessed at is no ground to change who gets called.
  const answer =
    lines.find(({ lead }) => lead.state === 'acknowledged') ?? (engaged?.certain ? lineOf(engaged) : undefined);
  const seconds = answer === page ? null : secondsBetween(page, answer);
  if (page === undefined || answer === undefined || seconds === null || seconds <= LATE_ACKNOWLEDGEMENT_SECONDS)
    return [];
  return [
    {
      title: `Escalate pages of ${componentOrQuote(input, page)} to a second person after five minutes without an answer`,
      endState:
        'The escalation policy names the second person, and a test page that nobody answers reaches them after five minutes.',
      lines: [page, answer],
    },
  ];
}

function flappingAlarm(reading: Reading, input: SectionDraftInput): Candidate[] {
  return flappingAlarms(reading)
    .slice(0, 2)
    .map(({ line, fired }) => ({
      title: `Tune the alarm ${componentOf(input, line) ?? quote(line.text, 60)}: it fired ${count(fired, 'time')} for one event`,
      endState: 'Replayed on the data of this event, the alarm fires once and recovers once.',
      lines: [line],
    }));
}

function metricByHand(reading: Reading, input: SectionDraftInput): Candidate[] {
  return metricsSeenByHand(reading)
    .slice(0, 2)
    .flatMap(({ line, metric, component }) => {
      const what = component ?? componentOf(input, line);
      if (what === null) return [];
      const title = `Graph the ${metric} of ${what} and alarm when it leaves its usual range`;
      const endState = `A dashboard shows ${metric} of ${what} for each host, and replayed on this event the alarm fires before ${lineTime(line)}.`;
      return [{ title, endState, lines: [line] }];
    });
}

function stepByHand(reading: Reading): Candidate[] {
  return stepsRepeatedByHand(reading)
    .slice(0, 1)
    .map(({ lines, step }) => ({
      title: `Automate the step ${quote(step, 60)}, which was done ${count(lines.length, 'time')} one after another`,
      endState:
        'One command does it for all hosts, with health checks between them and each back in service at once; a drill shows it.',
      lines: lines.slice(0, 8),
    }));
}

function workaround({ lines }: Reading): Candidate[] {
  return lines
    .filter((line) => WORKAROUND.test(line.text))
    .slice(0, 1)
    .map((line) => ({
      title: `Add a supported emergency option for what was done by hand: ${clip(plainLine(line.text), 120)}`,
      endState: 'The runbook names the option and who may use it, and a drill has used it.',
      lines: [line],
    }));
}
