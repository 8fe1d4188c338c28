import { type Express, Router } from 'express';
import { type Bootstrap, bootstrapAdministrator } from './access/bootstrap.js';
import { sessionPaths, sessionRouter } from './access/session-routes.js';
import type { Sessions } from './access/sessions.js';
import { peopleMigration } from './coe/migrate-people.js';
import { COE_MIGRATIONS } from './coe/migrations.js';
import { endpointsOf } from './compose/endpoints.js';
import type { House } from './compose/house.js';
import { pagePartsOf } from './compose/page-parts.js';
import type { Surroundings } from './compose/surroundings.js';
import { wireAccess } from './compose/wire-access.js';
import { wireDocuments } from './compose/wire-documents.js';
import { wireDrafting } from './compose/wire-drafting.js';
import { wireLearning } from './compose/wire-learning.js';
import { wireNotices } from './compose/wire-notices.js';
import { wireReport } from './compose/wire-report.js';
import { wireReview } from './compose/wire-review.js';
import { wireSearch } from './compose/wire-search.js';
import { wireStores } from './compose/wire-stores.js';
import type { Config } from './config.js';
import { connectDatabase, type Database } from './database/connect.js';
import { ensureIndexes } from './database/ensure-indexes.js';
import { databaseError } from './database/errors.js';
import { runMigrations } from './database/migrations.js';
import { readPrompts } from './drafting/model/prompts.js';
import { hookPaths } from './evidence/hooks/hook-router.js';
import { openInbox } from './evidence/inbox/open-inbox.js';
import { createApp } from './http/app.js';
import type { Endpoint } from './http/endpoint.js';
import { openapiDocument } from './http/openapi.js';
import type { Notify } from './notify/open-notify.js';
import { prepareReview } from './ops-review/prepare-review.js';
import { ORR_MIGRATIONS } from './orr/migrations.js';
import { starterLibrary, starterTemplates } from './orr/starter-library.js';
import { pageRoutes } from './pages/routes.js';
import { keepWritten } from './report/keep-written.js';
import { closePdf } from './report/pdf.js';
import { openTemplates } from './report/templates.js';
import { createWriting } from './report/writing.js';

export const VERSION = '0.1.0';
const SWEEP_MS = 60_000;

export type Service = {
  app: Express;
  database: Database;
  bootstrap: Bootstrap;
  sessions: Sessions;
  endpoints: Endpoint[];
  /** Copies waiting revisions and audit events; runs by itself every minute. */
  relayPending(): Promise<number>;
  /** Removes what lies in the inbox too long; runs by itself every minute. */
  expireInbox(): Promise<void>;
  /** Makes the packet of the next meeting once it is due; runs by itself every minute. */
  prepareOpsReview(): Promise<unknown>;
  /** Reads what happened, and sends what is due of it; runs by itself every two seconds. */
  notify: Notify['poll'];
  /** Ends background work, then the database. */
  close(): Promise<void>;
};

/** The one place where parts meet: opens the database, wires every room, and returns the service without listening. */
export async function composeService(config: Config, surroundings: Surroundings): Promise<Service> {
  const { telemetry, clock, progress } = surroundings;
  const { publicUrl } = config;
  // Before the database is used: a fault in a template or prompt ends the start.
  openTemplates(config.templatesDir);
  const prompts = readPrompts(config.promptsDir);
  const writing = keepWritten(createWriting({ templatesDir: config.templatesDir }));
  const database = await connectDatabase({
    mongodbUri: config.mongodbUri,
    dataDir: config.dataDir,
    log: telemetry.log,
    progress,
    engine: surroundings.engine,
  });

  const stores = wireStores(database, clock);
  const documents = wireDocuments(database, stores, surroundings);
  const { register, questions, relayPending } = documents;
  const notices = wireNotices(config, database, documents);
  const inbox = openInbox({
    connection: database.connection,
    ...{ clock, store: stores.coes, create: documents.create, evidence: stores.evidence, publicUrl },
    authoriseCoe: documents.may,
    fetch: surroundings.fetch ?? fetch,
    assertRoom: database.assertRoom,
  });
  await runMigrations(
    database.connection,
    [peopleMigration(stores.findAccounts), ...COE_MIGRATIONS, ...ORR_MIGRATIONS],
    telemetry.log,
  );
  await ensureIndexes(database.connection);
  await stores.attachments.ensureIndexes();
  const bootstrap = await bootstrapAdministrator(stores.people, clock, config.bootstrapToken);
  await stores.questions.seed(starterLibrary());
  await Promise.all(starterTemplates().map(stores.orrTemplates.insert));
  await questions.learn();
  await register.load();

  const access = wireAccess(config, database, stores.idempotency, documents);
  const search = wireSearch(config, stores, documents);
  const review = wireReview(stores, documents, search);
  const report = wireReport(config, writing, documents, review);
  const drafting = wireDrafting(config, prompts, stores, documents, search, review);
  const learning = wireLearning(stores, documents, search, review, drafting);
  const house: House = {
    ...{ stores, documents, access, notices, inbox, search, review, drafting, report, learning, publicUrl },
  };
  const endpoints = endpointsOf(house);
  let document: unknown;
  // Made when somebody reads it: it takes a tenth of the whole start.
  const openapi = () => {
    document ??= openapiDocument(endpoints, VERSION, { ...sessionPaths, ...hookPaths });
    return document;
  };
  const pages = pageRoutes(pagePartsOf(house, database, VERSION, openapi));

  const prepareOpsReview = () => prepareReview(learning.opsReviews);
  const sweep = setInterval(() => {
    Promise.all([
      relayPending(),
      prepareOpsReview(),
      questions.learn(),
      stores.idempotency.expire(clock.now()),
      access.sessions.expire(),
      inbox.expire(),
      notices.notify.deliveries.expire(),
    ]).catch((error: unknown) =>
      telemetry.log({ level: 'warn', message: 'sweep failed, tried again in a minute', error: String(error) }),
    );
  }, SWEEP_MS);
  sweep.unref();
  await relayPending();
  await prepareOpsReview();

  const app = createApp({
    open: Router().use(sessionRouter(access), inbox.router),
    ...{ endpoints, pages, telemetry, openapi },
    ports: access.ports,
    ready: database.ping,
    translate: databaseError,
    trustedProxies: config.trustedProxies,
  });

  return {
    ...{ app, database, bootstrap, endpoints, relayPending, prepareOpsReview },
    sessions: access.sessions,
    expireInbox: inbox.expire,
    notify: notices.notify.poll,
    async close() {
      clearInterval(sweep);
      await drafting.runner.stop();
      await notices.notify.close();
      await Promise.all([register.close(), search.index.close(), search.similarity.close(), writing.close()]);
      closePdf();
      await database.close();
    },
  };
}
