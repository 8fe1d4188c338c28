import { canSee, isAuthor } from '../access/policies.js';
import { reviewersIn } from '../access/reviewers.js';
import { promiseIdOf } from '../actions/promise-store.js';
import type { StoredCoe } from '../coe/model.js';
import { subjectOf } from '../coe/resolve.js';
import { keepUntilWritten } from '../database/keep-until-written.js';
import { citedEvidence } from '../evidence/cited-evidence.js';
import type { Actor } from '../kernel/actor.js';
import { priorPromises } from '../review/prior-promises.js';
import { type CountInputs, coeReadiness } from '../review/readiness.js';
import type { Documents } from './wire-documents.js';
import type { Search } from './wire-search.js';
import type { Stores } from './wire-stores.js';

export type Review = ReturnType<typeof wireReview>;

/** Another instance's waivers and evidence are in the counts so much later; the report of readiness and approvals read them anew each time. */
const SHARED_FRESH_MS = 1_000;
/** The embedded engine serves this process alone; the limit is for whoever writes there by other means. */
const ALONE_FRESH_MS = 60_000;

/** What still blocks an approval, who must give it, and what each reviewer last looked at. */
export function wireReview(stores: Stores, documents: Documents, { similarity, promises }: Search) {
  const { ruleSettings, waivers, approvalRules, looks } = stores;
  const { store, clock, questions, cited, evidence, people, may } = documents;
  const readiness = coeReadiness({
    questionsOf: questions.of,
    evidenceOf: citedEvidence({ byIds: cited }),
    evidenceCount: evidence.count,
    answeredCount: promises.answers.countOf,
    promisesOf: priorPromises(similarity, store, async (coeId) => {
      const answers = await promises.answers.answersOf(coeId);
      return (priorCoeId, itemId) => answers.has(promiseIdOf(coeId, priorCoeId, itemId));
    }),
    ruleSettings,
    waivers,
    remember: keepUntilWritten<CountInputs>(
      () => evidence.writes() + promises.answers.writes() + ruleSettings.writes() + waivers.writes(),
      stores.shared ? SHARED_FRESH_MS : ALONE_FRESH_MS,
    ),
  });
  return {
    ...{ ruleSettings, waivers, readiness, approvalRules },
    parts: {
      store,
      rules: approvalRules,
      looks,
      clock,
      ports: {
        reviewers: () => reviewersIn(people),
        isAuthor: (actor: Actor, coe: StoredCoe) => isAuthor(actor, subjectOf(coe)),
        canSee: (actor: Actor, coe: StoredCoe) => canSee(actor, subjectOf(coe)),
        authoriseCoe: may,
        blockersOf: async (coe: StoredCoe) => (await readiness.of(coe)).blockers,
      },
    },
  };
}
