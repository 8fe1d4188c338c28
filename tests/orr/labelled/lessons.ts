/**
 * Lessons with what is expected of them, written before the rules were tuned on any of them. `names` are services, hosts and people that must not
 * survive in the question; `keeps` is what the question has to be about.
 */
export type LabelledLesson = {
  lesson: string;
  services?: string[];
  people?: string[];
  names: string[];
  keeps: RegExp;
};

export const BROAD: LabelledLesson[] = [
  {
    lesson: 'Alarm on the age of the oldest message in orders-queue, not on its length.',
    services: ['orders-queue'],
    names: ['orders-queue', 'orders'],
    keeps: /age of the oldest message/,
  },
  {
    lesson:
      'Priya could not roll back because cart-api 3.2 had already migrated the schema; every migration must be reversible.',
    services: ['cart-api'],
    people: ['Priya Nair'],
    names: ['Priya', 'Nair', 'cart-api'],
    keeps: /migration.*reversible/,
  },
  {
    lesson:
      'We had no alarm on what customers see: checkout returned errors for 40 minutes while web-07 and web-08 looked healthy.',
    services: ['checkout'],
    names: ['checkout', 'web-07', 'web-08'],
    keeps: /alarm on what customers see/,
  },
  {
    lesson: 'A single noisy tenant should not be able to exhaust the connection pool of ledger-db.',
    services: ['ledger-db'],
    names: ['ledger'],
    keeps: /noisy tenant.*connection pool/,
  },
  {
    lesson: 'Exercise the failover of db1042.eqiad.wmnet before it is needed, at least once a quarter.',
    names: ['db1042', 'eqiad', 'wmnet'],
    keeps: /failover/,
  },
  {
    lesson:
      'Certificates need an alarm thirty days before they expire; the one of *.pay.example.com was noticed by Tomasz by chance.',
    people: ['Tomasz Kowalski'],
    names: ['Tomasz', 'Kowalski', 'pay.example.com'],
    keeps: /alarm.*expire/,
  },
  {
    lesson: 'Deploy to one region first and bake for an hour before going on, as Media Encoder did not.',
    services: ['Media Encoder'],
    names: ['Media', 'Encoder'],
    keeps: /one region first/,
  },
  {
    lesson:
      'Runbooks should name the exact command to drain a cell; on-call searched Slack for eleven minutes until Bob posted it.',
    people: [],
    names: ['Bob'],
    keeps: /command to drain a cell/,
  },
  {
    lesson: 'Retries in pricing-gateway must have a budget and back off with jitter.',
    services: ['pricing-gateway'],
    names: ['pricing'],
    keeps: /back ?off with jitter/,
  },
  {
    lesson: 'Feature flags must be validated against a schema before they reach production (INC-4711).',
    names: ['INC-4711', '4711'],
    keeps: /flags.*validated/,
  },
  {
    lesson: 'Lack of a load test at twice the peak hid that i-0abc1234def567890 was the only node with the old limit.',
    names: ['i-0abc1234def567890'],
    keeps: /load test at twice the peak/,
  },
  {
    lesson:
      'Every dependency call needs a timeout that is shorter than that of the caller; identity-service waited for geo-ip forever.',
    services: ['identity-service', 'geo-ip'],
    names: ['identity', 'geo-ip', 'geo'],
    keeps: /timeout/,
  },
  {
    lesson:
      'When on-call does not acknowledge a page within five minutes, escalate to a second person; Maria slept through three.',
    people: ['Maria Lopez'],
    names: ['Maria', 'Lopez'],
    keeps: /escalate/,
  },
  {
    lesson: 'Restore a backup of every store into an empty account each month and compare row counts.',
    names: [],
    keeps: /restore a backup/,
  },
  {
    lesson: 'Dashboards must show the error rate by availability zone. The Inventory Sync team averaged it away.',
    services: ['inventory-sync'],
    names: ['Inventory', 'Sync'],
    keeps: /error rate by availability zone/,
  },
  {
    lesson: 'Never push configuration to all cells at once.',
    names: [],
    keeps: /never push configuration to all cells/,
  },
  {
    lesson:
      'Hold a game day for the loss of a dependency before each launch, with the people who will be on call; Jürgen and Aisha were new.',
    people: ['Jürgen', 'Aisha'],
    names: ['Jürgen', 'Aisha'],
    keeps: /game day/,
  },
  {
    lesson:
      'The rollback of a step has to be tested together with the step. payments_v2 and 10.64.32.5 were left half migrated.',
    services: ['payments_v2'],
    names: ['payments', '10.64.32.5'],
    keeps: /rollback of a step/,
  },
  {
    lesson: 'Set alarms on 90% of each service limit; ask for more before mail-relay needs it.',
    services: ['mail-relay'],
    names: ['mail-relay', 'mail'],
    keeps: /service limit/,
  },
  {
    lesson: 'Degrade instead of failing: the page must render without recommendations when reco-svc-12 is slow.',
    services: ['reco-svc'],
    names: ['reco'],
    keeps: /renders? without recommendations|degrade/i,
  },
];

/** Lessons that somebody marked as broadly applicable although they are about one thing in one place: there is nothing to ask others. */
export const LOCAL: Omit<LabelledLesson, 'keeps' | 'names'>[] = [
  { lesson: 'Replace the disk in db1042.' },
  { lesson: 'Restart web-12 and web-13.' },
  { lesson: 'Give Priya access to the billing console.', people: ['Priya'] },
  { lesson: 'Upgrade cart-api to 3.3.', services: ['cart-api'] },
  { lesson: 'Thanks to Tomasz for staying up all night.', people: ['Tomasz'] },
  { lesson: 'Increase the heap of ledger-db to 8 GB.', services: ['ledger-db'] },
  { lesson: 'Close INC-4711 and merge T12345.' },
  { lesson: 'Ask Maria about the DNS entry of mail-relay.', services: ['mail-relay'], people: ['Maria'] },
  { lesson: 'checkout', services: ['checkout'] },
  { lesson: 'Renew the certificate of pay.example.com by 2026-05-01.' },
];

/** Questions of a library, each with a lesson that says the same in other words. */
export const PARAPHRASES: [question: string, lesson: string][] = [
  [
    'Do you have an alarm on the age of the oldest message of each queue?',
    'Every queue should have an alarm on how old its oldest message is.',
  ],
  [
    'Do you have a mechanism to roll back each deployment automatically when an alarm fires?',
    'Deployments should be rolled back automatically as soon as an alarm fires.',
  ],
  [
    'Do you have a mechanism to restore a backup of every data store each month?',
    'Backups of each data store must be restored every month to show that they work.',
  ],
  [
    'Do you exercise the failover to another availability zone in production at least once a quarter?',
    'Exercise failover to another availability zone every quarter, in production.',
  ],
  [
    'Does every call to a dependency have a timeout shorter than that of its caller?',
    'Calls to dependencies need a timeout that is shorter than the timeout of the caller.',
  ],
  [
    'Are you told at least thirty days before a certificate expires?',
    'Certificates need an alarm thirty days before they expire.',
  ],
];

/** Lessons near a question in words, and about something else: a merge would lose them. */
export const DIFFERENT: [question: string, lesson: string][] = [
  [
    'Do you have an alarm on the age of the oldest message of each queue?',
    'Every queue should have a limit on the size of a message.',
  ],
  [
    'Do you have a mechanism to roll back each deployment automatically when an alarm fires?',
    'Deployments must never start while another deployment is under way.',
  ],
  [
    'Are you told at least thirty days before a certificate expires?',
    'Certificates must be issued by an automated authority, never by hand.',
  ],
  [
    'Does every call to a dependency have a timeout shorter than that of its caller?',
    'Calls to dependencies should be spread over several availability zones.',
  ],
];
