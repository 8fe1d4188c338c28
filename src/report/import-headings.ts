import { STANDARD_QUESTIONS } from '../coe/questions.js';

/** Where the text under a heading of somebody else's postmortem goes. */
export type HeadingPlace =
  | 'summary'
  | 'background'
  | 'impact'
  | 'experience'
  | 'wentWell'
  | 'wentWrong'
  | 'lucky'
  | 'cause'
  | 'factors'
  | 'whys'
  | 'timeline'
  | 'lessons'
  | 'actions'
  | 'related'
  | 'facts'
  | { section: 'responseAnalysis' | 'postIncidentAnalysis'; id: string };

const response = (id: string): HeadingPlace => ({ section: 'responseAnalysis', id });
const analysis = (id: string): HeadingPlace => ({ section: 'postIncidentAnalysis', id });

/** Headings as people write them, most telling first; the whole heading must match. */
const RULES: [RegExp, HeadingPlace][] = [
  [
    /^(?:(?:executive|incident|issue|brief|short|high level)? ?(?:summary|overview|description|synopsis)|tl ?dr|abstract|what happened|incident summary and impact)$/,
    'summary',
  ],
  [
    /^(?:background|context|background information|background and context|introduction|glossary and background)$/,
    'background',
  ],
  [
    /^(?:what (?:did )?(?:the )?(?:customers?|users?) (?:saw|see|experienced?)|(?:customer|user) experience|symptoms?)$/,
    'experience',
  ],
  [
    /^(?:(?:customers?|users?|business|service|incident|impact)?(?: facing)? ?impacts?|impact (?:assessment|analysis|summary)|customer impact|who was affected|effects?|scope(?: of impact)?|scope and impact|affected (?:services|users|customers|systems))$/,
    'impact',
  ],
  [
    /^(?:(?:what|things(?: that)?) (?:went|worked|that went) ?(?:well|right)?|what (?:worked|was good)(?: well)?|what did we do well|good things|successes|positives)$/,
    'wentWell',
  ],
  [
    /^(?:(?:what|things that|things) (?:went (?:wrong|poorly|badly)|(?:did not|didnt|did not) go (?:so )?well|could (?:have gone|be|go) (?:better|improved)|can be improved)|what (?:could|can) be improved|challenges|difficulties|where we got unlucky)$/,
    'wentWrong',
  ],
  [/^(?:where (?:we|did we) (?:got|get) lucky|what were we lucky about|luck|we were lucky)$/, 'lucky'],
  [/^(?:5|five) ?whys?(?: analysis)?$/, 'whys'],
  [
    /^(?:(?:proximate |underlying |technical |probable )?(?:root )?causes?|root causes? analysis|rca|why (?:did )?(?:it|this) happen(?:ed)?|underlying issue|what caused (?:it|this|the (?:incident|outage)))$/,
    'cause',
  ],
  [
    /^(?:root causes? and )?(?:contributing|causal|aggravating) (?:factors?|causes?|conditions?)(?: findings)?$/,
    'factors',
  ],
  [
    /^(?:(?:incident|detailed|full|high level|event) )?(?:timeline|chronology|time line|sequence of events|history)(?: of (?:the )?(?:events|incident|outage))?(?: and (?:events|response))?$/,
    'timeline',
  ],
  [
    /^(?:(?:key )?(?:lessons?|learnings?|takeaways?)(?: (?:learned|learnt))?|what (?:did we learn|we learned|have we learned)|conclusions?|lessons? (?:learned|learnt) and \w+)$/,
    'lessons',
  ],
  [
    /^(?:(?:corrective|preventive|preventative|remediation|follow ?up|next|proposed|planned|immediate|long term|short term)?(?: and (?:corrective|preventive|preventative))? ?(?:actions?|action items?|actionables?|steps?|tasks?|follow ?ups?|to ?dos?)|corrective and preventi?a?tive (?:actions|measures)|(?:corrective|preventi?a?tive|remediation|improvement) (?:measures?|items?|plan|work)|improvements?|remediations?|recommendations?|prevention|action plan|how (?:will|do|can) we prevent (?:it|this)(?: from happening again| in the future)?)$/,
    'actions',
  ],
  [/^(?:related|similar|previous|prior|past) (?:coes?|incidents?|postmortems?|outages?|coes and promises)$/, 'related'],
  [
    /^(?:details|incident details|metadata|stats|statistics|facts|incident (?:information|data|facts)|key (?:facts|data|metrics)|general information)$/,
    'facts',
  ],
  [
    /^(?:detection|discovery|detection and (?:alerting|discovery)|how (?:was it|did we) (?:detected|detect it|notice|discovered)|alerting|monitoring(?: and (?:alerting|detection))?|how was (?:the|this) (?:incident|issue|problem) (?:detected|discovered))$/,
    response('detection'),
  ],
  [
    /^(?:response|incident response|engagement|escalation|communications?|response and (?:engagement|recovery|communication))$/,
    response('engagement'),
  ],
  [
    /^(?:mitigations?|resolution|recovery|restoration|fix|solution|remedy|resolution and recovery|mitigation and (?:resolution|recovery)|recovery and resolution|how was it (?:fixed|resolved|mitigated))$/,
    response('mitigationKnown'),
  ],
  [/^roll ?back$/, response('rollback')],
  [/^run ?books?$/, response('runbook')],
  [
    /^(?:diagnosis|investigation|investigations|analysis|technical (?:analysis|details?)|troubleshooting|diagnosis and investigation|incident analysis)$/,
    analysis('diagnosis'),
  ],
  [/^(?:trigger|triggers|triggering event|change|what changed)$/, analysis('changeUnderWay')],
  [/^(?:tests?|testing|test coverage)$/, analysis('test')],
  [/^blast radius$/, analysis('blastRadius')],
  [/^backlog(?: check| items?)?$/, analysis('backlog')],
];

const QUESTIONS = new Map(
  STANDARD_QUESTIONS.map(({ id, section, text }): [string, HeadingPlace] => [simple(text), { section, id }]),
);

/** The place for a heading, or null when it is none that people use for these sections. */
export function placeOf(heading: string): HeadingPlace | null {
  const words = simple(heading);
  if (words === '') return null;
  const question = QUESTIONS.get(words);
  if (question) return question;
  return RULES.find(([rule]) => rule.test(words))?.[1] ?? null;
}

/** "3. Root Cause(s): (UTC)" as "root causes": no numbers, marks, emoji or bracketed remarks. */
function simple(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/\((s|es)\)/g, '$1')
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replace(/&/g, ' and ')
    .replace(/^\s*(?:\d+(?:\.\d+)*[.):]?\s+(?!whys?\b)|[ivx]+\.\s)/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
