import type { Person, StoredCoe } from '../coe/model.js';
import { reviewOf } from '../coe/standing.js';
import { type ApprovalRules, neededFor } from './approval-rules.js';
import { approvers, approversNow, fillSlots, type Slot } from './approval-slots.js';
import type { Reviewer } from './review-ports.js';

/**
 * The slots of a COE's approval and who fills each. Of one that was approved the slots of that moment, whatever the rules and the approvers became
 * since; of any other (and of one approved under an older release, which did not note them) those of the rules of now.
 * @param reviewers who may review now, to tell which approvals still count for a COE in review; absent: as they were given
 */
export function slotsOf(
  rules: ApprovalRules,
  coe: StoredCoe,
  reviewers?: readonly Reviewer[],
): { slot: Slot; by: Person | null }[] {
  const { approvals } = reviewOf(coe);
  if (approvals.some(({ slot }) => slot !== undefined))
    return approvals.flatMap(({ slot, reviewer }) => (slot ? [{ slot, by: reviewer }] : []));
  const counting =
    coe.status === 'inReview' && reviewers ? approversNow({ approvals }, reviewers) : approvers(approvals);
  return fillSlots(neededFor(rules, coe), counting).map(({ slot, by }) => ({
    slot,
    by: by && { id: by.id, name: by.name },
  }));
}

/** The slot that each approver of a COE fills, by their id; whoever fills none is not in the map. */
export function slotsFilled(rules: ApprovalRules, coe: StoredCoe): Map<string, Slot> {
  return new Map(slotsOf(rules, coe).flatMap(({ slot, by }) => (by === null ? [] : [[by.id, slot] as const])));
}
