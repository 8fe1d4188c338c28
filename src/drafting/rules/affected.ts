import type { UncheckedClaim } from '../../claims/claim.js';
import { factWords, isMeasureFact } from '../../coe/fact-words.js';
import type { Fact } from '../section-rule.js';
import type { Line } from './lines.js';
import type { Reading } from './reading.js';
import { said, statement } from './sentence.js';
import { list } from './wording.js';

const IMPACT_FACTS =
  /^(?:errorsPerSecond|shareAffected|errorRate|customersAffected|requestsFailed|messagesLost|ordersAffected)$/;

/** `line`: where evidence states it; undefined for what only a person states. */
export type StatedImpact = { fact: Fact; line: Line | undefined };

/** Facts about impact that evidence or a person states, in order of time; what only a person states comes last. */
export function statedImpact(facts: readonly Fact[], lines: readonly Line[]): StatedImpact[] {
  return facts
    .filter((fact) => IMPACT_FACTS.test(fact.name) || (fact.statement !== undefined && !isMeasureFact(fact)))
    .map((fact) => ({ fact, line: lines.find(({ lead }) => fact.evidenceIds.includes(lead.id)) }))
    .filter(({ fact, line }) => line !== undefined || fact.statement !== undefined)
    .sort((a, b) => timeOf(a) - timeOf(b));
}

const timeOf = ({ line }: StatedImpact) => line?.at.getTime() ?? Number.MAX_SAFE_INTEGER;

/** What somebody states, with what the evidence says instead: "Customers affected: 5,000, stated by owner-1; the evidence says …". */
export function personsStatement({ fact, line }: StatedImpact): UncheckedClaim[] {
  const { statement: own } = fact;
  if (own === undefined) return [];
  const instead = line === undefined || own.evidenceValue === null ? '' : `; the evidence says ${said(line, 120)}`;
  const text = `${factWords(fact)}, stated by ${own.by}${instead}.`;
  const evidenceIds = [own.citation, ...(instead === '' || line === undefined ? [] : [line.lead.id])];
  return [{ text, evidenceIds, coeIds: [], at: null, kind: 'fact' }];
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
