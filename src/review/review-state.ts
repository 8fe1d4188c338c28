import { diffContents, type SectionDiff } from '../coe/diff.js';
import type { CoeStatus, StoredCoe } from '../coe/model.js';
import { revisionAt } from '../coe/revisions.js';
import { wroteIn } from '../coe/standing.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import type { ApprovalRuleStore } from './approval-rules.js';
import type { Slot } from './approval-slots.js';
import { waysFrom } from './lifecycle.js';
import type { Look, LookStore } from './looks.js';
import type { ReviewPorts } from './review-ports.js';
import { slotsOf } from './slots-filled.js';
import { mayGo } from './transition-coe.js';

export type ReviewStateParts = {
  store: CoeStore;
  rules: ApprovalRuleStore;
  looks: LookStore;
  ports: Pick<ReviewPorts, 'authoriseCoe' | 'isAuthor'>;
};

/** How a COE stands in its review, as one person sees it. */
export type ReviewView = {
  coe: StoredCoe;
  /** The approvals needed, each with who gave it. */
  slots: { slot: Slot; by: { id: string; name: string } | null }[];
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
  const [coe, { rules: ruleset }, look] = await Promise.all([
    store.byId(coeId),
    rules.current(),
    looks.of(coeId, actor.id),
  ]);
  const slots = slotsOf(ruleset, coe);
  const writes = ports.isAuthor(actor, coe) || wroteIn(coe, actor);
  const mayReview = !writes && (await passes(() => ports.authoriseCoe(actor, 'coe.review', coeId)));
  const ways = [];
  const open = slots.some(({ by }) => by === null);
  for (const way of waysFrom(coe.status).filter(({ needs }) => needs === null || !open))
    if (await passes(() => mayGo(ports, way, actor, coeId))) ways.push({ to: way.to, name: way.name });
  return {
    coe,
    slots,
    mayDecide: mayReview && (coe.status === 'inReview' || coe.status === 'approved'),
    ways,
    look,
    changes: look && (await changesSince(store, coe, look.version)),
  };
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
