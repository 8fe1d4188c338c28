import { own } from '../kernel/own.js';
import { isAnswered, type StoredReview } from './review-store.js';
import type { StoredTemplate } from './template-store.js';

export type Standing = {
  reviewId: string;
  service: string;
  status: string;
  templateVersion: number;
  unanswered: { id: string; title: string }[];
};

/** What each service still has to answer of a template as it is now, also where its review answered an earlier version. */
export function standingOf(template: StoredTemplate, reviews: readonly StoredReview[]): Standing[] {
  const questions = template.pillars.flatMap((pillar) => pillar.questions);
  return reviews.map(({ _id: reviewId, service, status, templateVersion, answers }) => ({
    ...{ reviewId, service, status, templateVersion },
    unanswered: questions
      .filter((question) => !isAnswered(question, own(answers, question.id)))
      .map(({ id, title }) => ({ id, title })),
  }));
}
