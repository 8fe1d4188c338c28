import type { StoredCoe } from '../coe/model.js';
import { reviewOf } from '../coe/standing.js';
import { type ApprovalRules, neededFor } from './approval-rules.js';
import { approvers, fillSlots, type Slot } from './approval-slots.js';

/** The slot that each approver of a COE fills, by their id, under the rules of now; whoever fills none is not in the map. */
export function slotsFilled(rules: ApprovalRules, coe: StoredCoe): Map<string, Slot> {
  const filled = fillSlots(neededFor(rules, coe), approvers(reviewOf(coe)));
  return new Map(filled.flatMap(({ slot, by }) => (by === null ? [] : [[by.id, slot] as const])));
}
