import { auditRoutes } from '../access/audit-routes.js';
import { isAction, visibleFilter } from '../access/policies.js';
import { sessionListRoutes } from '../access/session-list-routes.js';
import { tokenRoutes } from '../access/token-routes.js';
import { userRoutes } from '../access/user-routes.js';
import { actionRoutes } from '../actions/action-routes.js';
import { promiseRoutes } from '../actions/promise-routes.js';
import { attachmentRoutes } from '../attachments/attachment-routes.js';
import { coeSchema, presentCoe } from '../coe/present.js';
import { revisionRoutes } from '../coe/revision-routes.js';
import { coeRoutes } from '../coe/routes.js';
import { draftRoutes } from '../drafting/draft-routes.js';
import { factRoutes } from '../drafting/fact-routes.js';
import { modelRoutes } from '../drafting/model/model-routes.js';
import { suggestionRoutes } from '../drafting/suggestion-routes.js';
import { evidenceRoutes } from '../evidence/routes.js';
import type { Endpoint } from '../http/endpoint.js';
import { metricsRoutes } from '../metrics/routes.js';
import { notifyRoutes } from '../notify/notify-routes.js';
import { opsReviewRoutes } from '../ops-review/ops-review-routes.js';
import { orrReviewRoutes } from '../orr/review-routes.js';
import { orrRoutes } from '../orr/routes.js';
import { templateRoutes } from '../orr/template-routes.js';
import { exportRoutes } from '../report/export-routes.js';
import { reportRoutes } from '../report/routes.js';
import { commentRoutes } from '../review/comment-routes.js';
import { readinessRoutes } from '../review/readiness-routes.js';
import { reviewRoutes } from '../review/review-routes.js';
import { recurrenceRoutes } from '../search/recurrence/recurrence-routes.js';
import { searchRoutes } from '../search/routes.js';
import { serviceRoutes } from '../services/service-routes.js';
import { correctionRoutes } from '../timeline/correction-routes.js';
import type { House } from './house.js';

/**
 * Every route of the API, room by room.
 * @throws Error when one has no row in the policy table: such a service must not start
 */
export function endpointsOf(house: House): Endpoint[] {
  const { stores, documents, access, notices, inbox, search, review, drafting, report, learning, publicUrl } = house;
  const { store, clock, recordAudit, edit, create, templates, questions, evidence, metrics, charts } = documents;
  const { comments, attachments, may, register } = documents;
  const { drafts, jobs, suggestions, consents, modelDays } = stores;
  const { readiness, ruleSettings, waivers } = review;
  const readinessOf = readiness.counts;
  const endpoints = [
    ...coeRoutes({
      ...{ store, create, edit, templates, readinessOf, visible: visibleFilter },
      questionsChanged: questions.learn,
      spellingsOf: register.spellingsOf,
      openComments: comments.openCounts,
    }),
    ...serviceRoutes(documents.services),
    ...notifyRoutes(notices),
    ...revisionRoutes({ store, edit, readinessOf }),
    ...evidenceRoutes({ evidence, citedEvidence: documents.cited, importInto: documents.importInto }),
    ...inbox.endpoints,
    ...attachmentRoutes({ attachments, store, clock, take: documents.take }),
    ...metricsRoutes({ metrics, charts, store, importInto: documents.importMetricsInto }),
    ...draftRoutes({ drafts, jobs, store, clock, suggestions, mayLeave: drafting.mayLeave, authoriseCoe: may }),
    ...modelRoutes({ consents, store, suggestions, days: modelDays, model: drafting.model?.model ?? null }),
    ...correctionRoutes({ store, edit, ...drafting.timelinePorts }),
    ...factRoutes({ suggestions, edit, store, clock }),
    ...suggestionRoutes({ suggestions, edit, store, clock, authoriseCoe: may }),
    ...commentRoutes({ comments, store, edit, authoriseCoe: may }),
    ...reviewRoutes({ ...review.parts, edit, present: (coe) => presentCoe(coe, readinessOf), coeSchema }),
    ...promiseRoutes(search.promises),
    ...recurrenceRoutes(search.recurrences),
    ...readinessRoutes({ store, readiness, questions, ruleSettings, waivers }),
    ...actionRoutes(learning.actions),
    ...opsReviewRoutes(learning.opsReviews),
    ...orrRoutes(learning.orr),
    ...templateRoutes(learning.orr),
    ...orrReviewRoutes(learning.orr),
    ...reportRoutes(report),
    ...exportRoutes({
      ...{ reportOf: report.reportOf, zip: report.zip },
      ...{ store, clock, readinessOf, visible: visibleFilter, recordAudit },
    }),
    ...userRoutes({ ...access.users, sessions: access.sessions, publicUrl }),
    ...tokenRoutes({ store: stores.people, clock, recordAudit }),
    ...sessionListRoutes({ sessions: access.sessions, clock, recordAudit }),
    ...auditRoutes({ ...access.audit, clock, recordAudit }),
    ...searchRoutes({
      store,
      index: search.index,
      similarity: search.similarity,
      visible: search.visibleTo,
      evidenceText: async (coeId) =>
        (await evidence.page(coeId, { limit: 1000 })).items.map(({ text }) => text).join('\n'),
    }),
  ];
  const missing = endpoints.filter((endpoint) => !isAction(endpoint.action));
  if (missing.length > 0)
    throw new Error(`no policy for: ${missing.map((endpoint) => `${endpoint.action} (${endpoint.path})`).join(', ')}`);
  return endpoints;
}
