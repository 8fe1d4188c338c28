import { canonicalJson } from '../kernel/ids.js';
import { parseContent } from './content.js';
import type { CoeStatus, ReviewState, StoredCoe } from './model.js';
import type { ActionItem, CoeContent, Section } from './schema.js';

/** The review of a COE; an empty one where nobody was asked yet. */
export const reviewOf = ({ review }: Pick<StoredCoe, 'review'>): ReviewState =>
  review ?? { reviewers: [], approvals: [], writers: [] };

/** Whether somebody changed what the COE says: they judge none of it. */
export const wroteIn = (coe: Pick<StoredCoe, 'review'>, { id }: { id: string }): boolean =>
  reviewOf(coe).writers.includes(id);

/** About the COE, not of what it reports: who may see it, and its review meeting. */
const BESIDE: readonly Section[] = ['restricted', 'members', 'meetingDate', 'meetingOutcome', 'decisions'];
/** How an action item is going. Once published, who does it until when lives on too. */
const PROGRESS = ['status', 'proof', 'tracker'] as const satisfies readonly (keyof ActionItem)[];
const PROGRESS_PUBLISHED = [...PROGRESS, 'owner', 'dueDate'] as const;

/**
 * Whether a change is follow-up: it leaves alone what reviewers approved. Action items are finished long after their COE is published, and
 * that must not take the report away from its readers. Everything else is content.
 */
export function isFollowUp(
  status: CoeStatus,
  before: CoeContent,
  after: CoeContent,
  sections: readonly Section[],
): boolean {
  const beside = (section: Section) => BESIDE.includes(section) || section === 'actionItems';
  if (sections.some((section) => before[section] !== undefined && !beside(section))) return false;
  // A content stored before a field existed lacks it; its default is no change.
  const old = parseContent(before);
  return sections.every((section) => {
    if (BESIDE.includes(section)) return true;
    if (section === 'actionItems')
      return canonicalJson(promised(status, old.actionItems)) === canonicalJson(promised(status, after.actionItems));
    return canonicalJson(old[section]) === canonicalJson(after[section]);
  });
}

function promised(status: CoeStatus, items: readonly ActionItem[]) {
  const left = new Set<string>(status === 'published' ? PROGRESS_PUBLISHED : PROGRESS);
  return items.map((item) => Object.fromEntries(Object.entries(item).filter(([field]) => !left.has(field))));
}

/**
 * What a change of the content makes of state and approvals, in the same write as the change: follow-up carries the approvals over, anything
 * else voids them, and what was approved is in review again. Whoever wrote is remembered: nobody approves their own words.
 */
export function standingAfter(
  current: StoredCoe,
  next: { content: CoeContent; contentHash: string; sections: readonly Section[]; writer: string },
): { status: CoeStatus; review: ReviewState } {
  const { status, contentHash } = current;
  const review = reviewOf(current);
  if (next.contentHash === contentHash) return { status, review };
  if (isFollowUp(status, current.content, next.content, next.sections)) {
    const carry = (approval: ReviewState['approvals'][number]) =>
      approval.standsFor === contentHash ? { ...approval, standsFor: next.contentHash } : approval;
    return { status, review: { ...review, approvals: review.approvals.map(carry) } };
  }
  const writers = [...new Set([...review.writers, next.writer])];
  return { status: status === 'approved' ? 'inReview' : status, review: { ...review, approvals: [], writers } };
}
