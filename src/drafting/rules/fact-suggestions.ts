import { factLabel, factWords, isMeasureFact } from '../../coe/fact-words.js';
import { itemsById } from '../items-by-id.js';
import type { Fact, ProposedSuggestion, SectionDraftInput } from '../section-rule.js';
import { list, quote } from './wording.js';

/** The facts that evidence gives and nobody has decided on, each with its evidence. Measures follow from the key moments and are none. */
export function factSuggestions({ facts, coe, items }: SectionDraftInput): ProposedSuggestion[] {
  const byId = itemsById(items);
  const inCoe = new Set(
    coe.content.facts.map(({ name, value, evidenceValue }) => markOf(name, evidenceValue ?? value)),
  );
  return facts
    .filter((fact) => !isMeasureFact(fact) && fact.statement === undefined && !inCoe.has(markOf(fact.name, fact.value)))
    .map((fact) => ({
      section: 'facts',
      content: { name: fact.name, value: fact.value, unit: fact.unit },
      claims: [{ text: wordsOf(fact, byId), evidenceIds: fact.evidenceIds, coeIds: [], at: null, kind: 'fact' }],
      key: `facts:${markOf(fact.name, fact.value)}`,
    }));
}

const MOST_NAMED = 12;

/** What was counted is named, and what was stated is quoted, so that it can be checked against the evidence. */
function wordsOf(fact: Fact, byId: ReturnType<typeof itemsById>): string {
  const { name, names = [], evidenceIds } = fact;
  if (names.length === 0) return `${factWords(fact)}, from ${quote(byId.get(evidenceIds[0] ?? '')?.text ?? '', 160)}.`;
  const shown = names.slice(0, MOST_NAMED).map((one) => quote(one, 60).slice(1, -1));
  return `${factLabel(name)}: ${names.length > MOST_NAMED ? `${shown.join(', ')} and others` : list(shown)}.`;
}

function markOf(name: string, value: Fact['value']): string {
  return JSON.stringify([name, value]);
}
