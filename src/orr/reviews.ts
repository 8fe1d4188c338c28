import type { CoeStore } from '../coe/store.js';
import { validationError } from '../http/validate.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, invalid, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { own } from '../kernel/own.js';
import { OPEN_RISK, presentReview } from './present-review.js';
import type { AnswerInput, PresentedReview, reviewDecision, riskPatch } from './review-schema.js';
import { askedOf, type ReviewStore, reviewHash, type StoredReview } from './review-store.js';
import type { StoredTemplate, TemplateVersions } from './template-store.js';
import { templateAt } from './templates.js';

export type OrrReviewParts = {
  reviews: ReviewStore;
  templates: TemplateVersions;
  coes: Pick<CoeStore, 'recordAudit'>;
  clock: Clock;
};

const personOf = ({ id, name }: Actor) => ({ id, name });

/** Opens a review of a service against the newest version of a template. @throws AppError notFound */
export async function openReview(
  parts: OrrReviewParts,
  { service, templateId }: { service: string; templateId: string },
  actor: Actor,
  idempotencySeed: string | undefined,
): Promise<StoredReview> {
  const { version: templateVersion } = await templateAt(parts, templateId);
  const at = parts.clock.now().toISOString();
  const review = await parts.reviews.keep({
    _id: idempotencySeed === undefined ? newId('orv') : `orv_${idempotencySeed.slice(0, 20)}`,
    ...{ version: 1, service, templateId, templateVersion, status: 'draft' },
    ...{ answers: {}, actionItems: {}, decisions: [] },
    ...{ createdAt: at, createdBy: personOf(actor), updatedAt: at },
  });
  await record(parts, review, actor, 'orrReview.opened', {});
  return review;
}

/**
 * Answers one question; null takes the answer back. What changes content voids an approval: the review is a draft again.
 * @throws AppError notFound; validation for a choice that the question does not have, or an answer that says nothing; conflict while in review
 */
export async function answerQuestion(
  parts: OrrReviewParts,
  id: string,
  questionId: string,
  answer: AnswerInput | null,
  actor: Actor,
): Promise<StoredReview> {
  const template = await templateOf(parts, await parts.reviews.byId(id));
  const question = questionIn(template, questionId);
  if (answer !== null) checkAnswer(answer, new Set(question.choices.map((choice) => choice.id)));
  return parts.reviews.edit(id, (review) => {
    if (review.templateVersion !== template.version)
      throw new AppError('conflict', 'The review moved to another version of its template; read it again.');
    if (review.status === 'inReview')
      throw new AppError('conflict', 'The review is being read; take it back to draft, then answer.', {
        extra: { state: review.status },
      });
    const { [questionId]: _, ...others } = review.answers;
    const at = parts.clock.now().toISOString();
    const given = answer && { ...answer, asked: askedOf(question), answeredAt: at, answeredBy: personOf(actor) };
    return { ...review, status: 'draft', answers: given ? { ...others, [questionId]: given } : others, updatedAt: at };
  });
}

function checkAnswer({ choices, notApplicable }: AnswerInput, known: ReadonlySet<string>): void {
  const errors = choices.flatMap((choice, at) =>
    known.has(choice) ? [] : [{ pointer: `/choices/${at}`, detail: `The question has no choice "${choice}".` }],
  );
  if (errors.length > 0) throw validationError(errors);
  if (notApplicable === null && choices.length === 0)
    invalid(
      '/choices',
      'Choose what is true ("None of these" too is an answer), or say why the question does not apply.',
    );
  if (notApplicable !== null && choices.length > 0)
    invalid('/notApplicable', 'A question that does not apply has no choices; send one of the two.');
  const none = choices.find((choice) => choice.endsWith('_no'));
  if (none !== undefined && choices.length > 1) invalid('/choices', '"None of these" stands alone.');
}

/** Asks for review, or takes back. @throws AppError conflict for unanswered questions, naming them */
export async function moveReview(
  parts: OrrReviewParts,
  id: string,
  to: 'draft' | 'inReview',
  actor: Actor,
): Promise<StoredReview> {
  const shown = await shownReview(parts, await parts.reviews.byId(id));
  const moved = await parts.reviews.edit(id, (review) => {
    if (review.status === to) return review;
    if (to === 'inReview' && review.status === 'approved')
      throw new AppError('conflict', 'The review is approved already.', { extra: { state: review.status } });
    if (to === 'inReview' && (reviewHash(review) !== shown.contentHash || shown.unanswered.length > 0))
      throw new AppError('conflict', `${shown.unanswered.length} questions are not answered yet.`, {
        extra: { state: review.status, unanswered: shown.unanswered },
      });
    return { ...review, status: to, updatedAt: parts.clock.now().toISOString() };
  });
  await record(parts, moved, actor, 'orrReview.transitioned', { to });
  return moved;
}

/**
 * A reviewer asks for more, or a director approves exactly what they read; never their own, which is what they opened or answered in.
 * @throws AppError forbidden; conflict when it is not in review or has changed since it was read; validation without words for changes
 */
export async function decideReview(
  parts: OrrReviewParts,
  id: string,
  { decision, body, contentHash }: ReturnType<(typeof reviewDecision)['parse']>,
  actor: Actor,
): Promise<StoredReview> {
  if (decision === 'requestChanges' && body === '') invalid('/body', 'Say what is missing.');
  const decided = await parts.reviews.edit(id, (review) => {
    mayDecide(review, decision, actor);
    if (review.status !== 'inReview')
      throw new AppError('conflict', `The review is ${review.status}; only one that is in review is decided on.`, {
        extra: { state: review.status },
      });
    if (reviewHash(review) !== contentHash)
      throw new AppError('conflict', 'The answers changed since you read them; read the review again, then decide.');
    const at = parts.clock.now().toISOString();
    return {
      ...review,
      status: decision === 'approve' ? 'approved' : 'draft',
      decisions: [...review.decisions, { decision, body, contentHash, at, by: personOf(actor) }],
      updatedAt: at,
    };
  });
  await record(parts, decided, actor, 'orrReview.judged', { decision });
  return decided;
}

/** @throws AppError forbidden, saying what is missing */
export function mayDecide(review: StoredReview, decision: 'approve' | 'requestChanges', actor: Actor): void {
  const own =
    review.createdBy.id === actor.id ||
    Object.values(review.answers).some(({ answeredBy }) => answeredBy.id === actor.id);
  if (own) throw new AppError('forbidden', 'You opened this review or answered in it; somebody else decides.');
  if (actor.role !== 'reviewer' && actor.role !== 'admin')
    throw new AppError('forbidden', 'Only reviewers decide on a review.');
  if (decision === 'approve' && !actor.qualifications.includes('director'))
    throw new AppError('forbidden', 'A director approves; an administrator can grant the qualification.');
}

/** Who takes up an open risk, until when, and how it ended. @throws AppError notFound; validation for an end without proof */
export async function changeRisk(
  parts: OrrReviewParts,
  id: string,
  questionId: string,
  patch: ReturnType<(typeof riskPatch)['parse']>,
  actor: Actor,
): Promise<StoredReview> {
  const found = await parts.reviews.byId(id);
  const { actionItems } = await shownReview(parts, found);
  if (!actionItems.some((item) => item.id === questionId)) notFound('open risk', questionId);
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const changed = await parts.reviews.edit(id, (review) => {
    const before = own(review.actionItems, questionId) ?? OPEN_RISK;
    const after = { ...before, ...given };
    if ((after.status === 'done' || after.status === 'accepted') && after.proof === '')
      invalid('/proof', 'Say what shows that it is done, or why the risk is accepted.');
    return { ...review, actionItems: { ...review.actionItems, [questionId]: after } };
  });
  const at = parts.clock.now().toISOString();
  await record(parts, { ...changed, updatedAt: at }, actor, 'orrReview.riskChanged', { questionId, ...given });
  return changed;
}

/** Moves a review to the newest version of its template: answers stay where the question is the same; the others are open again. */
export async function updateReview(parts: OrrReviewParts, id: string, actor: Actor): Promise<StoredReview> {
  const found = await parts.reviews.byId(id);
  const { version: templateVersion } = await templateAt(parts, found.templateId);
  if (found.templateVersion === templateVersion) return found;
  const updated = await parts.reviews.edit(id, (review) => ({
    ...review,
    templateVersion,
    status: 'draft',
    updatedAt: parts.clock.now().toISOString(),
  }));
  await record(parts, updated, actor, 'orrReview.updated', { templateVersion });
  return updated;
}

export async function shownReview(
  parts: Pick<OrrReviewParts, 'templates'>,
  review: StoredReview,
): Promise<PresentedReview> {
  const newest = await templateAt(parts, review.templateId);
  const template = newest.version === review.templateVersion ? newest : await templateOf(parts, review);
  return presentReview(review, template, newest.version);
}

const templateOf = (parts: Pick<OrrReviewParts, 'templates'>, review: StoredReview): Promise<StoredTemplate> =>
  templateAt(parts, review.templateId, review.templateVersion);

const questionIn = ({ pillars }: StoredTemplate, id: string) =>
  pillars.flatMap(({ questions }) => questions).find((question) => question.id === id) ?? notFound('question', id);

async function record(
  { coes }: OrrReviewParts,
  { _id, version, updatedAt: at, service }: StoredReview,
  actor: Actor,
  type: AuditEvent['type'],
  more: Record<string, unknown>,
): Promise<void> {
  const details = { reviewId: _id, service, ...more };
  await coes.recordAudit({ type, at, actor: personOf(actor), coeId: null, details }, `${_id}:${version}`);
}
