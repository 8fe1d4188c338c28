import type { ActionFinder } from './candidate.js';
import { earlierSignal, flappingAlarm, metricByHand, noAlarm, onlyWarning, peopleFirst } from './detect-actions.js';
import { shortage, suspectChange } from './prevent-actions.js';
import { failedRollback, lateAcknowledgement, noRollback, stepByHand, workaround } from './respond-actions.js';

export type ActionRule = {
  id: string;
  type: 'detect' | 'mitigate' | 'prevent' | 'process';
  find: ActionFinder;
};

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
