import type { CoeContent, CoeFact } from './schema.js';

/** Who states something, and when (RFC 3339 UTC). */
export type Stating = { name: string; at: string };
type FactChange = Partial<Pick<CoeFact, 'name' | 'value' | 'unit' | 'evidenceIds' | 'state' | 'note'>>;

/** Impact numbers that have a fact of the same name behind them. */
const IMPACT_NUMBERS = ['customersAffected', 'requestsFailed'] as const;

/**
 * The facts as a person leaves them, each with who states it: one without evidence, or with another value than the evidence gave, is
 * that person's statement. Nobody can state in another's name: what was there before counts, and what changed is the actor's.
 */
export function attributeFacts(before: readonly CoeFact[], after: readonly CoeFact[], by: Stating): CoeFact[] {
  const known = new Map(before.map((fact) => [fact.id, fact]));
  return after.map((fact) => attributed(known.get(fact.id), fact, by));
}

function attributed(was: CoeFact | undefined, now: CoeFact, by: Stating): CoeFact {
  const own = { statedBy: by.name, statedAt: by.at };
  if (was === undefined) {
    // A fact that cites evidence and comes with what that says instead (an imported report) is the statement of whoever brings it.
    const departs = now.evidenceIds.length > 0 && now.evidenceValue !== null && now.evidenceValue !== now.value;
    return {
      ...now,
      evidenceValue: departs ? now.evidenceValue : null,
      ...(now.evidenceIds.length === 0 || departs ? own : { statedBy: null, statedAt: null }),
    };
  }
  const same = was.value === now.value && was.unit === now.unit && was.name === now.name;
  const { statedBy, statedAt, evidenceValue } = was;
  if (same) return { ...now, statedBy, statedAt, evidenceValue };
  const found = statedBy === null ? was.value : evidenceValue;
  // Back to what the evidence says: nobody's statement any more.
  if (found !== null && found === now.value && now.unit === was.unit)
    return { ...now, statedBy: null, statedAt: null, evidenceValue: null };
  return { ...now, ...own, evidenceValue: found };
}

/** One fact changed by a person. An impact number that came from it follows; one that a person typed otherwise stays. */
export function changeFact(content: CoeContent, id: string, change: FactChange, by: Stating): CoeContent {
  const was = content.facts.find((fact) => fact.id === id);
  if (was === undefined) return content;
  const facts = content.facts.map((fact) => (fact.id === id ? { ...fact, ...change } : fact));
  const now = { ...was, ...change };
  return {
    ...content,
    facts: attributeFacts(content.facts, facts, by),
    customerImpact: follow(content.customerImpact, was, now),
  };
}

function follow(impact: CoeContent['customerImpact'], was: CoeFact, now: CoeFact): CoeContent['customerImpact'] {
  const field = IMPACT_NUMBERS.find((name) => name === was.name);
  if (field === undefined || was.state === 'rejected' || impact[field] !== was.value) return impact;
  const stays = now.state !== 'rejected' && now.name === was.name && typeof now.value === 'number' && now.value >= 0;
  return { ...impact, [field]: stays ? (now.value as number) : null };
}
