import type { PresentedProposal, PresentedQuestion } from './schema.js';
import type { StoredProposal, StoredQuestion } from './store.js';
import type { ShownCoe } from './visible-coes.js';

export function presentProposal(
  row: StoredProposal,
  coe: ShownCoe,
  duplicateOf: PresentedProposal['duplicateOf'] = null,
): PresentedProposal {
  return {
    id: row._id,
    status: row.status,
    question: row.question,
    category: row.category,
    guidance: row.guidance,
    ...more(row),
    duplicateOf,
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

const more = ({ severity, risk, helpfulResource }: StoredQuestion | StoredProposal) => ({
  severity,
  risk,
  helpfulResource,
});

/** @param coes those that the reader may see @param hits confirmed ones, of COEs that the reader may see */
export function presentQuestion(
  row: StoredQuestion,
  coes: ReadonlyMap<string, ShownCoe>,
  hits: number,
): PresentedQuestion {
  const origins = row.origins.flatMap(({ coeId, lessonId, lesson }) => {
    const coe = coes.get(coeId);
    return coe === undefined ? [] : [{ coe, lessonId, lesson }];
  });
  const first = row.origins[0];
  return {
    id: row._id,
    question: row.question,
    category: row.category,
    guidance: row.guidance,
    ...more(row),
    origin: origins[0] ?? null,
    origins,
    proposalId: first !== undefined && coes.has(first.coeId) ? row.proposalId : null,
    version: row.version,
    retired: row.retired,
    hits,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
  };
}
