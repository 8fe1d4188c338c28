import type { CoeFact } from '../coe/schema.js';
import type { Fact } from './section-rule.js';
import { statementCitation } from './stated-fact.js';

/** What people decided about facts: those in the COE, and proposals that they rejected. */
export type FactDecisions = { inCoe: readonly CoeFact[]; rejected: readonly Named[] };

type Named = Pick<Fact, 'name' | 'value'>;

/** `rejectedEvidence`: ids of the evidence that bore a rejected fact. */
export type DecidedFacts = { facts: Fact[]; rejectedEvidence: ReadonlySet<string> };

/**
 * The facts that summary and impact rest on: what evidence says, with what people corrected in its place and without what they
 * rejected; then what only people state. A statement of a person cites that person.
 */
export function decidedFacts(found: readonly Fact[], { inCoe, rejected }: FactDecisions): DecidedFacts {
  const decisions = new Map(inCoe.map((fact) => [markOf(foundAs(fact)), fact]));
  const refused = new Set(rejected.map(markOf));
  const met = new Set<CoeFact>();
  const rejectedEvidence = new Set<string>();
  const kept: Fact[] = [];
  for (const fact of found) {
    const decision = decisions.get(markOf(fact));
    if (decision !== undefined) met.add(decision);
    const isRejected = decision === undefined ? refused.has(markOf(fact)) : decision.state === 'rejected';
    if (isRejected) for (const id of fact.evidenceIds) rejectedEvidence.add(id);
    else kept.push(decision === undefined ? fact : { ...asDecided(decision), evidenceIds: fact.evidenceIds });
  }
  const others = inCoe.filter((fact) => fact.state === 'recorded' && !met.has(fact));
  return { facts: [...kept, ...others.map(asDecided)], rejectedEvidence };
}

/** As the evidence gave it, whatever a person made of it since. */
function foundAs({ name, value, evidenceValue }: CoeFact): Named {
  return { name, value: evidenceValue ?? value };
}

function markOf({ name, value }: Named): string {
  return JSON.stringify([name, value]);
}

function asDecided({ id, name, value, unit, evidenceIds, evidenceValue, statedBy }: CoeFact): Fact {
  const fact = { name, value, unit, evidenceIds };
  return statedBy === null
    ? fact
    : { ...fact, statement: { by: statedBy, citation: statementCitation(id), evidenceValue } };
}
