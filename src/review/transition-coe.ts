import { z } from 'zod';
import type { CoeStatus, StoredCoe } from '../coe/model.js';
import { COE_STATUSES } from '../coe/schema.js';
import { reviewOf } from '../coe/standing.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import { type ApprovalRuleStore, neededFor } from './approval-rules.js';
import { approversNow, fillSlots, slotWords, withSlots } from './approval-slots.js';
import { type Transition, waysFrom } from './lifecycle.js';
import type { Reviewer, ReviewPorts } from './review-ports.js';

export const reasonSchema = z
  .string()
  .trim()
  .max(20_000)
  .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'The text holds NUL or half of a surrogate pair.');

export const transitionSchema = z
  .strictObject({
    to: z.enum(COE_STATUSES),
    from: z.enum(COE_STATUSES).optional().describe('the state you saw; any other answers 409'),
    reason: reasonSchema.nullable().default(null).describe('shown in the history'),
  })
  .meta({ id: 'Transition' });

export type TransitionParts = {
  store: CoeStore;
  rules: ApprovalRuleStore;
  ports: Pick<ReviewPorts, 'authoriseCoe' | 'blockersOf' | 'reviewers'>;
};

/**
 * Moves a COE along the lifecycle table. Two that race: one wins, the other is told the state it found. A COE that is in the state
 * already is left as it is.
 * @throws AppError conflict for a way that the table lacks, missing approvals, blockers, or a rival; forbidden
 */
export async function transitionCoe(
  { store, rules, ports }: TransitionParts,
  coeId: string,
  actor: Actor,
  { to, from, reason }: z.output<typeof transitionSchema>,
): Promise<StoredCoe> {
  const found = await store.byId(coeId);
  if (from !== undefined && found.status !== from) throw otherState(found);
  if (found.status === to) return found;
  const way = waysFrom(found.status).find((each) => each.to === to);
  if (!way) throw noWay(found, to);
  await mayGo(ports, way, actor, coeId);
  const needed = way.needs === 'approvals' ? neededFor((await rules.current()).rules, found) : [];
  const reviewers = way.needs === 'approvals' ? await ports.reviewers() : [];
  if (way.needs === 'approvals') await checkApproved(ports, found, needed, reviewers);
  const details = { from: found.status, to };
  const type = to === 'archived' ? 'coe.archived' : 'coe.transitioned';
  return store.edit(coeId, actor, { type, details, note: reason }, (current) => {
    // Judged on what was read; whatever changed since is a rival's.
    if (current.status !== found.status) throw otherState(current);
    if (way.needs === 'approvals' && current.contentHash !== found.contentHash) throw otherState(current);
    const review = reviewOf(current);
    const filled = () => withSlots(review.approvals, fillSlots(needed, approversNow(review, reviewers)));
    const approvals = to === 'approved' ? filled() : to === 'published' ? review.approvals : [];
    return { content: current.content, status: to, review: { ...review, approvals } };
  });
}

/** One of the rows that the way names has to let the actor pass. */
export async function mayGo(
  ports: Pick<ReviewPorts, 'authoriseCoe'>,
  way: Transition,
  actor: Actor,
  coeId: string,
): Promise<void> {
  let refusal: unknown;
  for (const action of way.by) {
    try {
      await ports.authoriseCoe(actor, action, coeId);
      return;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'forbidden') throw error;
      refusal = error;
    }
  }
  throw refusal;
}

async function checkApproved(
  ports: Pick<ReviewPorts, 'blockersOf'>,
  coe: StoredCoe,
  needed: Parameters<typeof fillSlots>[0],
  reviewers: readonly Reviewer[],
): Promise<void> {
  const missing = fillSlots(needed, approversNow(reviewOf(coe), reviewers)).filter(({ by }) => by === null);
  if (missing.length > 0)
    throw new AppError(
      'conflict',
      `${coe.number} still needs the approval of ${slotWords(missing.map(({ slot }) => slot))}.`,
      { extra: { state: coe.status, missing: missing.map(({ slot }) => slot) } },
    );
  await checkBlockers(ports, coe);
}

/** Readiness blockers stand in the way of approval; warnings do not. @throws AppError conflict naming them */
export async function checkBlockers(ports: Pick<ReviewPorts, 'blockersOf'>, coe: StoredCoe): Promise<void> {
  const blockers = await ports.blockersOf(coe);
  if (blockers.length === 0) return;
  const rules = [...new Set(blockers.map(({ rule }) => rule))];
  throw new AppError(
    'conflict',
    `Readiness still blocks the approval of ${coe.number}: ${rules.join(', ')}. Read GET /api/v1/coes/${coe.number}/readiness.`,
    { extra: { state: coe.status, blockers: blockers.slice(0, 50) } },
  );
}

function otherState({ number, status, version }: StoredCoe): AppError {
  return new AppError(
    'conflict',
    `Somebody was faster: ${number} is now ${status}, at version ${version}. Read it again, then decide.`,
    { extra: { state: status, currentVersion: version } },
  );
}

function noWay({ number, status }: StoredCoe, to: CoeStatus): AppError {
  const ways = waysFrom(status).map((way) => way.to);
  return new AppError('conflict', `${number} is ${status}; from there it can become ${ways.join(' or ')}, not ${to}.`, {
    extra: { state: status, possible: ways },
  });
}
