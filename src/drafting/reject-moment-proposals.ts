import type { Actor } from '../kernel/actor.js';
import type { KeyMoment } from '../kernel/moments.js';
import { type RejectParts, rejectSuggestion } from './reject-suggestion.js';
import { keyMomentContent } from './suggestion-content.js';

/** Rejects everything that waits for one key moment. */
export async function rejectMomentProposals(
  parts: RejectParts,
  coeId: string,
  moment: KeyMoment,
  actor: Actor,
  reason: string | null,
): Promise<void> {
  const waiting = await parts.suggestions.ofCoe(coeId, { status: 'pending' });
  for (const { _id, section, content } of waiting)
    if (section === 'keyMoments' && keyMomentContent.parse(content).moment === moment)
      await rejectSuggestion(parts, coeId, _id, actor, reason);
}
