import type { StoredEvidenceItem } from '../evidence/item.js';
import type { Steps } from '../kernel/turns.js';
import { type Finding, findingAt } from './finding.js';
import type { ReadEpisode, ReadEvent } from './read-event.js';
import { ruleOf } from './responses.js';
import { type Setbacks, setbacksOf } from './setbacks.js';
import { returnsToEarlier } from './versions.js';

/** Relief about an ending is not the ending. */
const RELIEF =
  /\b(?:glad|great that|good that|happy (?:that|to)|thanks for|now that|after (?:it|this|we|the (?:incident|outage|issue|problem)) (?:is|was|were|got|had|has)|since (?:it|this|we) (?:was|were|got)|how (?:it|this|we))\b/i;

/** "The revert is live, but not back for everyone yet": a step is done and the impact goes on. */
const UNFINISHED =
  /\bnot (?:yet |fully |quite |all )?(?:back|fixed|recovered|restored|over|gone|healthy|there)\b|\b(?:customers?|users?|some|many|people|they|we|everyone) (?:\w+ ){0,2}still (?:see|get|have|fail|experience|cannot|can't|wait|report)\w*/i;

const canSay = (event: ReadEvent): boolean =>
  event.signal === null && event.lead.kind !== 'log' && event.lead.kind !== 'metric' && !RELIEF.test(event.text);

/** The public is told after the responders; what these say of the end comes before it, unless it only hints at less. */
const PUBLISHED_LATE = 1.5;
/** Lower than anything that held; alone, it is no answer. */
const RELAPSED = 10;
const LEAST_RANK = -5;
const CHANGE_KINDS: ReadonlySet<string> = new Set(['deploy', 'change']);
const ROLLBACK = /\b(?:roll(?:ed|ing|s)?[- ]?back|rollback|revert\w*|hotfix)\b/i;

/**
 * mitigated (`drafting.md`): "repaired / mitigated / restored / rollback completed", never not yet, partial, future or asked. Always a
 * candidate: the strongest wording first, of equal wordings the earliest, what was taken back or was only a step last. When the trouble came
 * back, what ended before that counts only beside what ended after it. @param from, to epoch ms.
 */
export function findMitigated(
  events: readonly ReadEvent[],
  episodes: readonly ReadEpisode[],
  from: number,
  to: number,
): Finding[] {
  const { takenBack, relapsed } = setbacksOf(events, episodes, to);
  const returns = returnsToEarlier(events);
  return events
    .flatMap((event) => {
      // What was read already is asked before the words are looked at again: nearly all events end here.
      const strength = event.at >= from && event.at <= to ? mitigationStrength(event, returns) : 0;
      if (strength === 0 || !canSay(event)) return [];
      const held = !takenBack(event) && !event.reading.has('retracted') && !UNFINISHED.test(event.text);
      const rank = (held ? strength : strength - 3) - (event.lead.kind === 'status' ? PUBLISHED_LATE : 0);
      return [{ event, rank: relapsed(event.at) ? rank - RELAPSED : rank }];
    })
    .filter(({ rank }, _i, all) => rank > LEAST_RANK || all.some((other) => other.rank > LEAST_RANK))
    .sort((a, b) => b.rank - a.rank || a.event.at - b.event.at)
    .map(({ event }) => findingAt(event, mitigationRule(event, returns)));
}

function mitigationRule(event: ReadEvent, returns: ReadonlySet<ReadEvent>): string {
  if (isDoneRollback(event)) return 'rollback succeeded';
  return returns.has(event) ? 'earlier version deployed' : ruleOf(event, 'mitigated');
}

function isDoneRollback(event: ReadEvent): boolean {
  return CHANGE_KINDS.has(event.lead.kind) && event.lead.state === 'succeeded' && ROLLBACK.test(event.text);
}

function mitigationStrength(event: ReadEvent, returns: ReadonlySet<ReadEvent>): number {
  // A deploy record's state outranks its title: "Rollback to v12" that only started, or failed, mitigates nothing.
  if (CHANGE_KINDS.has(event.lead.kind) && event.lead.state !== null && event.lead.state !== 'succeeded') return 0;
  if (isDoneRollback(event) || returns.has(event)) return 3;
  if (event.reading.has('alertCleared')) return 0;
  return event.reading.get('mitigated')?.strength ?? 0;
}

const PAGER = /pagerduty|opsgenie|victorops|on-?call|incident-?manager|squadcast/i;
const RECORDS: ReadonlySet<string> = new Set(['page', 'ticket', 'status']);
const ABOUT_THE_INCIDENT = /\b(?:incident|issue|outage|problem|sev\W?\d|all[- ]clear)\b/i;

/**
 * resolved (`drafting.md`): pages closed, then tickets closed, then the public status; else the last "resolved" in words; else the last
 * recovery action's own completion; else the last alarm back to OK. The first three are sure unless a machine closed them and people then
 * told of impact; the rest are candidates. Where people worked on after the last OK, that is no end: nothing is said. @param from epoch ms.
 */
export function* findResolved(
  events: readonly ReadEvent[],
  episodes: readonly ReadEpisode[],
  from: number,
): Steps<Finding[]> {
  const after = events.filter((event) => event.at >= from);
  const sources = new Set<string>();
  for (const { items } of after) for (const { source } of items) sources.add(source);
  yield;
  const isPager = new Set([...sources].filter((source) => PAGER.test(source)));
  const records = after.filter(({ items }) => items.some((item) => RECORDS.has(item.kind) || isPager.has(item.source)));
  yield;
  const setbacks = setbacksOf(after, episodes, Number.POSITIVE_INFINITY);
  yield;
  const said = (least: number): Finding[] =>
    after
      .filter((event) => event.reading.get('resolved')?.strength === least && canSay(event))
      .filter((event) => !setbacks.takenBack(event) && !setbacks.relapsed(event.at))
      .filter((event) => !event.reading.has('alertCleared') || ABOUT_THE_INCIDENT.test(event.text))
      .map((event) => findingAt(event, ruleOf(event, 'resolved')))
      .reverse();
  const inWords = [...said(3), ...said(2)].filter((ending) => !isHousekeeping(ending, after));
  const closings = [
    ...closed(records, (item) => item.kind === 'page' || PAGER.test(item.source), 'page closed'),
    ...closed(records, (item) => item.kind === 'ticket', 'ticket closed'),
    ...closed(records, (item) => item.kind === 'status', STATUS_RULE),
  ].filter((closing) => !isHousekeeping(closing, after));
  const early = (finding: Finding): boolean =>
    (isByMachine(finding) && setbacks.ongoing(finding.at ?? 0)) ||
    (finding.rule !== STATUS_RULE && setbacks.relapsed(finding.at ?? 0));
  const told = [...closings.filter((closing) => !early(closing)), ...inWords];
  const weak = [...lastCompletion(after), ...lastOk(after, episodes)].filter(
    (ending) => !isHousekeeping(ending, after),
  );
  const held = weak.filter(({ at }) => !isWorkedOn(after, setbacks, at ?? 0));
  return told.length + held.length === 0 ? [] : [...told, ...held, ...weak.filter((ending) => !held.includes(ending))];
}

const STATUS_RULE = 'public status resolved';
const isByMachine = ({ events }: Finding): boolean =>
  events.every(({ byPerson, lead }) => !byPerson && lead.kind !== 'status');

/** How long after everything else a record is closed to tidy up. */
const HOUSEKEEPING_MS = 24 * 3_600_000;
/** A record that was closed a day and more after the last sign, when more than the record tells of the incident, was merely tidied up. */
function isHousekeeping({ at, events: [closing] }: Finding, after: readonly ReadEvent[]): boolean {
  const before = after.filter((event) => event !== closing && event.at < (at ?? 0));
  const last = before.at(-1);
  if (last === undefined || (at ?? 0) - last.at <= HOUSEKEEPING_MS) return false;
  return before.some((event) => event.signal?.state === 'ok' || TELLS.has(event.lead.kind));
}
const TELLS: ReadonlySet<string> = new Set(['message', 'note', 'status']);

/** What people say this long after an OK is about a trouble that had not ended. */
const AFTERWARDS_MS = 5 * 60_000;
const WORK = ['action', 'engaged', 'diagnosed', 'mitigated'] as const;

function isWorkedOn(after: readonly ReadEvent[], { ongoing }: Setbacks, at: number): boolean {
  return (
    ongoing(at) ||
    after.some(
      (event) =>
        event.at - at > AFTERWARDS_MS &&
        event.byPerson &&
        event.lead.kind === 'message' &&
        WORK.some((topic) => event.reading.has(topic)),
    )
  );
}

/** The last closing of records of one sort; not sure when one of them was opened again after its own closing, or never closed. */
function closed(events: readonly ReadEvent[], isOne: (item: StoredEvidenceItem) => boolean, rule: string): Finding[] {
  const lastByName = new Map<string, { item: StoredEvidenceItem; event: ReadEvent }>();
  for (const event of events) {
    for (const item of event.items) {
      if (item.state === null || !isOne(item)) continue;
      const name = item.subject ?? item.text;
      const last = lastByName.get(name);
      if (last === undefined || item.at >= last.item.at) lastByName.set(name, { item, event });
    }
  }
  const endings = [...lastByName.values()].filter(({ item }) => item.state === 'resolved' || item.state === 'ok');
  const last = endings.sort((a, b) => b.item.at.getTime() - a.item.at.getTime())[0];
  if (last === undefined) return [];
  return [{ ...findingAt(last.event, rule, endings.length === lastByName.size), at: last.item.at.getTime() }];
}

function lastCompletion(events: readonly ReadEvent[]): Finding[] {
  let last: ReadEvent | undefined;
  for (const event of events) {
    if (event.completion !== null && event.completion.at >= (last?.completion?.at ?? 0)) last = event;
  }
  if (last?.completion == null) return [];
  return [
    { ...findingAt(last, 'last recovery action done'), at: last.completion.at, precision: last.completion.precision },
  ];
}

function lastOk(events: readonly ReadEvent[], episodes: readonly ReadEpisode[]): Finding[] {
  const recoveries = new Set(episodes.map((episode) => episode.recovery));
  const last = events.findLast(
    (event) => recoveries.has(event) || (event.signal === null && event.reading.has('alertCleared')),
  );
  return last === undefined ? [] : [findingAt(last, 'last alarm back to OK')];
}
