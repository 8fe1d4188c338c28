import type { ProposedSuggestion, SectionRule } from '../section-rule.js';
import { resourceShortages } from './action-findings.js';
import type { Line } from './lines.js';
import { WORKAROUND } from './phrases.js';
import { type Reading, readingOf } from './reading.js';
import { identityOf, lineStatement, suggestion, told } from './sentence.js';
import { apart, timed } from './timed.js';

/** A change this close before impact is worth a lesson about how changes go out. */
const CLOSE_CHANGE_SECONDS = 30 * 60;

/** What evidence must show, and what it teaches: an order, so that it can become a readiness question. */
type Lesson = { id: string; broadlyApplicable: boolean; find: (reading: Reading) => Line | undefined; order: string };

const LESSONS: readonly Lesson[] = [
  {
    id: 'failedRollback',
    broadlyApplicable: true,
    find: ({ rollbacks }) =>
      rollbacks.find(({ outcome, line }) => outcome === 'failed' && line.entry.kind !== 'diagnosis')?.line,
    order: 'Exercise the rollback of each kind of change before it is needed.',
  },
  {
    id: 'onlyWarning',
    broadlyApplicable: true,
    find: ({ warnings }) => warnings[0],
    order: 'Give every signal of a failing component that serves customers a severity that pages.',
  },
  {
    id: 'peopleFirst',
    broadlyApplicable: true,
    find: ({ reports, firstAlarm }) =>
      reports.find((line) => firstAlarm === undefined || line.at.getTime() < firstAlarm.at.getTime() - 59_000),
    order: 'Alarm on what customers see, so that monitoring tells of it before they do.',
  },
  {
    id: 'shortage',
    broadlyApplicable: true,
    find: (reading) => resourceShortages(reading)[0]?.line,
    order:
      'Set a limit, headroom and an alarm for each resource that can run out, and degrade instead of stopping when it does.',
  },
  {
    id: 'changeBefore',
    broadlyApplicable: true,
    find: ({ suspects, symptom }) => {
      const change = suspects[0];
      const seconds = change === undefined ? null : apart(timed(change), symptom);
      return seconds !== null && seconds <= CLOSE_CHANGE_SECONDS ? change : undefined;
    },
    order: 'Let a change reach a small part of the fleet first, and stop it by itself when errors rise there.',
  },
  {
    id: 'workaround',
    broadlyApplicable: false,
    find: ({ lines }) => lines.find((line) => WORKAROUND.test(line.text)),
    order: 'Keep an emergency way through the tooling that is documented and tried.',
  },
];

/** Lessons whose basis is in the evidence. The first sentence is the evidence, the second what it teaches. */
export const draftLessonsLearned: SectionRule = (input) => {
  const reading = readingOf(input);
  return LESSONS.flatMap(({ id, broadlyApplicable, find, order }): ProposedSuggestion[] => {
    const line = find(reading);
    if (line === undefined) return [];
    const text = `${told(line)} ${order}`;
    return [suggestion('lessonsLearned', { text, broadlyApplicable }, [lineStatement(line)], identityOf(id, [line]))];
  });
};
