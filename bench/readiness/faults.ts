/**
 * One fault put into a COE that is ready, with what readiness has to say about it: our own sentences, written before the rules
 * were touched. `at` is replaced by `value`; the finding is looked for at `place` (else `at`), about `quote` where it is about words.
 */
export type Fault = {
  rule: string;
  at: string;
  value: unknown;
  quote?: string;
  place?: string;
  /** Rules that the same change breaks as well. */
  also?: string[];
};

const said = (rule: string, value: string, quote: string, at = '/summary'): Fault => ({ rule, at, value, quote });
const cites = (value: object) => ({ id: 't9', at: '2026-01-01T11:00:30.000Z', evidenceIds: ['ev_1'], ...value });
const ENTRY = '/timeline/7';
const FIRST = '/actionItems/0';
const LEAF = '/fiveWhys/0/children/0/children/0';

export const FAULTS: readonly Fault[] = [
  said('hindsight', 'The team should have rehearsed the renewal in staging.', 'should have rehearsed'),
  said('hindsight', 'A canary could easily have shown it a day earlier.', 'could easily have shown'),
  said('hindsight', 'Looking at the graph would’ve told everyone.', 'would’ve told'),
  said('hindsight', 'Had the checklist been read, the outage might have been avoided.', 'might have been avoided'),
  said('hindsight', 'The expiry mail ought to have been acted on.', 'ought to have been acted'),
  said('human-error', 'The root cause was human error during the renewal.', 'human error'),
  said('human-error', 'It comes down to an operator mistake.', 'operator mistake'),
  said('human-error', 'The deploy was lost because of user error by the on-call.', 'user error'),
  said('blame-words', 'Support forgot to tell the on-call engineer.', 'forgot'),
  said('blame-words', 'The change was pushed carelessly.', 'carelessly'),
  said('blame-words', 'The outage is the fault of the vendor team.', 'fault of'),
  said('blame-words', 'Someone messed up the rotation of the key.', 'messed up'),
  said('blame-words', 'The rollback was badly executed.', 'badly executed'),
  said('failed-to', 'The on-call engineer failed to escalate for an hour.', 'engineer failed to'),
  said('failed-to', 'We did not bother to read the mail about the expiry.', 'did not bother'),
  said('failed-to', 'Operations neglected to renew the certificate.', 'neglected to'),
  said('minimising', 'Obviously the certificate needed a renewal.', 'Obviously'),
  said('minimising', 'They just had to restart the gateway.', 'just'),
  said('minimising', 'The cause was obvious from the first alarm.', 'obvious'),
  said('person-name', 'Then Runa Baker restarted the gateway.', 'Runa Baker'),
  said('person-name', 'At noon Katarzyna told the vendor.', 'Katarzyna'),
  said('person-name', 'The page went to @runab twice.', '@runab'),
  said('person-name', 'Miguel and the vendor rolled the certificate back.', 'Miguel'),

  said('action-verb-first', 'Gateway certificate alarm on expiry', 'Gateway', `${FIRST}/title`),
  said('action-verb-first', 'We need an alarm on the gateway certificate', 'We need', `${FIRST}/title`),
  said('action-verb-first', 'The payments team will watch the gateway certificate', 'The payments', `${FIRST}/title`),
  { ...vague('Investigate gateway certificates', 'Investigate'), also: ['action-end-state'] },
  { ...vague('Look into gateway certificates', 'Look into'), also: ['action-end-state'] },
  { ...vague('Discuss the renewal of gateway certificates', 'Discuss'), also: ['action-end-state'] },
  { ...vague('Figure out how the gateway certificate is renewed', 'Figure out'), also: ['action-end-state'] },
  { ...vague('Assess the renewal of gateway certificates', 'Assess'), also: ['action-end-state'] },
  said('action-exhorts', 'Be more careful with gateway certificates', 'Be more careful', `${FIRST}/title`),
  said('action-exhorts', 'Remind everyone of the gateway certificates', 'Remind', `${FIRST}/title`),
  said('action-exhorts', 'Teach the engineers to renew gateway certificates', 'Teach the engineers', `${FIRST}/title`),
  { rule: 'action-component', at: FIRST, value: action({ title: 'Improve monitoring', endState: 'Better alerts.' }) },
  { rule: 'action-end-state', at: `${FIRST}/endState`, value: '' },
  { rule: 'action-owner', at: `${FIRST}/owner`, value: null },
  { rule: 'action-due-date', at: `${FIRST}/dueDate`, value: null },
  { rule: 'action-type', at: `${FIRST}/type`, value: null, also: ['actions-detect', 'halving-without-action'] },
  {
    rule: 'actions-prevent',
    at: '/actionItems/1/type',
    value: 'process',
    place: '/actionItems',
    also: ['halving-without-action'],
  },
  {
    rule: 'halving-without-action',
    at: '/actionItems/2/type',
    value: 'process',
    place: '/responseAnalysis/mitigationHalved',
  },
  {
    rule: 'action-repeats-promise',
    at: `${FIRST}/title`,
    value: 'Add an alarm on the expiry of registry certificates',
  },
  {
    rule: 'action-without-why',
    at: '/actionItems/3',
    value: action({ id: 'a9', title: 'Add a gateway game day', type: 'process' }),
  },

  { rule: 'why-unanswered', at: `${LEAF}/answer`, value: '' },
  { rule: 'why-uncited', at: `${LEAF}/evidenceIds`, value: [], place: LEAF },
  said('why-leaf-person', 'The engineer on duty ran the wrong command.', 'The engineer', `${LEAF}/answer`),
  said('why-leaf-person', 'Nobody looked at the renewal mail.', 'Nobody looked', `${LEAF}/answer`),
  said('why-leaf-bug', 'A software bug in the renewal job.', 'A software bug', `${LEAF}/answer`),
  { rule: 'whys-detection', at: '/fiveWhys/0/children/1', value: why(), place: '/fiveWhys' },
  {
    rule: 'why-leaf-without-action',
    at: `${LEAF}/actionItemIds`,
    value: [],
    place: LEAF,
    also: ['action-without-why'],
  },

  {
    rule: 'impact-without-numbers',
    at: '/customerImpact',
    value: { text: 'Many customers could not pay for a long time.' },
  },
  { rule: 'gap-unexplained', at: '/timeline', value: quiet(), place: '/timeline/2' },
  {
    rule: 'moments-out-of-order',
    at: '/keyMoments/mitigated/at',
    value: '2026-01-01T09:00:00.000Z',
    place: '/keyMoments/mitigated',
  },
  {
    rule: 'timeline-out-of-order',
    at: '/timeline/3',
    value: { id: 't3', at: '2026-01-01T10:05:00.000Z', text: 'Step 3 of the incident', evidenceIds: ['ev_1'] },
    also: ['gap-unexplained'],
  },
  {
    rule: 'halving-unanswered',
    at: '/postIncidentAnalysis/diagnosisHalved',
    value: undefined,
  },
  { rule: 'citation-unknown', at: ENTRY, value: cites({ text: 'Step 8', evidenceIds: ['ev_404'] }), quote: 'ev_404' },
  { rule: 'citation-unknown', at: `${LEAF}/evidenceIds`, value: ['ev_1', 'ev_of_another_coe'], quote: 'ev_of_another' },
  { rule: 'ungrounded-claim', at: ENTRY, value: cites({ text: 'Step of the incident: 4,500 requests failed' }) },
  { rule: 'ungrounded-claim', at: ENTRY, value: cites({ text: 'Step of the incident, first seen at 09:41 UTC' }) },
  { rule: 'ungrounded-claim', at: ENTRY, value: cites({ text: 'Step of the incident, see https://example.org/x' }) },
];

function action(more: object) {
  const whole = { id: 'a1', owner: 'payments on-call', dueDate: '2026-02-01', priority: 'P1', type: 'detect' };
  return { ...whole, endState: 'A game day shows it.', ...more };
}

function vague(title: string, quote: string): Fault {
  return { rule: 'action-vague', at: FIRST, value: action({ title, endState: '' }), quote };
}

function why() {
  const answer = 'The gateway keeps one certificate for all brands.';
  return { id: 'w4', question: 'Why did it reach all brands?', answer, evidenceIds: ['ev_1'], actionItemIds: ['a1'] };
}

function quiet() {
  return ['10:00', '10:10', '10:50', '11:00'].map((time, index) => ({
    id: `t${index}`,
    at: `2026-01-01T${time}:00.000Z`,
    text: `Step ${index} of the incident`,
    evidenceIds: ['ev_1'],
  }));
}
