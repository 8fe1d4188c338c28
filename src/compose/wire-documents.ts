import { authorise } from '../access/authorise.js';
import { findMentioned } from '../access/find-mentioned.js';
import { canSee } from '../access/policies.js';
import { takeAttachment } from '../attachments/take-attachment.js';
import { createCoe } from '../coe/create.js';
import { editCoe } from '../coe/edit.js';
import { resolveCoe } from '../coe/resolve.js';
import type { Database } from '../database/connect.js';
import { citable } from '../drafting/citable.js';
import { importIntoCoe } from '../evidence/import-into-coe.js';
import { chartsOfCoe } from '../metrics/charts-of-coe.js';
import { importMetrics } from '../metrics/import-metrics.js';
import { commentStore } from '../review/comments.js';
import { templateQuestions } from '../review/template-questions.js';
import { serviceRegister } from '../services/register.js';
import { servicesInUse } from '../services/services-in-use.js';
import type { Surroundings } from './surroundings.js';
import type { Stores } from './wire-stores.js';

export type Documents = ReturnType<typeof wireDocuments>;

/** What every later part stands on: people, COEs and what hangs on one COE (evidence, metrics, attachments, comments). */
export function wireDocuments({ connection }: Database, stores: Stores, { clock, telemetry }: Surroundings) {
  const { people, findAccounts, coes: store, templates, metrics, evidence, attachments } = stores;
  const { recordAudit } = store;
  const edit = editCoe(store, templates, metrics.digests);
  const comments = commentStore(
    connection,
    store,
    clock,
    findMentioned(people, findAccounts, (coeId) => resolveCoe(store, coeId)),
  );
  const inUse = servicesInUse(store.coes, clock);
  const register = serviceRegister(stores.services, inUse, clock, (error) =>
    telemetry.log({ level: 'warn', message: 'the register of services was not read', error: String(error) }),
  );
  return {
    ...{ clock, telemetry, people, findAccounts, store, templates, metrics, edit, comments, evidence, attachments },
    recordAudit,
    create: createCoe(store, templates, clock),
    questions: templateQuestions(templates),
    relayPending: async () => (await Promise.all([store.relayPending(), comments.relayPending()]))[0],
    take: takeAttachment({ attachments, store, clock }),
    charts: chartsOfCoe(metrics, evidence),
    cited: citable({ evidence, metrics, store }),
    register,
    services: { services: stores.services, register, clock, inUse, canSee, recordAudit },
    may: authorise({ resolve: (reference, whole) => resolveCoe(store, reference, whole), clock, recordAudit }),
    importInto: importIntoCoe({
      evidence,
      clock,
      statusOf: async (coeId) => (await store.byId(coeId)).status,
      recordAudit,
    }),
    importMetricsInto: importMetrics({
      metrics,
      clock,
      coeOf: (coeId) => store.byId(coeId),
      recordAudit,
      bindCharts: (coeId, actor) =>
        edit.apply(coeId, actor, { type: 'metrics.imported', details: {} }, (content) => content),
    }),
  };
}
