import { diffContents, type SectionDiff } from '../coe/diff.js';
import type { CoeStatus, ReviewState, StoredCoe } from '../coe/model.js';
import { revisionAt } from '../coe/revisions.js';
import { reviewOf, wroteIn } from '../coe/standing.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import type { ApprovalRuleStore } from './approval-rules.js';
import { approversNow, type Slot } from './approval-slots.js';
import { waysFrom } from './lifecycle.js';
import type { Look, LookStore } from './looks.js';
import type { Reviewer, ReviewPorts } from './review-ports.js';
import { slotsOf } from './slots-filled.js';
import { mayGo } from './transition-coe.js';

export type ReviewStateParts = {
  store: CoeStore;
  rules: ApprovalRuleStore;
  looks: LookStore;
  ports: Pick<ReviewPorts, 'authoriseCoe' | 'isAuthor' | 'reviewers'>;
};

/** How a COE stands in its review, as one person sees it. */
export type ReviewView = {
  coe: StoredCoe;
  /** The approvals needed, each with who gave it. */
  slots: { slot: Slot; by: { id: string; name: string } | null }[];
  /** Who approved this content and does not count any more: no reviewer by now, or without the qualification that a slot asks for. */
  notCounted: { id: string; name: string }[];
  /** Whether this person may decide on it now. */
  mayDecide: boolean;
  ways: { to: CoeStatus; name: string }[];
  look: Look | null;
  /** What changed since this person's last look; null when they have not looked yet. */
  changes: SectionDiff[] | null;
};

/** @throws AppError notFound */
export async function reviewView(parts: ReviewStateParts, coeId: string, actor: Actor): Promise<ReviewView> {
  const { store, rules, looks, ports } = parts;
  const [coe, { rules: ruleset }, look, reviewers] = await Promise.all([
    store.byId(coeId),
    rules.current(),
    looks.of(coeId, actor.id),
    ports.reviewers(),
  ]);
  const slots = slotsOf(ruleset, coe, reviewers);
  const writes = ports.isAuthor(actor, coe) || wroteIn(coe, actor);
  const mayReview = !writes && (await passes(() => ports.authoriseCoe(actor, 'coe.review', coeId)));
  const ways = [];
  const open = slots.some(({ by }) => by === null);
  for (const way of waysFrom(coe.status).filter(({ needs }) => needs === null || !open))
    if (await passes(() => mayGo(ports, way, actor, coeId))) ways.push({ to: way.to, name: way.name });
  return {
    coe,
    slots,
    notCounted: coe.status === 'inReview' ? notCounted(reviewOf(coe), reviewers) : [],
    mayDecide: mayReview && (coe.status === 'inReview' || coe.status === 'approved'),
    ways,
    look,
    changes: look && (await changesSince(store, coe, look.version)),
  };
}

/** Of those whose approval stands, who lost since what it was given as. */
function notCounted({ approvals }: ReviewState, reviewers: readonly Reviewer[]): { id: string; name: string }[] {
  const now = new Map(approversNow({ approvals }, reviewers).map(({ id, qualifications }) => [id, qualifications]));
  return approvals
    .filter(({ reviewer, qualifications }) => (now.get(reviewer.id)?.length ?? -1) < qualifications.length)
    .map(({ reviewer }) => reviewer);
}

async function changesSince(store: CoeStore, coe: StoredCoe, version: number): Promise<SectionDiff[]> {
  if (version >= coe.version) return [];
  return diffContents((await revisionAt(store, coe._id, version)).content, coe.content);
}

async function passes(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'forbidden' || error.code === 'notFound')) return false;
    throw error;
  }
}
