import { visibleFilter } from '../access/policies.js';
import type { Database } from '../database/connect.js';
import { databaseError } from '../database/errors.js';
import type { PageParts } from '../pages/parts.js';
import type { House } from './house.js';

/** What the screens use of the house. */
export function pagePartsOf(house: House, database: Database, version: string, openapi: () => unknown): PageParts {
  const { stores, documents, access, notices, inbox, search, review, drafting, report, learning, publicUrl } = house;
  const { store, clock, telemetry, create, edit, templates, evidence, metrics, charts, comments } = documents;
  const { jobs, drafts, suggestions, modelDays } = stores;
  return {
    ...{ publicUrl, telemetry, clock, store, create, edit, templates, evidence, metrics, charts, comments, openapi },
    ...{ jobs, drafts, suggestions, modelDays },
    ...{ sessions: access.sessions, oidc: access.oidc, users: access.users, audit: access.audit },
    ...{ cookies: access.cookies, limits: access.limits, ownPages: access.ownPages, ports: access.ports },
    translate: databaseError,
    questionsChanged: documents.questions.learn,
    health: { database, jobs, deliveries: notices.notify.deliveries, version },
    ...{ readiness: review.readiness, ruleSettings: review.ruleSettings, waivers: review.waivers },
    visible: visibleFilter,
    visibleInSearch: search.visibleTo,
    ...{ reportOf: report.reportOf, filesOf: report.filesOf, writing: report.writing },
    importReport: report.importReport,
    attachments: documents.attachments,
    takeAttachment: documents.take,
    importInto: documents.importInto,
    importMetricsInto: documents.importMetricsInto,
    citedEvidence: documents.cited,
    mayLeave: drafting.mayLeave,
    modelName: drafting.model?.model.name ?? null,
    timelinePorts: drafting.timelinePorts,
    review: review.parts,
    ...{ actions: learning.actions, opsReviews: learning.opsReviews, orr: learning.orr },
    ...{ search: search.index, similarity: search.similarity },
    ...{ promises: search.promises, recurrences: search.recurrences },
    ...{ inbox: inbox.parts, hookParts: inbox.hookParts },
    services: documents.services,
    notifyParts: notices,
  };
}
