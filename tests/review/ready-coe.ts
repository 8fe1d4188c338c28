import { STANDARD_QUESTIONS } from '../../src/coe/questions.js';

const evidenceIds = ['ev_1'];
const answersOf = (section: 'responseAnalysis' | 'postIncidentAnalysis'): Record<string, { answer: string }> =>
  Object.fromEntries(
    STANDARD_QUESTIONS.filter((question) => question.section === section).map(({ id }) => [
      id,
      { answer: 'Answered here.' },
    ]),
  );

/** A COE in which no readiness rule finds anything; tests break one thing at a time. */
export function readyCoe() {
  const action = { owner: 'payments on-call', dueDate: '2026-02-01', priority: 'P1', endState: 'A game day shows it.' };
  return {
    title: 'Checkout refused cards for an hour',
    owner: 'payments on-call',
    services: ['checkout'],
    severity: 'SEV2',
    summary: 'The certificate of the card gateway expired and payments were refused for an hour.',
    customerImpact: { text: 'Customers could not pay.', requestsFailed: 1200, minutes: 60, customersAffected: null },
    responseAnalysis: answersOf('responseAnalysis'),
    postIncidentAnalysis: answersOf('postIncidentAnalysis'),
    keyMoments: {
      impactStart: { at: '2026-01-01T10:00:00Z', evidenceIds },
      detected: { at: '2026-01-01T10:10:00Z', evidenceIds },
      engaged: { at: '2026-01-01T10:20:00Z', evidenceIds },
      diagnosed: { at: '2026-01-01T10:30:00Z', evidenceIds },
      mitigated: { at: '2026-01-01T10:40:00Z', evidenceIds },
      resolved: { at: '2026-01-01T11:00:00Z', evidenceIds },
    },
    timeline: ['10:00', '10:10', '10:20', '10:30', '10:40', '10:50', '11:00'].map((time, index) => ({
      id: `t${index}`,
      at: `2026-01-01T${time}:00Z`,
      text: `Step ${index} of the incident`,
      evidenceIds,
    })),
    fiveWhys: [
      {
        id: 'w1',
        question: 'Why were cards refused?',
        answer: 'The certificate of the gateway had expired.',
        evidenceIds,
        children: [
          {
            id: 'w2',
            question: 'Why had it expired?',
            answer: 'The renewal job could not write.',
            evidenceIds,
            children: [
              {
                id: 'w3',
                question: 'Why was the disk full?',
                answer: 'Logs are never rotated.',
                evidenceIds,
                actionItemIds: ['a2'],
              },
            ],
          },
          {
            id: 'w4',
            question: 'Why was it detected late?',
            answer: 'No alarm watches expiry.',
            evidenceIds,
            actionItemIds: ['a1'],
          },
          {
            id: 'w5',
            question: 'Why did mitigation take long?',
            answer: 'The runbook has no renewal step.',
            evidenceIds,
            actionItemIds: ['a3'],
          },
        ],
      },
    ],
    lessonsLearned: [{ text: 'Renewals that fail quietly are found by customers.', broadlyApplicable: true }],
    actionItems: [
      { ...action, id: 'a1', title: 'Add an alarm on expiry of gateway certificates', type: 'detect' },
      { ...action, id: 'a2', title: 'Rotate the logs of the renewal host', type: 'prevent' },
      { ...action, id: 'a3', title: 'Add the renewal step to the gateway runbook', type: 'mitigate' },
    ],
  };
}

/** The same without citations: a COE that was just made has no evidence to cite. Nothing blocks its approval. */
export function approvableCoe(): ReturnType<typeof readyCoe> {
  return JSON.parse(JSON.stringify(readyCoe(), (key, value) => (key === 'evidenceIds' ? [] : value)));
}
