import { canSee, visibleFilter } from '../access/policies.js';
import { actionBoard } from '../actions/action-board.js';
import { listActionItems } from '../actions/list-action-items.js';
import type { StoredCoe } from '../coe/model.js';
import { resolveCoe } from '../coe/resolve.js';
import type { Actor } from '../kernel/actor.js';
import { promisesOf } from '../ops-review/promises-of.js';
import { nearestCoes } from '../orr/nearest-coes.js';
import { openRisks } from '../orr/open-risks.js';
import { wordQuestion } from '../orr/word-question.js';
import { missingApprovals } from '../review/missing-approvals.js';
import { findCluster } from '../search/recurrence/list-recurrences.js';
import type { Documents } from './wire-documents.js';
import type { Drafting } from './wire-drafting.js';
import type { Review } from './wire-review.js';
import type { Search } from './wire-search.js';
import type { Stores } from './wire-stores.js';

export type Learning = ReturnType<typeof wireLearning>;

/** What becomes of a COE: action items across COEs, ORR questions and reviews, the weekly operations review. */
export function wireLearning(
  stores: Stores,
  documents: Documents,
  search: Search,
  review: Review,
  { model }: Drafting,
) {
  const { store, clock, register, edit, may, findAccounts, comments } = documents;
  const { similarity, visibleTo, recurrences } = search;
  const orr = {
    ...{ coes: store, store: stores.questions, hits: stores.hits, clock, visible: visibleFilter },
    ...{ templates: stores.orrTemplates, reviews: stores.orrReviews },
    wordingFor: async (coe: StoredCoe) => (model && (await stores.consents.mayLeave(coe)) ? wordQuestion(model) : null),
    membersOf: async (id: string, actor: Actor) => (await findCluster(recurrences, id, actor)).members,
    knownNames: stores.knownNames,
    serviceNames: () => register.all().flatMap(({ name, aliases }) => [name, ...aliases]),
    resolveCoe: async (reference: string) => (await resolveCoe(store, reference))?.id,
    nearestCoes: nearestCoes(similarity, visibleTo),
  };
  const actions = {
    elsewhere: openRisks({ ...orr, spellingsOf: register.spellingsOf }),
    board: actionBoard(store.coes, clock),
    serviceKey: register.names.keyOf,
    visible: visibleFilter,
    authoriseCoe: may,
    findPeople: findAccounts,
    ...{ store, clock, canSee, edit },
  };
  const opsReviews = {
    reviews: stores.opsReviews,
    schedules: stores.schedules,
    clock,
    store,
    visible: visibleFilter,
    readinessOf: review.readiness.counts,
    openComments: comments.openCounts,
    missingApprovals: (coe: StoredCoe) => missingApprovals(review.parts, coe),
    promisesOf: async (coe: StoredCoe, actor: Actor) =>
      promisesOf(store, await similarity.promisesFor(coe, visibleTo(actor))),
    overdueActions: async (actor: Actor, limit: number) =>
      (await listActionItems(actions, { limit, overdue: true }, actor)).items,
  };
  return { orr, actions, opsReviews };
}
