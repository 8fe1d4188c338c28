import type { PresentedProposal, PresentedQuestion } from './schema.js';
import type { StoredProposal, StoredQuestion } from './store.js';
import type { ShownCoe } from './visible-coes.js';

export function presentProposal(row: StoredProposal, coe: ShownCoe): PresentedProposal {
  return {
    id: row._id,
    status: row.status,
    question: row.question,
    category: row.category,
    guidance: row.guidance,
    coe,
    lessonId: row.lessonId,
    lesson: row.lesson,
    reason: row.reason,
    questionId: row.questionId,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    decidedAt: row.decidedAt,
    decidedBy: row.decidedBy,
  };
}

/** @param coes those that the reader may see */
export function presentQuestion(row: StoredQuestion, coes: ReadonlyMap<string, ShownCoe>): PresentedQuestion {
  const { origin } = row;
  const coe = origin === null ? undefined : coes.get(origin.coeId);
  return {
    id: row._id,
    question: row.question,
    category: row.category,
    guidance: row.guidance,
    origin: origin === null || coe === undefined ? null : { coe, lessonId: origin.lessonId, lesson: origin.lesson },
    proposalId: coe === undefined ? null : row.proposalId,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
  };
}
