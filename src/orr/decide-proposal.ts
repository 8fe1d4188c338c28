import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, invalid, notFound } from '../kernel/errors.js';
import { mostAlike } from './alike.js';
import { newQuestion } from './create-question.js';
import type { QuestionEdits } from './schema.js';
import { type OrrStore, questionIdOf, type StoredProposal, type StoredQuestion } from './store.js';
import type { VisibleCoes } from './visible-coes.js';

export type DecideParts = {
  coes: Pick<CoeStore, 'recordAudit'>;
  store: OrrStore;
  clock: Clock;
  visibleCoes: VisibleCoes;
};

/**
 * Makes a proposal a question of the library, with the reviewer's wording where it is given. The decision is written first and holds the final
 * wording; a repeat after a crash finishes the question from it.
 * @throws AppError notFound, also when its COE may not be seen; conflict when it was rejected
 */
export async function acceptProposal(
  parts: DecideParts,
  id: string,
  edits: QuestionEdits,
  actor: Actor,
): Promise<{ proposal: StoredProposal; question: StoredQuestion }> {
  const open = await visibleProposal(parts, id, actor);
  const decided = await parts.store.decide(id, {
    question: edits.question ?? open.question,
    category: edits.category ?? open.category,
    guidance: edits.guidance ?? open.guidance,
    severity: edits.severity ?? open.severity,
    risk: edits.risk ?? open.risk,
    helpfulResource: edits.helpfulResource === undefined ? open.helpfulResource : edits.helpfulResource,
    status: 'accepted',
    questionId: questionIdOf(id),
    ...decisionOf(parts, actor),
  });
  const proposal = decided ?? (await visibleProposal(parts, id, actor));
  if (proposal.status !== 'accepted')
    throw new AppError(
      'conflict',
      `This proposal was ${proposal.status}; write the question by hand if it is wanted after all.`,
    );
  const question = await parts.store.keepQuestion(questionFrom(proposal));
  await record(parts, proposal, 'orrProposal.accepted');
  return { proposal, question };
}

/** @throws AppError notFound, also when its COE may not be seen; conflict when it was accepted */
export async function rejectProposal(
  parts: DecideParts,
  id: string,
  reason: string,
  actor: Actor,
): Promise<StoredProposal> {
  await visibleProposal(parts, id, actor);
  const decided = await parts.store.decide(id, { status: 'rejected', reason, ...decisionOf(parts, actor) });
  const proposal = decided ?? (await visibleProposal(parts, id, actor));
  if (proposal.status !== 'rejected')
    throw new AppError('conflict', `This proposal was ${proposal.status} already; its question is in the library.`);
  await record(parts, proposal, 'orrProposal.rejected');
  return proposal;
}

/**
 * Makes the lesson of a proposal one more origin of a question that says the same already. The decision is written first; a repeat after a crash
 * finishes the question from it.
 * @throws AppError notFound, of the proposal or the question; conflict when it was decided otherwise; validation when no question is named and none is alike
 */
export async function mergeProposal(
  parts: DecideParts,
  id: string,
  { questionId, reason }: { questionId?: string | undefined; reason: string },
  actor: Actor,
): Promise<{ proposal: StoredProposal; question: StoredQuestion }> {
  const open = await visibleProposal(parts, id, actor);
  const target = questionId ?? open.questionId ?? (await duplicateOf(parts.store, open.question))?.id;
  if (target === undefined)
    invalid('/questionId', 'No question of the library says the same; name the one to merge into.');
  const known = await parts.store.question(target);
  if (known === null || known.retired) notFound('ORR question', target);
  const decided = await parts.store.decide(id, {
    status: 'merged',
    questionId: target,
    reason,
    ...decisionOf(parts, actor),
  });
  const proposal = decided ?? (await visibleProposal(parts, id, actor));
  if (proposal.status !== 'merged' || proposal.questionId !== target)
    throw new AppError('conflict', `This proposal was ${proposal.status} already.`);
  const { coeId, lessonId, lesson, others, decidedAt, decidedBy } = proposal;
  for (const origin of [{ coeId, lessonId, lesson }, ...others])
    await parts.store.addOrigin(target, origin, {
      at: decidedAt ?? proposal.createdAt,
      by: decidedBy ?? proposal.createdBy,
      action: 'merged',
      reason: proposal.reason ?? '',
      before: null,
    });
  await record(parts, proposal, 'orrProposal.merged');
  return { proposal, question: (await parts.store.question(target)) ?? notFound('ORR question', target) };
}

/** The question of the library that says the same, if any. */
async function duplicateOf(store: OrrStore, question: string) {
  return mostAlike(
    question,
    (await store.library()).map((row) => ({ id: row._id, question: row.question })),
  );
}

async function visibleProposal({ store, visibleCoes }: DecideParts, id: string, actor: Actor): Promise<StoredProposal> {
  const proposal = await store.proposal(id);
  if (proposal === null || !(await visibleCoes(actor, [proposal.coeId])).has(proposal.coeId))
    return notFound('ORR proposal', id);
  return proposal;
}

function decisionOf({ clock }: DecideParts, actor: Actor) {
  return { decidedAt: clock.now().toISOString(), decidedBy: { id: actor.id, name: actor.name } };
}

function questionFrom(proposal: StoredProposal): StoredQuestion {
  const { _id, coeId, lessonId, lesson, decidedAt, decidedBy } = proposal;
  const { question, category, guidance, severity, risk, helpfulResource } = proposal;
  return newQuestion(questionIdOf(_id), {
    ...{ question, category, guidance, severity, risk, helpfulResource },
    origins: [{ coeId, lessonId, lesson }, ...proposal.others],
    proposalId: _id,
    createdAt: decidedAt ?? proposal.createdAt,
    createdBy: decidedBy ?? proposal.createdBy,
  });
}

/** The event's id comes from the proposal: one decision, one event, however often it is repeated. */
async function record({ coes }: DecideParts, proposal: StoredProposal, type: AuditEvent['type']): Promise<void> {
  const { _id, coeId, lessonId, questionId, decidedAt, decidedBy, createdAt, createdBy } = proposal;
  const details = { proposalId: _id, lessonId, questionId };
  await coes.recordAudit(
    { type, at: decidedAt ?? createdAt, actor: decidedBy ?? createdBy, coeId, details },
    `${_id}:decided`,
  );
}
