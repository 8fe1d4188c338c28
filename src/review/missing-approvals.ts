import type { StoredCoe } from '../coe/model.js';
import { reviewOf } from '../coe/standing.js';
import { type ApprovalRuleStore, neededFor } from './approval-rules.js';
import { approversNow, fillSlots, type Slot } from './approval-slots.js';
import type { ReviewPorts } from './review-ports.js';

/** The slots of a COE's approval that nobody has filled yet. */
export async function missingApprovals(
  { rules, ports }: { rules: Pick<ApprovalRuleStore, 'current'>; ports: Pick<ReviewPorts, 'reviewers'> },
  coe: StoredCoe,
): Promise<Slot[]> {
  const needed = neededFor((await rules.current()).rules, coe);
  return fillSlots(needed, approversNow(reviewOf(coe), await ports.reviewers())).flatMap(({ slot, by }) =>
    by === null ? [slot] : [],
  );
}
