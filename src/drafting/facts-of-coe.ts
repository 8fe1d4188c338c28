import { z } from 'zod';
import { factLabel } from '../coe/fact-words.js';
import { factSchema } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import { statementCitation } from './stated-fact.js';
import { factContent } from './suggestion-content.js';
import type { SuggestionStore } from './suggestions.js';

export const shownFactSchema = z
  .object({
    ...factSchema.shape,
    label: z.string(),
    state: z.enum(['proposed', 'recorded', 'rejected']).describe('proposed: a draft found it, nobody has decided'),
    citation: z.string().nullable().describe('the id by which claims cite a statement of a person'),
  })
  .meta({ id: 'Fact' });
export type ShownFact = z.output<typeof shownFactSchema>;

/** The facts of a COE in their order, then those that a draft proposes and those that were refused as proposals. */
export async function factsOfCoe(store: CoeStore, suggestions: SuggestionStore, coeId: string): Promise<ShownFact[]> {
  const { content } = await store.byId(coeId);
  const undecided = await suggestions.shownOf(coeId, 'facts');
  const known = new Set(content.facts.map(({ id }) => id));
  return [
    ...content.facts.map((fact) => ({
      ...fact,
      label: factLabel(fact.name),
      citation: fact.statedBy === null ? null : statementCitation(fact.id),
    })),
    ...undecided
      .filter(({ _id, status }) => !known.has(_id) && status !== 'accepted')
      .map(({ _id, content: proposed, claims, status }) => {
        const { name, value, unit } = factContent.parse(proposed);
        const state = status === 'rejected' ? ('rejected' as const) : ('proposed' as const);
        const evidenceIds = [...new Set(claims.flatMap((claim) => claim.evidenceIds))];
        const own = { evidenceValue: null, statedBy: null, statedAt: null, citation: null, note: '' };
        return { id: _id, name, label: factLabel(name), value, unit, evidenceIds, state, ...own };
      }),
  ];
}
