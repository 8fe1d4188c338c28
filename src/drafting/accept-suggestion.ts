import type { StoredCoe } from '../coe/model.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import { type AcceptParts, acceptSuggestions } from './accept-suggestions.js';
import type { StoredSuggestion } from './suggestion-schema.js';

/**
 * Accepts one suggestion, with a person's edits when there are any. Accepting again changes nothing; a rejected one may be accepted
 * after all.
 * @throws AppError notFound; validation naming the fields under `/content`; conflict when a person's value stands in the way, or
 *   when it is accepted already and edits would be lost
 */
export async function acceptSuggestion(
  parts: AcceptParts,
  coeId: string,
  id: string,
  actor: Actor,
  edits: Record<string, unknown>,
): Promise<{ suggestion: StoredSuggestion; coe: StoredCoe }> {
  const suggestion = await parts.suggestions.ofCoeById(coeId, id);
  if (suggestion.status === 'accepted' && Object.keys(edits).length > 0)
    throw new AppError('conflict', 'This suggestion is accepted already; change its words by editing the COE.');
  const { coe } = await acceptSuggestions(parts, coeId, [id], actor, edits);
  return { suggestion: await parts.suggestions.byId(id), coe };
}
