import type { ORR_CATEGORIES } from './schema.js';

/** What a readiness review asks about, with the words that place a question there, what is at risk, and where to read on. */
export type Area = {
  id: string;
  name: string;
  category: (typeof ORR_CATEGORIES)[number];
  words: RegExp;
  /** What happens to customers without the mechanism. */
  risk: string;
  /** What an answer that convinces shows. */
  goodLooksLike: readonly string[];
  resource: { text: string; url: string };
};

const builders = (page: string) => `https://aws.amazon.com/builders-library/${page}/`;
const sre = (page: string) => `https://sre.google/${page}/`;

/** First match counts, so the narrow areas stand before the wide ones. */
export const AREAS: readonly Area[] = [
  {
    id: 'rollback',
    name: 'Rollback of each step',
    category: 'releaseQuality',
    words: /\b(?:roll(?:ed|s|ing)? ?back\w*|revert\w*|reversib\w+|undo\w*|way back)\b/i,
    risk: 'A bad change stays with customers for as long as it takes to invent a way back.',
    goodLooksLike: ['The way back is written down for each step.', 'It was exercised in the last quarter.'],
    resource: {
      text: 'Ensuring rollback safety during deployments',
      url: builders('ensuring-rollback-safety-during-deployments'),
    },
  },
  {
    id: 'pipeline',
    name: 'Pipeline and bake time',
    category: 'releaseQuality',
    words:
      /\b(?:deploy\w*|releas\w*|canar\w+|pipeline\w*|bak(?:e|ed|ing)|feature flags?|config(?:uration)?s?\b|staged?|push(?:es|ed|ing)?|migrat\w+|upgrade\w*|code review|tests? (?:before|suite)|build)\b/i,
    risk: 'One change reaches every customer before anything can notice that it is bad.',
    goodLooksLike: ['The pipeline enforces it; nobody has to remember.', 'The last change that it stopped is linked.'],
    resource: {
      text: 'Automating safe, hands-off deployments',
      url: builders('automating-safe-hands-off-deployments'),
    },
  },
  {
    id: 'gameDays',
    name: 'Game days',
    category: 'eventManagement',
    words: /\b(?:game ?days?|drills?|rehears\w+)\b/i,
    risk: 'The first exercise is the event itself, with customers watching.',
    goodLooksLike: ['The date and the findings of the last one are linked.', 'Its findings have owners and due dates.'],
    resource: { text: 'Testing for reliability', url: sre('sre-book/testing-reliability') },
  },
  {
    id: 'runbooks',
    name: 'Runbooks',
    category: 'eventManagement',
    words: /\b(?:run ?books?|playbooks?|exact command|procedures?)\b/i,
    risk: 'Mitigation waits until somebody finds or invents the steps.',
    goodLooksLike: ['Each alarm links the runbook.', 'Somebody who did not write it followed it lately.'],
    resource: { text: 'Effective troubleshooting', url: sre('sre-book/effective-troubleshooting') },
  },
  {
    id: 'escalation',
    name: 'Escalation',
    category: 'eventManagement',
    words: /\b(?:escalat\w+|on-?call|acknowledg\w+|second person|page[sd]?\b|pag(?:er|ing)\b|severity)\b/i,
    risk: 'An alarm rings and nobody who can help hears it.',
    goodLooksLike: [
      'The rotation and the next person are configured, not remembered.',
      'A test page reached them lately.',
    ],
    resource: { text: 'Being on-call', url: sre('sre-book/being-on-call') },
  },
  {
    id: 'dashboards',
    name: 'Dashboards',
    category: 'eventManagement',
    words: /\b(?:dashboards?|graphs?|operational visibility)\b/i,
    risk: 'Diagnosis begins with a search for the graph that shows the problem.',
    goodLooksLike: ['The dashboard is linked from the runbook.', 'It shows customers first and causes below.'],
    resource: {
      text: 'Building dashboards for operational visibility',
      url: builders('building-dashboards-for-operational-visibility'),
    },
  },
  {
    id: 'slo',
    name: 'SLOs on customer experience',
    category: 'eventManagement',
    words: /\b(?:SLOs?|SLIs?|service level|error budgets?|customer experience)\b/i,
    risk: 'The service looks healthy to its team while customers fail.',
    goodLooksLike: [
      'The objective is measured where customers are.',
      'What happens when the budget is spent is agreed.',
    ],
    resource: { text: 'Service level objectives', url: sre('sre-book/service-level-objectives') },
  },
  {
    id: 'alarms',
    name: 'Alarms',
    category: 'eventManagement',
    words:
      /\b(?:alarm\w*|alert\w*|monitor\w*|metrics?|detect\w*|notif\w+|log(?:s|ging)\b|told\b|expir\w+|canary checks?)\b/i,
    risk: 'Customers notice before the team does.',
    goodLooksLike: ['The alarm and its threshold are linked.', 'It fired in a test, and did not cry wolf for a month.'],
    resource: { text: 'Monitoring distributed systems', url: sre('sre-book/monitoring-distributed-systems') },
  },
  {
    id: 'failureTesting',
    name: 'Failure testing',
    category: 'architecture',
    words: /\b(?:fail ?over\w*|fault injection|chaos|restor\w+|backups?|loss of|failure (?:test|mode)\w*)\b/i,
    risk: 'What should take over does not, and nobody knows until it has to.',
    goodLooksLike: ['The last test and its result are linked.', 'It runs on a schedule, in production where it can.'],
    resource: {
      text: 'Static stability using Availability Zones',
      url: builders('static-stability-using-availability-zones'),
    },
  },
  {
    id: 'isolation',
    name: 'Dependency isolation',
    category: 'architecture',
    words: /\b(?:depend\w+|time-?outs?|retr(?:y|ies|ied)|back ?off|circuit|degrad\w*|fallbacks?|render without)\b/i,
    risk: 'The failure of something behind the service becomes a failure of the service.',
    goodLooksLike: [
      'Each dependency is listed with its timeout and retries.',
      'A test shows the service without each of them.',
    ],
    resource: {
      text: 'Timeouts, retries, and backoff with jitter',
      url: builders('timeouts-retries-and-backoff-with-jitter'),
    },
  },
  {
    id: 'cells',
    name: 'Cells',
    category: 'architecture',
    words: /\b(?:cells?|shards?|shuffle|blast radius|zones?|regions?|redundan\w*|replicas?|single point)\b/i,
    risk: 'One failure reaches all customers instead of some.',
    goodLooksLike: ['The share of customers that one failure reaches is known.', 'A test shows that it stays there.'],
    resource: {
      text: 'Workload isolation using shuffle-sharding',
      url: builders('workload-isolation-using-shuffle-sharding'),
    },
  },
  {
    id: 'load',
    name: 'Load',
    category: 'architecture',
    words:
      /\b(?:load|capacity|limits?|quotas?|throttl\w+|noisy|tenants?|headroom|scal\w+|peak|overload\w*|memory|disk|pools?)\b/i,
    risk: 'More work than expected, from many customers or from one, takes the service from all of them.',
    goodLooksLike: ['The load at which it breaks is measured.', 'What it refuses first is decided and tested.'],
    resource: {
      text: 'Using load shedding to avoid overload',
      url: builders('using-load-shedding-to-avoid-overload'),
    },
  },
];

const GENERAL: Area = {
  id: 'general',
  name: 'General',
  category: 'general',
  words: /$^/,
  risk: 'What happened to customers once can happen to them again.',
  goodLooksLike: ['The mechanism is linked.', 'Its last test or use is linked.'],
  resource: { text: 'Lessons learned from postmortems', url: sre('sre-book/postmortem-culture') },
};

/** The area of a question; the general one where no words tell. */
export const areaOf = (text: string): Area => AREAS.find(({ words }) => words.test(text)) ?? GENERAL;
