import { isMeasureFact } from '../coe/fact-words.js';
import { attributeFacts } from '../coe/facts.js';
import { type CoeFact, factSchema } from '../coe/schema.js';
import type { Actor } from '../kernel/actor.js';
import { invalid } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { AcceptParts } from './accept-suggestions.js';

/** What a person states. Name and value, at least; evidence where there is some. */
export const statedFactSchema = factSchema
  .pick({ name: true, value: true, unit: true, evidenceIds: true, note: true })
  .meta({ id: 'StatedFact' });

/** Adds a fact to a COE: the actor's statement unless it cites evidence. @throws AppError validation for a name of a measure */
export async function stateFact(
  { edit, clock }: Pick<AcceptParts, 'edit' | 'clock'>,
  coeId: string,
  stated: Pick<CoeFact, 'name' | 'value' | 'unit' | 'evidenceIds' | 'note'>,
  actor: Actor,
  id: string = newId('fact'),
): Promise<CoeFact> {
  if (isMeasureFact(stated)) invalid('/name', `${stated.name} is computed from the key moments: correct those.`);
  const open = { state: 'recorded' as const, evidenceValue: null, statedBy: null, statedAt: null };
  const by = { name: actor.name, at: clock.now().toISOString() };
  const coe = await edit.apply(coeId, actor, { type: 'fact.stated', details: { fact: id } }, (content) => {
    if (content.facts.some((fact) => fact.id === id)) return content;
    const facts = attributeFacts(content.facts, [...content.facts, { id, ...stated, ...open }], by);
    return { ...content, facts };
  });
  return coe.content.facts.find((fact) => fact.id === id) as CoeFact;
}
