import { type Finding, findingAt } from './finding.js';
import type { Topic } from './phrases.js';
import type { ReadEvent } from './read-event.js';

const isMachineTalk = (event: ReadEvent): boolean =>
  event.signal !== null || event.byMonitor || event.lead.kind === 'log' || event.lead.kind === 'metric';

/** People, their hand-made notes and the public status speak of engagement and diagnosis; monitors do not. */
const speaks = (event: ReadEvent): boolean =>
  !isMachineTalk(event) &&
  (event.byPerson || event.lead.kind === 'note' || event.lead.kind === 'status' || event.lead.kind === 'ticket');

const byStrength =
  (topic: 'engaged' | 'diagnosed') =>
  (a: ReadEvent, b: ReadEvent): number =>
    // The public is told after somebody looked, in strong words.
    Number(a.lead.kind === 'status') - Number(b.lead.kind === 'status') ||
    (b.reading.get(topic)?.strength ?? 0) - (a.reading.get(topic)?.strength ?? 0) ||
    a.at - b.at;

/** A chat bot that reports who acknowledged a page tells of a person; one that acknowledges by itself, or names nobody, does not. */
const tellsAck = (event: ReadEvent): boolean =>
  event.lead.kind === 'message' &&
  event.signal === null &&
  event.reading.get('engaged')?.strength === 3 &&
  (event.byPerson || NAMES_WHO.test(event.text));
const NAMES_WHO =
  /\backnowledged by (?!(?:the )?(?:system|api|policy|monitor\w*|auto\w*|bot)\b)\S|(?:^|[>\s])@?(?:[\p{Lu}][\p{L}'.-]+(?: [\p{Lu}][\p{L}'.-]+)*|[a-z]+-\d+) (?:has |have )?acknowledged\b/u;
/** A chat bot may be called like a person; what it does by itself it says. */
const BY_ITSELF =
  /\bauto(?:matic(?:ally)?)?[- ]?ack\w*|\backnowledged automatically\b|\bwill re-?trigger\b|\backnowledged (?:\S+ ){0,3}(?:on behalf of|through the api)\b/i;

/** What only those do who have begun: whoever speaks of looking after that was not the first. */
const AT_WORK = ['diagnosed', 'mitigated', 'action'] as const;
const SPEAKING = ['finding', 'failure', ...AT_WORK] as const;
const LATER_MS = 60_000;

function firstOf(events: readonly ReadEvent[], topics: readonly Topic[]): number {
  const first = events.find(
    (event) =>
      event.byPerson &&
      event.lead.kind === 'message' &&
      event.signal === null &&
      !event.reading.has('userReport') &&
      topics.some((topic) => event.reading.has(topic)),
  );
  return first?.at ?? Number.POSITIVE_INFINITY;
}

/** Nobody is named and the page is seconds old: a pager's own doing. */
const AT_ONCE_MS = 15_000;
const isAtOnce = ({ lead, at }: ReadEvent, events: readonly ReadEvent[]): boolean =>
  lead.actor === null &&
  events.some(({ signal, at: fired }) => signal?.state === 'firing' && fired <= at && at - fired <= AT_ONCE_MS);

/** engaged (`drafting.md`): an acknowledgement; then the first human "investigating / looking into / declared". @param from, to epoch ms. */
export function findEngaged(events: readonly ReadEvent[], from: number, to: number): Finding[] {
  const after = events.filter((event) => event.at >= from && event.at <= to);
  const acks = after.filter((event) => event.lead.state === 'acknowledged');
  const byPeople = acks.filter((event) => event.lead.actor?.kind !== 'system' && !isAtOnce(event, after));
  const atWork = firstOf(after, AT_WORK) + LATER_MS;
  const speaking = firstOf(after, SPEAKING) + LATER_MS;
  const said = after.filter(
    (event) =>
      (speaks(event) || tellsAck(event)) &&
      event.reading.has('engaged') &&
      !acks.includes(event) &&
      !BY_ITSELF.test(event.text) &&
      event.at <= (event.lead.kind === 'status' ? speaking : atWork),
  );
  const taken = after.filter(({ lead }) => lead.kind === 'ticket' && lead.state === 'started');
  return [
    ...byPeople.slice(0, 1).map((event) => findingAt(event, 'acknowledged', true)),
    ...said.sort(byStrength('engaged')).map((event) => findingAt(event, ruleOf(event, 'engaged'))),
    // Statuses are often set late; what people said comes first.
    ...taken.slice(0, 1).map((event) => findingAt(event, 'ticket taken up')),
    // A pager that acknowledges by itself stops its own ringing; nobody looks yet, and it is no candidate.
  ];
}

/** diagnosed: the first "identified / root cause / found that" that nothing hedges. Always a candidate. @param from epoch ms. */
export function findDiagnosed(events: readonly ReadEvent[], from: number): Finding[] {
  const after = events.filter((event) => event.at >= from);
  // The public is told later than responders knew.
  const speaking = firstOf(after, [...SPEAKING, 'engaged']) + LATER_MS;
  return after
    .filter((event) => speaks(event) && event.reading.has('diagnosed'))
    .filter((event) => event.lead.kind !== 'status' || event.at <= speaking)
    .map((event) => findingAt(event, ruleOf(event, 'diagnosed')));
}

export function ruleOf(event: ReadEvent, topic: 'engaged' | 'diagnosed' | 'mitigated' | 'resolved'): string {
  return event.reading.get(topic)?.rule ?? topic;
}
