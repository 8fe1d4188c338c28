import { z } from 'zod';
import type { CoeStatus, Person, StoredApproval, StoredCoe } from '../coe/model.js';
import { reviewOf, wroteIn } from '../coe/standing.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { type ApprovalRuleStore, neededFor } from './approval-rules.js';
import { approversNow, fillSlots, withSlots } from './approval-slots.js';
import type { LookStore } from './looks.js';
import type { ReviewPorts } from './review-ports.js';
import { checkBlockers, reasonSchema } from './transition-coe.js';

export const DECISIONS = ['approve', 'requestChanges'] as const;

export const newReviewSchema = z
  .strictObject({
    decision: z.enum(DECISIONS),
    body: reasonSchema.default('').describe('Markdown; requestChanges needs reasons'),
    contentHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'Send the contentHash of the COE that you read.')
      .optional()
      .describe('of the content you read; needed to approve'),
  })
  .check(({ value, issues }) => {
    if (value.decision === 'requestChanges' && value.body === '')
      issues.push({ code: 'custom', path: ['body'], input: value.body, message: 'Say what has to change, and why.' });
    if (value.decision === 'approve' && value.contentHash === undefined)
      issues.push({
        code: 'custom',
        path: ['contentHash'],
        input: value.contentHash,
        message: 'An approval is of a content: send the contentHash of the COE that you read.',
      });
  })
  .meta({ id: 'NewReview' });
export type NewReview = z.output<typeof newReviewSchema>;

export type ReviewParts = {
  store: CoeStore;
  rules: ApprovalRuleStore;
  looks: LookStore;
  clock: Clock;
  ports: Pick<ReviewPorts, 'isAuthor' | 'blockersOf' | 'reviewers'>;
};

/**
 * A reviewer's decision on the content with this hash. Whether the hash is still the content's, whether the reviewer has written in it, and
 * whether this approval was the last one needed is decided inside the one compare-and-swap that stores it.
 * @throws AppError conflict when the content is another by now, the state takes no decision, or readiness blocks; forbidden for authors
 */
export async function reviewCoe(
  parts: ReviewParts,
  coeId: string,
  actor: Actor,
  review: NewReview,
): Promise<StoredCoe> {
  const found = await parts.store.byId(coeId);
  checkDecider(parts, actor, found);
  checkContent(found, review);
  const coe = await (review.decision === 'approve' ? approve : requestChanges)(parts, found, actor, review);
  await parts.looks.remember(coeId, actor.id, coe.version);
  return coe;
}

async function approve(parts: ReviewParts, found: StoredCoe, actor: Actor, review: NewReview): Promise<StoredCoe> {
  const { store, rules, ports } = parts;
  checkState(found, ['inReview', 'approved']);
  await checkBlockers(ports, found);
  const { rules: ruleset, version: rulesVersion } = await rules.current();
  const reviewers = await ports.reviewers();
  const details: Record<string, unknown> = {
    contentHash: found.contentHash,
    qualifications: actor.qualifications,
    rulesVersion,
  };
  return store.edit(found._id, actor, { type: 'review.approved', details, note: review.body }, (current) => {
    checkDecider(parts, actor, current);
    checkContent(current, review);
    checkState(current, ['inReview', 'approved']);
    const before = reviewOf(current);
    const approvals = withApproval(before.approvals, approvalOf(parts.clock, actor, current), current.status);
    const slots = fillSlots(neededFor(ruleset, current), approversNow({ approvals }, reviewers));
    const isLast = current.status !== 'approved' && slots.every(({ by }) => by !== null);
    details.slot = slots.find(({ by }) => by?.id === actor.id)?.slot ?? null;
    details.status = isLast ? 'approved' : current.status;
    const after = { ...before, approvals: isLast ? withSlots(approvals, slots) : approvals };
    return { content: current.content, status: isLast ? 'approved' : current.status, review: after };
  });
}

/** Approving again changes nothing, unless the reviewer holds other qualifications by now and the COE still waits for approvals. */
function withApproval(before: StoredApproval[], fresh: StoredApproval, status: CoeStatus): StoredApproval[] {
  const mine = before.find(({ reviewer }) => reviewer.id === fresh.reviewer.id);
  if (!mine) return [...before, fresh];
  const isSame = [...mine.qualifications].sort().join() === [...fresh.qualifications].sort().join();
  return isSame || status === 'approved' ? before : before.map((approval) => (approval === mine ? fresh : approval));
}

function requestChanges(parts: ReviewParts, found: StoredCoe, actor: Actor, review: NewReview): Promise<StoredCoe> {
  const details = { contentHash: found.contentHash };
  return parts.store.edit(
    found._id,
    actor,
    { type: 'review.changesRequested', details, note: review.body },
    (current) => {
      checkDecider(parts, actor, current);
      checkContent(current, review);
      checkState(current, ['inReview', 'approved']);
      return { content: current.content, status: 'draft', review: { ...reviewOf(current), approvals: [] } };
    },
  );
}

function approvalOf(clock: Clock, actor: Actor, coe: StoredCoe): StoredApproval {
  const { contentHash, version } = coe;
  const reviewer: Person = { id: actor.id, name: actor.name };
  const at = clock.now().toISOString();
  return {
    id: newId('apr'),
    reviewer,
    qualifications: [...actor.qualifications],
    contentHash,
    standsFor: contentHash,
    version: version + 1,
    at,
  };
}

/** Nobody judges their own words, whatever their role. @throws AppError forbidden */
function checkDecider({ ports }: Pick<ReviewParts, 'ports'>, actor: Actor, coe: StoredCoe): void {
  const wrote = wroteIn(coe, actor);
  if (ports.isAuthor(actor, coe) || wrote)
    throw new AppError(
      'forbidden',
      `You ${wrote ? 'wrote in' : 'are an author of'} ${coe.number}: somebody else has to review it.`,
    );
}

/** @throws AppError conflict with the present hash and version */
function checkContent({ number, contentHash, version, status }: StoredCoe, review: NewReview): void {
  if (review.contentHash === undefined || review.contentHash === contentHash) return;
  throw new AppError(
    'conflict',
    `The content of ${number} is not what you read: it is at version ${version} now. Read what changed (GET /api/v1/coes/${number}/review), then decide.`,
    { extra: { state: status, currentVersion: version, currentContentHash: contentHash } },
  );
}

/** @throws AppError conflict */
function checkState({ number, status }: StoredCoe, takes: readonly string[]): void {
  if (takes.includes(status)) return;
  throw new AppError('conflict', `${number} is ${status}; a review decides on a COE that is in review.`, {
    extra: { state: status },
  });
}
