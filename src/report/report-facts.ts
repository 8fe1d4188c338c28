import { factLabel, factValue } from '../coe/fact-words.js';
import type { CoeFact } from '../coe/schema.js';

/** `source` says whose statement it is where evidence does not say so; '' with citations alone. */
export type FactRow = { name: string; value: string; source: string; cites: string };

/** The facts of a COE that nobody rejected. */
export function factRows(facts: readonly CoeFact[], cite: (ids: readonly string[]) => string): FactRow[] {
  return facts
    .filter(({ state }) => state === 'recorded')
    .map((fact) => ({
      name: factLabel(fact.name),
      value: factValue(fact),
      source: sourceOf(fact),
      cites: cite(fact.evidenceIds),
    }));
}

function sourceOf(fact: CoeFact): string {
  const { statedBy, evidenceValue } = fact;
  if (statedBy === null) return '';
  const instead = evidenceValue === null ? '' : `; the evidence says ${factValue({ ...fact, value: evidenceValue })}`;
  return `stated by ${statedBy}${instead}`;
}
