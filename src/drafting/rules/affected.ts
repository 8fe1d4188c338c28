import type { UncheckedClaim } from '../../claims/claim.js';
import type { Fact } from '../section-rule.js';
import type { Line } from './lines.js';
import type { Reading } from './reading.js';
import { statement } from './sentence.js';
import { list } from './wording.js';

const IMPACT_FACTS =
  /^(?:failedPerSecond|affectedPercent|errorPercent|customersAffected|requestsFailed|messagesLost|ordersAffected)$/;

export type StatedImpact = { fact: Fact; line: Line };

/** Facts that evidence states about impact with the line each comes from, in order of time. */
export function statedImpact(facts: readonly Fact[], lines: readonly Line[]): StatedImpact[] {
  return facts
    .filter((fact) => IMPACT_FACTS.test(fact.name))
    .flatMap((fact) => {
      const line = lines.find(({ lead }) => fact.evidenceIds.includes(lead.id));
      return line === undefined ? [] : [{ fact, line }];
    })
    .sort((a, b) => a.line.at.getTime() - b.line.at.getTime());
}

const MOST_NAMED = 8;

/** Hosts and other machines that evidence of failure names, with the first line that names each. */
export function affectedHosts(lines: readonly Line[]): Map<string, Line> {
  const hosts = new Map<string, Line>();
  for (const line of lines) {
    if (line.entry.kind !== 'impact' || line.byPerson) continue;
    for (const host of (line.who ?? '').split(/,\s*/)) if (/\d/.test(host) && !hosts.has(host)) hosts.set(host, line);
  }
  return hosts;
}

/** "The evidence names these affected: cp3050, cp3054 and cp3058." Nothing for a single host: its line says it. */
export function affectedSentence({ lines }: Reading): UncheckedClaim[] {
  const hosts = [...affectedHosts(lines)];
  if (hosts.length < 2) return [];
  const named = hosts.slice(0, MOST_NAMED);
  const names = named.map(([host]) => host);
  const told = hosts.length > MOST_NAMED ? `${names.join(', ')} and others` : list(names);
  return [statement(`The evidence names as affected: ${told}.`, [...new Set(named.map(([, line]) => line))])];
}
