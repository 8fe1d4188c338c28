import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
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
    status: 'accepted',
    questionId: questionIdOf(id),
    ...decisionOf(parts, actor),
  });
  const proposal = decided ?? (await visibleProposal(parts, id, actor));
  if (proposal.status !== 'accepted')
    throw new AppError(
      'conflict',
      'This proposal was rejected; propose the question by hand if it is wanted after all.',
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
    throw new AppError('conflict', 'This proposal was accepted already; its question is in the library.');
  await record(parts, proposal, 'orrProposal.rejected');
  return proposal;
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
  const { _id, coeId, lessonId, lesson, question, category, guidance, decidedAt, decidedBy } = proposal;
  return {
    _id: questionIdOf(_id),
    question,
    category,
    guidance,
    origin: { coeId, lessonId, lesson },
    proposalId: _id,
    createdAt: decidedAt ?? proposal.createdAt,
    createdBy: decidedBy ?? proposal.createdBy,
  };
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
