import { flappingAlarms, metricsSeenByHand, resourceShortages, sameMatter } from './action-findings.js';
import type { ActionFinder } from './candidate.js';
import { componentOf, componentOrService, withQuote } from './components.js';
import type { Line } from './lines.js';
import { ALARM_TOLD } from './phrases.js';
import { lineTime } from './sentence.js';
import { apart, timed } from './timed.js';
import { count, quote, span } from './wording.js';

/** A signal that was only a warning → a severity that pages. */
export const onlyWarning: ActionFinder = ({ warnings, earlierSignals, impacts }, input) => {
  // What people said of a warning tells more than its severity.
  const [first] = [...warnings].sort((a, b) => Number(a.lead.kind === 'alarm') - Number(b.lead.kind === 'alarm'));
  if (first === undefined) return [];
  const same = [...earlierSignals, ...impacts].filter((line) => line !== first && sameMatter(first, line));
  const component = componentOrService(input, first);
  return [
    {
      title: withQuote(`Raise the alert on ${component} from warning to a severity that pages`, first),
      endState: `A test failure of ${component} pages the on-call person within one minute.`,
      lines: [first, ...new Set(same)].slice(0, 4),
    },
  ];
};

/** Reported by people before any alarm → detect. */
export const peopleFirst: ActionFinder = ({ reports, earlierSignals, firstAlarm }, input) => {
  const report = [...earlierSignals.filter(isTold), ...reports].find((line) => !ALARM_TOLD.test(line.text));
  if (report === undefined || firstAlarm === undefined) return [];
  const seconds = apart(timed(report), timed(firstAlarm));
  if (seconds === null || seconds < 60) return [];
  return [
    {
      title: `Add an alarm on what people reported ${span(seconds)} before monitoring did: ${quote(report.text, 90)}`,
      endState: `Replayed on the data of this event, the alarm on ${componentOrService(input, report)} fires before ${lineTime(report)}.`,
      lines: [report, firstAlarm],
    },
  ];
};

/** Told by a person, in chat or a ticket: monitoring did not see it. */
function isTold({ byPerson, lead }: Line): boolean {
  return lead.kind === 'ticket' || (byPerson && lead.kind === 'message');
}

/** Impact evidence with no alarm at all → monitoring gap. */
export const noAlarm: ActionFinder = ({ alarmTold, impacts, reports, began, noticed }, input) => {
  const shown = began?.line ?? reports[0] ?? noticed?.line;
  if (alarmTold || shown === undefined) return [];
  const component = componentOrService(input, shown);
  return [
    {
      title: `Add an alarm on ${component}: no alarm in the evidence saw ${quote(shown.text, 90)}`,
      endState: `A test failure of ${component} raises an alarm that pages within five minutes.`,
      lines: [shown, ...impacts.filter((line) => line !== shown)].slice(0, 3),
    },
  ];
};

/** A machine's sign of trouble before detection → page on it. */
export const earlierSignal: ActionFinder = ({ reports, earlierSignals, warnings, noticed }, input) => {
  const [signal] = earlierSignals.filter((line) => !isTold(line) && !reports.includes(line));
  const seconds = signal === undefined ? null : apart(timed(signal), noticed);
  if (signal === undefined || noticed === undefined || seconds === null || seconds < 60) return [];
  // Raising a warning that watches the same thing is the better action.
  if (warnings.some((warning) => warning === signal || sameMatter(warning, signal))) return [];
  return [
    {
      title: `Page on ${componentOrService(input, signal)}: ${quote(signal.text, 90)} came ${span(seconds)} before detection`,
      endState: `Replayed on the data of this event, an alarm on this signal fires at ${lineTime(signal)}.`,
      lines: [signal, noticed.line],
    },
  ];
};

/** A flapping alarm → tune it. */
export const flappingAlarm: ActionFinder = (reading, input) =>
  flappingAlarms(reading)
    .slice(0, 2)
    .map(({ line, fired }) => ({
      title: `Tune the alarm ${line.lead.subject ?? componentOrService(input, line)}: it fired ${count(fired, 'time')} for one event`,
      endState: 'Replayed on the data of this event, the alarm fires once and recovers once.',
      lines: [line],
    }));

/** A measurement that only a person saw → graph and alarm. */
export const metricByHand: ActionFinder = (reading, input) => {
  const scarce = new Set(resourceShortages(reading).map(({ line }) => line));
  return metricsSeenByHand(reading)
    .filter(({ line }) => !scarce.has(line))
    .slice(0, 2)
    .flatMap(({ line, metric, component }) => {
      const what = component ?? componentOf(input, line);
      if (what === null) return [];
      const title = `Graph the ${metric} of ${what} and alarm when it leaves its usual range`;
      const endState = `A dashboard shows ${metric} of ${what} for each host, and replayed on this event the alarm fires before ${lineTime(line)}.`;
      return [{ title, endState, lines: [line] }];
    });
};
