import { own } from '../kernel/own.js';
import type { Risk } from './lens.js';
import type { PresentedReview } from './review-schema.js';
import { isAnswered, type RiskItem, reviewHash, type StoredReview } from './review-store.js';
import { riskOf } from './risk-of.js';
import type { StoredTemplate } from './template-store.js';

/** A risk that nobody has taken up yet. */
export const OPEN_RISK: RiskItem = { owner: null, dueDate: null, status: 'open', proof: '' };

/** @param template in the version that the review answers @param newest version of that template */
export function presentReview(review: StoredReview, template: StoredTemplate, newest: number): PresentedReview {
  const contentHash = reviewHash(review);
  const pillars = template.pillars.map(({ name, questions }) => ({
    name,
    questions: questions.map((question) => {
      const given = own(review.answers, question.id);
      const answer = isAnswered(question, given) ? given : undefined;
      return {
        id: question.id,
        title: question.title,
        description: question.description ?? '',
        choices: question.choices.map(({ id, title }) => ({
          id,
          title,
          chosen: answer?.choices.includes(id) ?? false,
        })),
        answered: answer !== undefined,
        notes: answer?.notes ?? '',
        evidence: answer?.evidence ?? [],
        notApplicable: answer?.notApplicable ?? null,
        answeredBy: answer?.answeredBy ?? null,
        risk:
          answer === undefined
            ? ('UNANSWERED' as const)
            : answer.notApplicable !== null
              ? ('NOT_APPLICABLE' as const)
              : riskOf(question, answer.choices),
      };
    }),
  }));
  const questions = pillars.flatMap((pillar) => pillar.questions);
  return {
    id: review._id,
    version: review.version,
    service: review.service,
    template: { id: template.templateId, version: template.version, name: template.name, newest },
    status: review.status,
    contentHash,
    pillars,
    unanswered: questions.filter(({ answered }) => !answered).map(({ id }) => id),
    actionItems: questions.flatMap(({ id, title, risk }) =>
      isOpen(risk) ? [{ id, title, risk, ...(own(review.actionItems, id) ?? OPEN_RISK) }] : [],
    ),
    decisions: review.decisions.map(({ contentHash: approved, ...decision }) => ({
      ...decision,
      stands: decision.decision === 'requestChanges' || approved === contentHash,
    })),
    createdAt: review.createdAt,
    createdBy: review.createdBy,
    updatedAt: review.updatedAt,
  };
}

const isOpen = (risk: Risk | 'UNANSWERED' | 'NOT_APPLICABLE'): risk is Risk =>
  risk === 'HIGH_RISK' || risk === 'MEDIUM_RISK';
