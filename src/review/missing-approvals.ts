import type { StoredCoe } from '../coe/model.js';
import { reviewOf } from '../coe/standing.js';
import { type ApprovalRuleStore, neededFor } from './approval-rules.js';
import { approvers, fillSlots, type Slot } from './approval-slots.js';

/** The slots of a COE's approval that nobody has filled yet. */
export async function missingApprovals(rules: Pick<ApprovalRuleStore, 'current'>, coe: StoredCoe): Promise<Slot[]> {
  const needed = neededFor((await rules.current()).rules, coe);
  return fillSlots(needed, approvers(reviewOf(coe))).flatMap(({ slot, by }) => (by === null ? [slot] : []));
}
