import { accountNames } from '../access/account-names.js';
import { findPeople } from '../access/find-people.js';
import { accessStore } from '../access/store.js';
import { promiseStore } from '../actions/promise-store.js';
import { attachmentStore } from '../attachments/attachment-store.js';
import { namesWritten } from '../coe/names-written.js';
import { coeStore } from '../coe/store.js';
import { templateStore } from '../coe/templates.js';
import type { Database } from '../database/connect.js';
import { draftStore } from '../drafting/draft-store.js';
import { modelConsents } from '../drafting/model/consent.js';
import { modelUseStore } from '../drafting/model/use-store.js';
import { suggestionStore } from '../drafting/suggestions.js';
import { evidenceStore } from '../evidence/store.js';
import { idempotencyStore } from '../http/idempotency.js';
import { jobStore } from '../jobs/store.js';
import type { Clock } from '../kernel/clock.js';
import { metricsStore } from '../metrics/store.js';
import { opsReviewStore } from '../ops-review/ops-review-store.js';
import { scheduleStore } from '../ops-review/schedule-store.js';
import { hitStore } from '../orr/hit-store.js';
import { orrReviewStore } from '../orr/review-store.js';
import { orrStore } from '../orr/store.js';
import { templateVersions } from '../orr/template-store.js';
import { approvalRuleStore } from '../review/approval-rules.js';
import { lookStore } from '../review/looks.js';
import { ruleSettingStore } from '../review/rule-settings.js';
import { waiverStore } from '../review/waivers.js';
import { recurrenceStore } from '../search/recurrence/recurrence-store.js';
import { serviceStore } from '../services/service-store.js';

export type Stores = ReturnType<typeof wireStores>;

/**
 * Every collection of the database but those that the inbox, the comments and the notifications keep to themselves. They are
 * all opened before `ensureIndexes`, which makes the indexes of what is open by then.
 */
export function wireStores({ connection, kind }: Database, clock: Clock) {
  const people = accessStore(connection);
  const findAccounts = findPeople(people);
  const coes = coeStore(connection, clock, findAccounts);
  const { recordAudit } = coes;
  return {
    ...{ people, findAccounts, coes },
    /** Other instances may write to the same database. */
    shared: kind === 'external',
    /** Everybody whom the service knows by name: what may stand in no question and in no request to a model. */
    async knownNames() {
      const [accounts, written] = await Promise.all([accountNames(people), namesWritten(coes.coes)]);
      return { accounts, written };
    },
    templates: templateStore(connection, clock),
    metrics: metricsStore(connection),
    evidence: evidenceStore(connection),
    attachments: attachmentStore(connection),
    services: serviceStore(connection),
    idempotency: idempotencyStore(connection),
    jobs: jobStore(connection, clock),
    drafts: draftStore(connection),
    suggestions: suggestionStore(connection, clock),
    consents: modelConsents(connection, coes, clock),
    modelDays: modelUseStore(connection),
    promiseAnswers: promiseStore(connection),
    recurrences: recurrenceStore(connection),
    ruleSettings: ruleSettingStore(connection, clock, recordAudit),
    waivers: waiverStore(connection, clock, recordAudit),
    approvalRules: approvalRuleStore(connection, coes, clock),
    looks: lookStore(connection, clock),
    questions: orrStore(connection),
    orrTemplates: templateVersions(connection),
    orrReviews: orrReviewStore(connection),
    hits: hitStore(connection),
    opsReviews: opsReviewStore(connection, coes, clock),
    schedules: scheduleStore(connection, coes, clock),
  };
}
