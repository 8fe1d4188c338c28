import { z } from 'zod';
import { changeFact } from '../coe/facts.js';
import { factSchema } from '../coe/schema.js';
import type { Actor } from '../kernel/actor.js';
import { notFound } from '../kernel/errors.js';
import { acceptSuggestion } from './accept-suggestion.js';
import type { AcceptParts } from './accept-suggestions.js';
import { type RejectParts, rejectSuggestion } from './reject-suggestion.js';

const { value, unit, evidenceIds, state, note } = factSchema.shape;

export const factChangeSchema = z
  .strictObject({
    value: value.optional(),
    unit: unit.unwrap().optional(),
    evidenceIds: evidenceIds.unwrap().optional(),
    state: state.unwrap().optional(),
    note: note.unwrap().optional(),
  })
  .meta({ id: 'FactChange' });
export type FactChange = z.output<typeof factChangeSchema>;

/**
 * Corrects or rejects a fact, or takes it back in. A proposal of a draft is accepted with the correction, or rejected. An impact number
 * that came from the fact follows it.
 * @throws AppError notFound; conflict when the COE is archived
 */
export async function correctFact(
  parts: AcceptParts & RejectParts,
  coeId: string,
  id: string,
  change: FactChange,
  actor: Actor,
): Promise<void> {
  const { edit, clock, store, suggestions } = parts;
  const given = Object.fromEntries(Object.entries(change).filter(([, inner]) => inner !== undefined));
  if (!(await store.byId(coeId)).content.facts.some((fact) => fact.id === id)) {
    const [proposal] = await suggestions.ofCoe(coeId, { ids: [id] });
    if (proposal?.section !== 'facts') notFound('fact', id);
    if (change.state === 'rejected') {
      await rejectSuggestion(parts, coeId, id, actor, change.note ?? null);
      return;
    }
    const edits = Object.fromEntries(Object.entries(given).filter(([name]) => name === 'value' || name === 'unit'));
    await acceptSuggestion(parts, coeId, id, actor, edits);
    if (change.note === undefined && change.evidenceIds === undefined) return;
  }
  const by = { name: actor.name, at: clock.now().toISOString() };
  await edit.apply(coeId, actor, { type: 'fact.corrected', details: { fact: id } }, (content) =>
    changeFact(content, id, given, by),
  );
}
