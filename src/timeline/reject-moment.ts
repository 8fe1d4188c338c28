import type { EditCoe } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import type { Actor } from '../kernel/actor.js';
import type { KeyMoment } from '../kernel/moments.js';

/** Marks what is proposed for a moment as not wanted; drafting is a later room, and `compose` passes this in. */
export type RejectProposals = (coeId: string, moment: KeyMoment, actor: Actor, reason: string | null) => Promise<void>;

/**
 * Takes a key moment back: its value leaves the COE, and what waits for it is rejected. It stays so until evidence is added. Twice
 * changes nothing; after a crash between the two steps the second call ends it.
 */
export async function rejectMoment(
  parts: { edit: EditCoe; rejectProposals: RejectProposals },
  coeId: string,
  moment: KeyMoment,
  actor: Actor,
  reason: string | null,
): Promise<StoredCoe> {
  const event = { type: 'keyMoment.rejected' as const, details: { moment } };
  const coe = await parts.edit.apply(coeId, actor, event, (content) => {
    const { [moment]: _rejected, ...rest } = content.keyMoments;
    return { ...content, keyMoments: rest };
  });
  await parts.rejectProposals(coeId, moment, actor, reason);
  return coe;
}
