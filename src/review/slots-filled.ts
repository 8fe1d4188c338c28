import type { Person, StoredCoe } from '../coe/model.js';
import { reviewOf } from '../coe/standing.js';
import { type ApprovalRules, neededFor } from './approval-rules.js';
import { approvers, fillSlots, type Slot } from './approval-slots.js';

/**
 * The slots of a COE's approval and who fills each. Of one that was approved the slots of that moment, whatever the rules became since; of any
 * other (and of one approved under an older release, which did not note them) those of the rules of now.
 */
export function slotsOf(rules: ApprovalRules, coe: StoredCoe): { slot: Slot; by: Person | null }[] {
  const { approvals } = reviewOf(coe);
  if (approvals.some(({ slot }) => slot !== undefined))
    return approvals.flatMap(({ slot, reviewer }) => (slot ? [{ slot, by: reviewer }] : []));
  return fillSlots(neededFor(rules, coe), approvers({ approvals })).map(({ slot, by }) => ({
    slot,
    by: by && { id: by.id, name: by.name },
  }));
}

/** The slot that each approver of a COE fills, by their id; whoever fills none is not in the map. */
export function slotsFilled(rules: ApprovalRules, coe: StoredCoe): Map<string, Slot> {
  return new Map(slotsOf(rules, coe).flatMap(({ slot, by }) => (by === null ? [] : [[by.id, slot] as const])));
}
