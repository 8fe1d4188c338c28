import type { Express } from 'express';
import { Router } from 'express';
import { authenticate } from './access/authenticate.js';
import { authorise } from './access/authorise.js';
import { type Bootstrap, bootstrapAdministrator } from './access/bootstrap.js';
import { isAction, visibleFilter } from './access/policies.js';
import { sessionRouter } from './access/session-routes.js';
import { type Sessions, sessions } from './access/sessions.js';
import { accessStore } from './access/store.js';
import { createCoe } from './coe/create.js';
import { editCoe } from './coe/edit.js';
import { resolveCoe } from './coe/resolve.js';
import { revisionRoutes } from './coe/revision-routes.js';
import { coeRoutes } from './coe/routes.js';
import { coeStore } from './coe/store.js';
import { templateStore } from './coe/templates.js';
import type { Config } from './config.js';
import { connectDatabase, type Database } from './database/connect.js';
import { ensureIndexes } from './database/ensure-indexes.js';
import { databaseError } from './database/errors.js';
import { retryIdempotent } from './database/retry-idempotent.js';
import { createApp } from './http/app.js';
import type { Endpoint } from './http/endpoint.js';
import { idempotencyStore } from './http/idempotency.js';
import { openapiDocument } from './http/openapi.js';
import type { Clock } from './kernel/clock.js';
import type { Telemetry } from './kernel/telemetry.js';

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
  /** Ends background work, then the database. */
  close(): Promise<void>;
};

export type Surroundings = { telemetry: Telemetry; clock: Clock; progress(line: string): void };

/** The one place where parts meet: opens the database, wires every room, and returns the service without listening. */
export async function composeService(config: Config, { telemetry, clock, progress }: Surroundings): Promise<Service> {
  const database = await connectDatabase({
    mongodbUri: config.mongodbUri,
    dataDir: config.dataDir,
    log: telemetry.log,
    progress,
  });
  const { connection } = database;
  const people = accessStore(connection);
  const store = coeStore(connection, clock);
  const templates = templateStore(connection, clock);
  const edit = editCoe(store, templates);
  const create = createCoe(store, templates, clock);
  const readinessOf = () => ({ blockers: 0, warnings: 0 });
  const idempotency = idempotencyStore(connection);
  const signIn = sessions(people, clock);
  await ensureIndexes(connection);
  const bootstrap = await bootstrapAdministrator(people, clock, config.bootstrapToken);

  const endpoints = [
    ...coeRoutes({ store, create, edit, templates, readinessOf, visible: visibleFilter }),
    ...revisionRoutes({ store, edit, readinessOf }),
  ];
  checkPolicies(endpoints);

  const pages = Router();
  pages.use(sessionRouter(signIn, config.publicUrl?.startsWith('https:') ?? false));

  const sweep = setInterval(() => {
    Promise.all([store.relayPending(), idempotency.expire(clock.now()), signIn.expire()]).catch((error: unknown) =>
      telemetry.log({ level: 'warn', message: 'sweep failed, tried again in a minute', error: String(error) }),
    );
  }, SWEEP_MS);
  sweep.unref();
  await store.relayPending();

  const app = createApp({
    endpoints,
    pages,
    ports: {
      authenticate: authenticate(people, clock),
      authorise: authorise((reference) => resolveCoe(store, reference)),
      idempotency,
      retryReads: retryIdempotent,
      assertRoom: database.assertRoom,
    },
    telemetry,
    ready: database.ping,
    translate: databaseError,
    openapi: openapiDocument(endpoints, VERSION),
  });

  return {
    app,
    database,
    bootstrap,
    sessions: signIn,
    endpoints,
    relayPending: () => store.relayPending(),
    async close() {
      clearInterval(sweep);
      await database.close();
    },
  };
}

/** A route without a row in the policy table must not start. */
function checkPolicies(endpoints: Endpoint[]): void {
  const missing = endpoints.filter((endpoint) => !isAction(endpoint.action));
  if (missing.length > 0)
    throw new Error(`no policy for: ${missing.map((endpoint) => `${endpoint.action} (${endpoint.path})`).join(', ')}`);
}
