import { notFound } from '../kernel/errors.js';
import type { PresentedProposal, PresentedQuestion } from './schema.js';
import type { Origin, StoredProposal, StoredQuestion } from './store.js';
import type { ShownCoe } from './visible-coes.js';

/** @param coes those that the reader may see. @throws AppError notFound when the proposal's own is not among them */
export function presentProposal(
  row: StoredProposal,
  coes: ReadonlyMap<string, ShownCoe>,
  duplicateOf: PresentedProposal['duplicateOf'] = null,
): PresentedProposal {
  const coe = coes.get(row.coeId) ?? notFound('ORR proposal', row._id);
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
    others: shownOrigins(row.others, coes),
    recurrenceId: row.recurrenceId,
    wordedBy: row.wordedBy,
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
  const origins = shownOrigins(row.origins, coes);
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

const shownOrigins = (origins: readonly Origin[], coes: ReadonlyMap<string, ShownCoe>) =>
  origins.flatMap(({ coeId, lessonId, lesson }) => {
    const coe = coes.get(coeId);
    return coe === undefined ? [] : [{ coe, lessonId, lesson }];
  });

/** The COEs that a proposal names. */
export const coesOf = ({ coeId, others }: StoredProposal): string[] => [coeId, ...others.map((origin) => origin.coeId)];
