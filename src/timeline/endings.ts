import type { StoredEvidenceItem } from '../evidence/item.js';
import type { Steps } from '../kernel/turns.js';
import type { Episode } from './collapse.js';
import { type Finding, findingAt } from './finding.js';
import type { ReadEvent } from './read-event.js';
import { ruleOf } from './responses.js';
import { returnsToEarlier } from './versions.js';

/** "Scratch that, errors are back" within this time takes a statement back. */
const TAKEN_BACK_MS = 15 * 60_000;
/** Relief about an ending is not the ending. */
const RELIEF =
  /\b(?:glad|great that|good that|happy (?:that|to)|thanks for|now that|after (?:it|this|we|the (?:incident|outage|issue|problem)) (?:is|was|were|got|had|has)|since (?:it|this|we) (?:was|were|got)|how (?:it|this|we))\b/i;

/** "The revert is live, but not back for everyone yet": a step is done and the impact goes on. */
const UNFINISHED =
  /\bnot (?:yet |fully |quite |all )?(?:back|fixed|recovered|restored|over|gone|healthy|there)\b|\b(?:customers?|users?|some|many|people|they|we|everyone) (?:\w+ ){0,2}still (?:see|get|have|fail|experience|cannot|can't|wait|report)\w*/i;

const canSay = (event: ReadEvent): boolean =>
  event.signal === null && event.lead.kind !== 'log' && event.lead.kind !== 'metric' && !RELIEF.test(event.text);

function takenBack(events: readonly ReadEvent[]): (event: ReadEvent) => boolean {
  const retractions = events
    .filter((event) => event.signal === null && event.reading.has('retracted'))
    .map((event) => event.at);
  return (event) => retractions.some((at) => at > event.at && at - event.at <= TAKEN_BACK_MS);
}

/** The public is told after the responders; what these say of the end comes before it, unless it only hints at less. */
const PUBLISHED_LATE = 1.5;
const CHANGE_KINDS: ReadonlySet<string> = new Set(['deploy', 'change']);
const ROLLBACK = /\b(?:roll(?:ed|ing|s)?[- ]?back|rollback|revert\w*|hotfix)\b/i;

/**
 * mitigated (`drafting.md`): "repaired / mitigated / restored / rollback completed", never not yet, partial, future or asked. Always a
 * candidate: the strongest wording first, of equal wordings the earliest, what was taken back or was only a step last. @param from, to epoch ms.
 */
export function findMitigated(events: readonly ReadEvent[], from: number, to: number): Finding[] {
  const isTakenBack = takenBack(events);
  const returns = returnsToEarlier(events);
  return events
    .flatMap((event) => {
      // What was read already is asked before the words are looked at again: nearly all events end here.
      const strength = event.at >= from && event.at <= to ? mitigationStrength(event, returns) : 0;
      if (strength === 0 || !canSay(event)) return [];
      const held = !isTakenBack(event) && !UNFINISHED.test(event.text);
      return [{ event, rank: (held ? strength : strength - 3) - (event.lead.kind === 'status' ? PUBLISHED_LATE : 0) }];
    })
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
 * recovery action's own completion; else the last alarm back to OK. The first three are sure, the rest candidates. @param from epoch ms.
 */
export function* findResolved(
  events: readonly ReadEvent[],
  episodes: readonly Episode[],
  from: number,
): Steps<Finding[]> {
  const after = events.filter((event) => event.at >= from);
  const sources = new Set<string>();
  for (const { items } of after) for (const { source } of items) sources.add(source);
  yield;
  const isPager = new Set([...sources].filter((source) => PAGER.test(source)));
  const records = after.filter(({ items }) => items.some((item) => RECORDS.has(item.kind) || isPager.has(item.source)));
  yield;
  const isTakenBack = takenBack(events);
  yield;
  const said = (least: number): Finding[] =>
    after
      .filter((event) => event.reading.get('resolved')?.strength === least && canSay(event) && !isTakenBack(event))
      .filter((event) => !event.reading.has('alertCleared') || ABOUT_THE_INCIDENT.test(event.text))
      .map((event) => findingAt(event, ruleOf(event, 'resolved')))
      .reverse();
  return [
    ...closed(records, (item) => item.kind === 'page' || PAGER.test(item.source), 'page closed'),
    ...closed(records, (item) => item.kind === 'ticket', 'ticket closed'),
    ...closed(records, (item) => item.kind === 'status', 'public status resolved'),
    ...said(3),
    ...said(2),
    ...lastCompletion(after),
    ...lastOk(after, episodes),
  ];
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

function lastOk(events: readonly ReadEvent[], episodes: readonly Episode[]): Finding[] {
  const recoveries = new Set(episodes.map((episode) => episode.recovery));
  const last = events.findLast(
    (event) => recoveries.has(event) || (event.signal === null && event.reading.has('alertCleared')),
  );
  return last === undefined ? [] : [findingAt(last, 'last alarm back to OK')];
}
