import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import type { StoredSuggestion } from './suggestion-schema.js';
import type { SuggestionStore } from './suggestions.js';

export type RejectParts = { suggestions: SuggestionStore; store: CoeStore; clock: Clock };

/**
 * Marks a suggestion as not wanted; later drafts do not propose it again. Rejecting twice changes nothing.
 * @throws AppError notFound; conflict when it is accepted: what stands in the COE is removed by editing the COE
 */
export async function rejectSuggestion(
  parts: RejectParts,
  coeId: string,
  id: string,
  actor: Actor,
  reason: string | null,
): Promise<StoredSuggestion> {
  const { suggestions, store, clock } = parts;
  const suggestion = await suggestions.ofCoeById(coeId, id);
  if (suggestion.status === 'rejected') return suggestion;
  const by = { id: actor.id, name: actor.name };
  if (!(await suggestions.markRejected(id, by, reason)) && (await suggestions.byId(id)).status === 'accepted')
    throw new AppError('conflict', 'This suggestion is accepted already; remove it by editing the COE.');
  const details = { suggestion: id, section: suggestion.section };
  const at = clock.now().toISOString();
  await store.recordAudit({ type: 'suggestion.rejected', at, actor: by, coeId, details }, `${id}:rejected`);
  return suggestions.byId(id);
}
