import type { Elsewhere, FollowUp } from '../actions/elsewhere.js';
import type { ActionQuery } from '../actions/list-action-items.js';
import { isOverdue, UNFINISHED } from '../actions/overdue.js';
import type { ListedElsewhere } from '../actions/present-action-item.js';
import { actionItemSchema } from '../coe/schema.js';
import { notFound } from '../kernel/errors.js';
import type { SpellingsOf } from '../kernel/service-names.js';
import type { PresentedReview } from './review-schema.js';
import type { RiskItem, StoredReview } from './review-store.js';
import { changeRisk, type OrrReviewParts, shownReview } from './reviews.js';

const REFERENCE = /^(orv_[0-9a-z]+):([A-Za-z0-9_]{3,128})$/;

/** A risk that is accepted is an action item that nobody does any more. */
const TO_ACTION = { open: 'open', inProgress: 'inProgress', done: 'done', accepted: 'cancelled' } as const;
const FROM_ACTION = { open: 'open', inProgress: 'inProgress', done: 'done', cancelled: 'accepted' } as const;

export type OpenRisksParts = OrrReviewParts & { spellingsOf: SpellingsOf };

/** Open risks of ORR reviews as action items of the board, under the reference `orv_…:question`. */
export function openRisks(parts: OpenRisksParts): Elsewhere {
  const find = async (reference: string) => {
    const [, reviewId = '', questionId = ''] = REFERENCE.exec(reference) ?? [];
    const review = await shownReview(parts, await parts.reviews.byId(reviewId));
    const risk = risksOf(review, parts.clock.now()).find(({ id }) => id === questionId);
    return risk ?? notFound('open risk', reference);
  };
  return {
    owns: (reference) => REFERENCE.test(reference),
    find,
    async list(query) {
      const named = query.service === undefined ? null : new Set(await parts.spellingsOf(query.service));
      const reviews = (await parts.reviews.answered()).filter(({ service }) => named === null || named.has(service));
      const now = parts.clock.now();
      const shown = await shownTogether(parts, reviews);
      return shown.flatMap((review) => risksOf(review, now)).filter((item) => fits(item, query));
    },
    async change(reference, change, actor) {
      const [, reviewId = '', questionId = ''] = REFERENCE.exec(reference) ?? [];
      await changeRisk(parts, reviewId, questionId, riskOf(change), actor);
      return find(reference);
    },
  };
}

/** Many reviews answer few templates: each version is read once. */
function shownTogether(parts: OpenRisksParts, reviews: readonly StoredReview[]): Promise<PresentedReview[]> {
  const read = new Map<string, ReturnType<OpenRisksParts['templates']['newest']>>();
  const once = (key: string, get: () => ReturnType<OpenRisksParts['templates']['newest']>) => {
    const known = read.get(key) ?? get();
    read.set(key, known);
    return known;
  };
  const templates = {
    ...parts.templates,
    newest: (id: string) => once(id, () => parts.templates.newest(id)),
    version: (id: string, version: number) => once(`${id}:${version}`, () => parts.templates.version(id, version)),
  };
  return Promise.all(reviews.map((review) => shownReview({ templates }, review)));
}

function risksOf({ id: reviewId, service, template, actionItems }: PresentedReview, now: Date): ListedElsewhere[] {
  return actionItems.map(({ id, title, risk, owner, dueDate, status, proof }) => {
    const item = {
      ...actionItemSchema.parse({ id, title: `Close the risk: ${title}`, type: 'prevent', owner, dueDate }),
      ...{ priority: risk === 'HIGH_RISK' ? 'high' : 'medium', status: TO_ACTION[status], proof },
      endState: 'The answer in the ORR review leaves no risk.',
    };
    const orrReview = { id: reviewId, service, template: template.name };
    return { ...item, ref: `${reviewId}:${id}`, overdue: isOverdue(item, now), coe: null, orrReview, decision: null };
  });
}

function fits(item: ListedElsewhere, { status, owner, overdue, type }: Omit<ActionQuery, 'limit' | 'cursor'>): boolean {
  const unfinished = (UNFINISHED as readonly string[]).includes(item.status);
  return (
    (status === undefined || (status === 'unfinished' ? unfinished : item.status === status)) &&
    (owner === undefined || item.owner === owner) &&
    (overdue === undefined || item.overdue === overdue) &&
    (type === undefined || item.type === type)
  );
}

function riskOf({ status, dueDate, ...others }: FollowUp): Partial<RiskItem> {
  return {
    ...others,
    ...(dueDate === undefined ? {} : { dueDate: dueDate?.slice(0, 10) ?? null }),
    ...(status === undefined ? {} : { status: FROM_ACTION[status] }),
  };
}
