import type { Episode } from './collapse.js';
import { type Finding, findingAt } from './finding.js';
import type { Topic } from './phrases.js';
import { isFailure, type ReadEvent } from './read-event.js';

/** An alarm that closed shortly before people answered is still what they answered. */
const ANSWER_MS = 15 * 60_000;
const NOT_PRODUCTION = /^(?:stag(?:e|ing)|dev(?:elopment)?|test(?:ing)?|qa|uat|sandbox|preprod|pre-prod|demo|local)$/i;
const ENVIRONMENT_LABEL = /^(?:env|environment|stage|tier|cluster_env|deployment_environment)$/i;

/** True for alarms whose label says that they watch no production. */
export function isNotProduction(event: ReadEvent): boolean {
  return Object.entries(event.lead.dimensions).some(
    ([key, value]) => ENVIRONMENT_LABEL.test(key) && NOT_PRODUCTION.test(value),
  );
}

export type DetectionContext = {
  events: readonly ReadEvent[];
  episodes: readonly (Episode & { firing: ReadEvent | null })[];
  /** Explicit start of impact, epoch ms, or null. */
  impactAt: number | null;
};

/**
 * detected (`drafting.md`): the earlier of the first alarm episode still open at or after impact and the first user report. A report in
 * words that came before the alarm stays a candidate, and so does the alarm then: which of them told the team, only people know.
 */
export function findDetected(context: DetectionContext): Finding[] {
  const alarm = firstAlarm(context, 'structured') ?? firstAlarm(context, 'text');
  const told = toldInWords(context.events).filter((finding) => isInTime(finding, context.impactAt));
  const strong = told.filter((finding) => finding.rule !== NOTICED);
  if (alarm === undefined) return [...strong, ...told.filter((finding) => finding.rule === NOTICED)];
  if (!alarm.sure && alarm.rule === UNANSWERED) return [...strong, alarm];
  const earlier = strong.filter((finding) => (finding.at ?? 0) < (alarm.at ?? 0));
  return earlier.length > 0 ? [...earlier, { ...alarm, sure: false }] : [alarm];
}

/** A statement long before the stated impact is about something else. */
function isInTime(finding: Finding, impactAt: number | null): boolean {
  return impactAt === null || (finding.at ?? 0) >= impactAt;
}

function firstAlarm(context: DetectionContext, basis: 'structured' | 'text'): Finding | undefined {
  const all = context.episodes.filter(
    (episode) => episode.firing?.signal?.basis === basis && episode.firing.lead.kind !== 'metric',
  );
  const episodes = unlessAll(unlessAll(all, isNotProduction), isForewarning);
  const { open, answered } = stillOpen(episodes, context);
  const firing = answeredOne(open, context)?.firing;
  if (firing == null) return undefined;
  const rule =
    basis === 'text' ? 'first alert a bot reported' : answered ? 'first alarm still open at impact' : UNANSWERED;
  return findingAt(firing, rule, basis === 'structured' && answered);
}

/** What "expires in 20 days" or an alarm of no severity says is no impact yet: it stays open for weeks and detects nothing. */
const FORECAST =
  /\b(?:expir(?:es?|ing|ation)|runs? out|fills? up|full|exhaust\w*)\b.{0,20}\b(?:in|within) (?:less than |about )?\d+ ?(?:d|days?|weeks?|hours?)\b|\bwill (?:be full|expire|run out|fill)\b|\b(?:predicted|forecast(?:ed)?) to\b/i;
const NO_SEVERITY = /^(?:info\w*|none|notice|debug)$/i;
const isForewarning = (event: ReadEvent): boolean =>
  NO_SEVERITY.test(event.lead.severity ?? '') || FORECAST.test(event.text);

/**
 * A warning that stood for long without an answer detected nothing when a severe alarm then called people: they answered that one.
 * Without an answer, or without ranks, the first one counts.
 */
function answeredOne(open: DetectionContext['episodes'], { events, impactAt }: DetectionContext) {
  const first = open[0];
  const answer = firstAnswer(events);
  if (impactAt !== null || first === undefined || answer === null || !WARNING.test(first.firing?.lead.severity ?? ''))
    return first;
  const severe = open.find(
    ({ from, firing }) =>
      SEVERE.test(firing?.lead.severity ?? '') && from <= answer && from - first.from > UNANSWERED_WARNING_MS,
  );
  return severe ?? first;
}
const WARNING = /^(?:warn(?:ing)?|minor|low|p[345]|sev[345])$/i;
const SEVERE = /^(?:critical|crit|page|high|emergency|fatal|major|p[12]|sev[12])$/i;
const UNANSWERED_WARNING_MS = 30 * 60_000;

/** Without the episodes that are of a sort, as long as others are left. */
function unlessAll(episodes: DetectionContext['episodes'], isOne: (event: ReadEvent) => boolean) {
  const others = episodes.filter(({ firing }) => firing !== null && !isOne(firing));
  return others.length > 0 ? others : episodes;
}

type Opened = { open: DetectionContext['episodes']; answered: boolean };

/** Episodes still open at impact or, as long as nothing says when that was, when people first answered. */
function stillOpen(episodes: DetectionContext['episodes'], { events, impactAt }: DetectionContext): Opened {
  if (impactAt !== null)
    return { open: episodes.filter((one) => one.end === null || one.end >= impactAt), answered: true };
  const answer = firstAnswer(events);
  if (answer === null) return { open: episodes, answered: true };
  const begun = episodes.filter((one) => one.from <= answer);
  const atAnswer = begun.filter((one) => one.end === null || one.end >= answer);
  if (atAnswer.length > 0) return { open: atAnswer, answered: true };
  const justBefore = begun.filter((one) => one.end !== null && answer - one.end <= ANSWER_MS);
  if (justBefore.length > 0) return { open: justBefore, answered: true };
  const later = episodes.filter((one) => one.from > answer);
  return later.length > 0 ? { open: later, answered: true } : { open: begun.slice(-1), answered: false };
}

/** When people first answered, which says what alarm mattered as long as nothing says when impact began. */
function firstAnswer(events: readonly ReadEvent[]): number | null {
  const said = (topics: readonly Topic[]) =>
    events.find((event) => event.byPerson && topics.some((topic) => event.reading.has(topic)));
  const answered =
    events.find((event) => event.lead.state === 'acknowledged') ??
    events.find((event) => event.byPerson && (event.reading.get('engaged')?.strength ?? 0) >= 2) ??
    said(['userReport', 'alertRaised', 'failure']);
  return answered?.at ?? null;
}

const UNANSWERED = 'alarm closed before anybody answered';
const NOTICED = 'says noticed or detected';

/** "Seeing 502s on checkout" from a person, where no alarm and no user told of it. */
function seesFailure(event: ReadEvent): boolean {
  return (
    event.byPerson &&
    event.reading.has('failure') &&
    /\b(?:seeing|getting|(?:we|i) (?:see|get)|noticing|observing)\b/i.test(event.text)
  );
}

function toldInWords(events: readonly ReadEvent[]): Finding[] {
  const found: Finding[] = [];
  for (const event of events) {
    const { reading, lead } = event;
    if (
      event.signal !== null ||
      lead.kind === 'log' ||
      lead.kind === 'deploy' ||
      lead.kind === 'change' ||
      lead.kind === 'status'
    )
      continue;
    if (reading.has('alertCleared') || reading.has('retracted')) continue;
    if (reading.has('userReport') && !reading.has('recovered')) found.push(findingAt(event, 'reported by users'));
    else if (lead.kind === 'ticket' && lead.state === 'open') found.push(findingAt(event, 'ticket opened'));
    else if (reading.has('alertRaised')) found.push(findingAt(event, 'says an alert was raised'));
    else if (event.byMonitor && isFailure(event)) found.push(findingAt(event, 'monitor reports a failure'));
    else if ((reading.has('noticed') || seesFailure(event)) && !reading.has('mitigated'))
      found.push(findingAt(event, NOTICED));
  }
  return found;
}
