import { describe, expect, it } from '@jest/globals';
import type { StoredEvidenceItem } from '../../../src/evidence/item.js';
import { alarm, item, say } from '../../timeline/items.js';
import { actions, inputOf } from './incidents.js';

const at = (clock: string) => `2025-06-07T${clock}:00Z`;
const rules = (items: readonly StoredEvidenceItem[]) =>
  actions(inputOf(items, { services: ['checkout'] })).map(({ rule }) => rule);
const name = 'CheckoutErrors';
const fires = (clock: string) => alarm(at(clock), 'firing', name, { severity: 'critical' });
const clears = (clock: string) => alarm(at(clock), 'ok', name);
const deploy = (clock: string, text: string, state: 'succeeded' | 'failed' = 'succeeded') =>
  item({ at: at(clock), kind: 'deploy', source: 'csv', state, subject: 'checkout', by: 'dev-2', text });
const page = (clock: string, state: 'open' | 'acknowledged', by?: string) =>
  item({
    at: at(clock),
    kind: 'page',
    source: 'pagerduty',
    subject: 'Checkout errors',
    state,
    text: state === 'open' ? 'Incident triggered: Checkout errors' : `${by} acknowledged the incident`,
    ...(by === undefined ? {} : { by }),
  });
const report = (clock: string) => say(at(clock), 'support-1', 'Customers report errors at checkout');

/** Each rule of the table: a case in which it must speak, and the nearest one in which it must not. */
const CASES: [string, StoredEvidenceItem[], StoredEvidenceItem[]][] = [
  [
    'peopleFirst',
    [report('10:00'), fires('10:09'), clears('10:30')],
    [fires('10:00'), report('10:09'), clears('10:30')],
  ],
  [
    'failedRollback',
    [
      deploy('09:55', 'Deployed checkout v42'),
      fires('10:00'),
      deploy('10:05', 'Rollback of checkout to v41 failed', 'failed'),
      clears('10:30'),
    ],
    [
      deploy('09:55', 'Deployed checkout v42'),
      fires('10:00'),
      deploy('10:05', 'Rolled back checkout to v41'),
      clears('10:30'),
    ],
  ],
  [
    'flappingAlarm',
    [fires('10:00'), clears('10:02'), fires('10:05'), clears('10:07'), fires('10:10'), clears('10:30')],
    [fires('10:00'), clears('10:02'), fires('10:05'), clears('10:30')],
  ],
  [
    'suspectChange',
    [deploy('09:55', 'Deployed checkout v42'), fires('10:00'), clears('10:30')],
    [deploy('07:30', 'Deployed checkout v42'), fires('10:00'), clears('10:30')],
  ],
  [
    'lateAcknowledgement',
    [fires('10:00'), page('10:00', 'open'), page('10:14', 'acknowledged', 'oncall-1'), clears('10:30')],
    [fires('10:00'), page('10:00', 'open'), page('10:08', 'acknowledged', 'oncall-1'), clears('10:30')],
  ],
  [
    'noAlarm',
    [report('10:00'), say(at('10:05'), 'sre-1', 'looking into it'), say(at('10:30'), 'sre-1', 'fixed, works again')],
    [fires('10:00'), report('10:01'), say(at('10:05'), 'sre-1', 'looking into it'), clears('10:30')],
  ],
  [
    'noRollback',
    [
      deploy('09:55', 'Deployed checkout v42'),
      fires('10:00'),
      say(at('10:40'), 'sre-1', 'mitigated, errors are gone'),
      clears('10:41'),
    ],
    [
      deploy('09:55', 'Deployed checkout v42'),
      fires('10:00'),
      say(at('10:08'), 'sre-1', 'mitigated, errors are gone'),
      clears('10:09'),
    ],
  ],
];

describe('an action rule', () => {
  it.each(CASES)('%s fires on its case', (rule, yes) => {
    expect(rules(yes)).toContain(rule);
  });
  it.each(CASES)('%s stays silent on its near miss', (rule, _yes, no) => {
    expect(rules(no)).not.toContain(rule);
  });
});
