import { measuresOf } from '../../src/coe/measures.js';
import { STANDARD_QUESTIONS } from '../../src/coe/questions.js';
import { type CoeContent, coeContentSchema } from '../../src/coe/schema.js';
import type { CitedEvidence } from '../../src/report/citations.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { reportData } from '../../src/report/report-data.js';
import type { ReportCoe, ReportExtras } from '../../src/report/report-input.js';

/** An invented incident that uses every field of the document. */
const content = {
  title: 'Checkout refused cards for 47 minutes',
  owner: 'payments-oncall',
  authors: ['Zoé Müller', 'Smith, Jan'],
  services: ['checkout-api', 'card_gateway'],
  team: 'Payments',
  environment: 'production',
  severity: 'SEV2',
  tags: ['certificate', 'expiry'],
  dueAt: '2026-03-20',
  meetingDate: '2026-03-25T15:00:00Z',
  whyWritten: 'More than 1% of the orders of a day were lost.',
  errorBudgetSpent: 38.5,
  summary:
    'On 4 March 2026 the card gateway refused every **new** connection, because its client certificate had expired.\n\n' +
    'Orders by invoice were not affected [ev_alarm].',
  background: 'The gateway asks each caller for a *client certificate*. It lives one year.',
  customerImpact: {
    text: '- 12,400 orders could not be paid\n- about a third were placed again later',
    customersAffected: 9800,
    requestsFailed: 41_200,
    minutes: 47,
    experience: 'An error page: “We could not take your card”.',
  },
  whatWentWell: [
    { id: 'w1', text: 'The rollback of the gateway took four minutes.', evidenceIds: ['ev_deploy'] },
    { id: 'w2', text: 'Support had a template ready:\n\n- in English\n- in Danish' },
  ],
  responseAnalysis: {
    detection: {
      answer: 'A customer wrote to support; the alarm came 9 minutes later.',
      evidenceIds: ['ev_chat', 'ev_alarm'],
    },
    detectionHalved: {
      answer:
        '### An alarm on days left\n\nAlarm when a certificate lives less than 14 days:\n\n```promql\nx509_days_left < 14\n```',
    },
  },
  postIncidentAnalysis: { diagnosis: { answer: 'By `openssl s_client`, in a minute.', evidenceIds: ['ev_chat'] } },
  keyMoments: {
    impactStart: { at: '2026-03-04T10:05:00Z', evidenceIds: ['ev_log'], note: 'first refused card' },
    detected: { at: '2026-03-04T10:17:30Z', evidenceIds: ['ev_alarm'] },
    engaged: { at: '2026-03-04T10:21:00Z', state: 'candidate' },
    diagnosed: { at: null, state: 'notApplicable', note: 'rolled back before the cause was known' },
    mitigated: { at: '2026-03-04T10:52:00Z', evidenceIds: ['ev_deploy'] },
  },
  timeline: [
    { id: 't1', at: '2026-03-04T00:00:00Z', precision: 'day', text: 'The certificate expired.', kind: 'trigger' },
    {
      id: 't2',
      at: '2026-03-04T10:05:00Z',
      precision: 'second',
      text: 'First `card_refused | 402`',
      kind: 'impact',
      evidenceIds: ['ev_log'],
    },
    {
      id: 't3',
      at: '2026-03-04T10:08:00Z',
      text: 'A customer reports\nrefused cards',
      kind: 'detection',
      actor: 'support-1',
      evidenceIds: ['ev_chat'],
    },
    {
      id: 't4',
      at: '2026-03-04T10:17:30Z',
      precision: 'second',
      text: 'Alarm *checkout-5xx* fires',
      kind: 'detection',
      evidenceIds: ['ev_alarm'],
    },
    {
      id: 't5',
      at: '2026-03-04T10:48:00Z',
      end: '2026-03-04T10:52:00Z',
      text: 'Gateway rolled back',
      kind: 'mitigation',
      actor: 'sre-2',
      evidenceIds: ['ev_deploy'],
    },
    { id: 't6', at: '2026-03-04T11:00:00Z', text: 'Hidden from readers', hidden: true },
  ],
  fiveWhys: [
    {
      id: 'y1',
      question: 'Why were cards refused?',
      answer: 'The gateway refused the expired certificate.',
      evidenceIds: ['ev_log'],
      children: [
        {
          id: 'y2',
          question: 'Why did it expire?',
          answer: 'Renewal is a ticket that nobody owned.',
          hypothesis: true,
          actionItemIds: ['a1'],
        },
        {
          id: 'y3',
          question: 'Why did no alarm warn?',
          answer: '',
          reasonWithoutAction: 'A platform alarm comes in May.',
        },
      ],
    },
  ],
  lessonsLearned: [
    {
      id: 'l1',
      text: 'Every certificate needs an alarm on its days left.',
      broadlyApplicable: true,
      evidenceIds: ['ev_log'],
    },
    { id: 'l2', text: 'The gateway runbook starts with the certificate now.' },
  ],
  actionItems: [
    {
      id: 'a1',
      title: 'Renew card_gateway certificates by cert-manager',
      type: 'prevent',
      priority: 'P1',
      owner: 'Smith, Jan',
      dueDate: '2026-04-15',
      endState: 'No certificate of the gateway is renewed by hand | checked by a test',
      whyIds: ['y2'],
      citedCoes: ['COE-3'],
      tracker: { system: 'jira', key: 'PAY-17', url: 'https://jira.example.com/browse/PAY-17' },
    },
    {
      id: 'a2',
      title: 'Alarm on x509 days left',
      type: 'detect',
      status: 'done',
      proof: 'https://grafana.example.com/d/1',
      owner: 'sre-2',
    },
  ],
  charts: [
    { id: 'c1', title: 'Refused cards a minute', metricId: 'm1', alarmThreshold: 20, investigationThreshold: 5 },
  ],
  relatedCoes: ['COE-3'],
};

const evidence = new Map<string, CitedEvidence>([
  [
    'ev_alarm',
    {
      source: 'cloudwatch',
      at: '2026-03-04T10:17:30Z',
      text: 'checkout-5xx: OK → ALARM',
      link: 'https://example.com/alarm',
    },
  ],
  ['ev_chat', { source: 'slack', at: '2026-03-04T10:08:00Z', text: 'a customer cannot pay | screenshot', link: null }],
  [
    'ev_log',
    {
      source: 'ndjson',
      at: '2026-03-04T10:05:00Z',
      text: '{"error":"certificate expired","code":402}',
      link: 'javascript:alert(1)',
    },
  ],
  [
    'ev_deploy',
    { source: 'argocd', at: '2026-03-04T10:52:00Z', text: 'rollback of card_gateway to 1.8.2', link: null },
  ],
]);

export function sampleCoe(changes: Record<string, unknown> = {}): ReportCoe {
  return presented(coeContentSchema.parse({ ...content, ...changes }));
}

export function presented(coe: CoeContent): ReportCoe {
  return {
    ...coe,
    number: 'COE-7',
    version: 12,
    status: 'inReview',
    createdAt: '2026-03-05T08:00:00.000Z',
    updatedAt: '2026-03-09T16:30:00.000Z',
    measures: measuresOf(coe.keyMoments),
  };
}

export const sampleExtras: ReportExtras = {
  evidence,
  questions: STANDARD_QUESTIONS,
  gaps: [{ from: '2026-03-04T10:17:30Z', to: '2026-03-04T10:48:00Z', seconds: 1830 }],
  draft: false,
};

export function sampleMarkdown(changes: Record<string, unknown> = {}, extras: Partial<ReportExtras> = {}): string {
  return renderMarkdown(reportData(sampleCoe(changes), { ...sampleExtras, ...extras }));
}
