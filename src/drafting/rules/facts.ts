import type { StoredEvidenceItem } from '../../evidence/item.js';
import type { TimelineDraft } from '../../timeline/draft.js';
import { isByPerson } from '../../timeline/event.js';
import type { Fact } from '../section-rule.js';
import { affectedHosts } from './affected.js';
import { isAlarmFiring, type Line, linesOf } from './lines.js';
import { statedNumbers } from './stated-numbers.js';

/** One name with more different values than this says that the evidence does not agree; the first ones are enough to show it. */
const MOST_VALUES = 4;
const MOST_CITED = 50;

/**
 * Numbers of the incident: those that evidence states, and those that code counts or computes from the timeline draft. Durations are whole
 * seconds and are given only between moments that are values, never between candidates. Order: computed first, then stated, by time.
 */
export function factsOf(items: readonly StoredEvidenceItem[], timeline: TimelineDraft): Fact[] {
  const lines = linesOf(items, timeline);
  return [...spansOf(timeline), ...countsOf(lines), ...statedIn(lines)];
}

const SPANS = [
  ['timeToDetect', 'impactStart', 'detected'],
  ['timeToEngage', 'detected', 'engaged'],
  ['timeToDiagnose', 'engaged', 'diagnosed'],
  ['timeToMitigate', 'impactStart', 'mitigated'],
  ['timeToResolve', 'impactStart', 'resolved'],
] as const;

function spansOf({ keyMoments }: TimelineDraft): Fact[] {
  return SPANS.flatMap(([name, from, to]) => {
    const [start, end] = [keyMoments[from], keyMoments[to]];
    if (start.at === null || end.at === null || end.at < start.at) return [];
    const value = Math.round((end.at.getTime() - start.at.getTime()) / 1000);
    return [{ name, value, unit: 'seconds', evidenceIds: [...start.evidenceIds, ...end.evidenceIds] }];
  });
}

function countsOf(lines: readonly Line[]): Fact[] {
  const counted = (name: string, unit: string, found: Map<string, string>, names = [...found.keys()]): Fact[] =>
    found.size === 0
      ? []
      : [{ name, value: found.size, unit, names, evidenceIds: [...new Set(found.values())].slice(0, MOST_CITED) }];
  const alarms = new Map<string, string>();
  const responders = new Map<string, string>();
  const roles = new Set<string>();
  const hosts = new Map([...affectedHosts(lines)].map(([host, line]) => [host, line.lead.id]));
  for (const line of lines) {
    if (isAlarmFiring(line)) keep(alarms, line.lead.subject ?? line.text, line.lead.id);
    for (const item of line.items)
      if (item.actor !== null && isByPerson(item)) {
        keep(responders, item.actor.id, item.id);
        roles.add(item.actor.name);
      }
  }
  return [
    ...counted('alarmsRaised', 'alarms', alarms),
    ...counted('hostsAffected', 'hosts', hosts),
    ...counted('responders', 'people', responders, [...roles]),
  ];
}

function keep(map: Map<string, string>, key: string, value: string): void {
  if (key !== '' && !map.has(key)) map.set(key, value);
}

function statedIn(lines: readonly Line[]): Fact[] {
  const byName = new Map<string, Map<number, Fact>>();
  for (const line of lines) {
    // "Turned on for 100% of users" tells the reach of a change, not of the harm.
    if (line.lead.kind === 'deploy' || line.lead.kind === 'change') continue;
    for (const { name, unit, value } of statedNumbers(line.text)) {
      const values = byName.get(name) ?? new Map<number, Fact>();
      byName.set(name, values);
      const known = values.get(value);
      if (known !== undefined)
        known.evidenceIds = [...new Set([...known.evidenceIds, line.lead.id])].slice(0, MOST_CITED);
      else if (values.size < MOST_VALUES) values.set(value, { name, value, unit, evidenceIds: [line.lead.id] });
    }
  }
  return [...byName.keys()].sort().flatMap((name) => [...(byName.get(name)?.values() ?? [])]);
}
