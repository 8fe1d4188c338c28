import { join } from 'node:path';
import { type Express, Router } from 'express';
import type { AuditParts } from './access/audit-read.js';
import { auditRoutes } from './access/audit-routes.js';
import { authenticate } from './access/authenticate.js';
import { authorise } from './access/authorise.js';
import { type Bootstrap, bootstrapAdministrator } from './access/bootstrap.js';
import { findMentioned } from './access/find-mentioned.js';
import { findPeople } from './access/find-people.js';
import { limits } from './access/limits.js';
import { notifiedPerson } from './access/notified-person.js';
import { identityProvider } from './access/oidc/provider.js';
import { oidcSignIn } from './access/oidc/sign-in.js';
import { type Claims, userOfClaims } from './access/oidc/user-of-claims.js';
import { ownPages } from './access/own-page.js';
import { canSee, isAction, isAuthor, visibleFilter } from './access/policies.js';
import { reviewersIn } from './access/reviewers.js';
import { sessionCookies } from './access/session-cookie.js';
import { sessionListRoutes } from './access/session-list-routes.js';
import { sessionPaths, sessionRouter } from './access/session-routes.js';
import { type Sessions, sessions } from './access/sessions.js';
import { accessStore } from './access/store.js';
import { tokenRoutes } from './access/token-routes.js';
import { userRoutes } from './access/user-routes.js';
import type { UsersParts } from './access/users.js';
import { actionBoard } from './actions/action-board.js';
import { actionRoutes } from './actions/action-routes.js';
import { listActionItems } from './actions/list-action-items.js';
import { promiseRoutes } from './actions/promise-routes.js';
import { promiseIdOf, promiseStore } from './actions/promise-store.js';
import { attachmentRoutes } from './attachments/attachment-routes.js';
import { attachmentStore } from './attachments/attachment-store.js';
import { takeAttachment } from './attachments/take-attachment.js';

import { createCoe } from './coe/create.js';
import { editCoe } from './coe/edit.js';
import { knowPerson } from './coe/know-person.js';
import { peopleMigration } from './coe/migrate-people.js';
import { COE_MIGRATIONS } from './coe/migrations.js';
import type { StoredCoe } from './coe/model.js';
import { coeSchema, presentCoe } from './coe/present.js';
import { type CoeSubject, resolveCoe, subjectOf } from './coe/resolve.js';
import { revisionRoutes } from './coe/revision-routes.js';
import { coeRoutes } from './coe/routes.js';
import { coeStore } from './coe/store.js';
import { askedQuestions, templateStore } from './coe/templates.js';
import type { Config } from './config.js';
import { connectDatabase, type Database } from './database/connect.js';
import { ensureIndexes } from './database/ensure-indexes.js';
import { databaseError } from './database/errors.js';
import { runMigrations } from './database/migrations.js';
import { retryIdempotent } from './database/retry-idempotent.js';
import { citable } from './drafting/citable.js';
import { draftRoutes } from './drafting/draft-routes.js';
import { draftStore } from './drafting/draft-store.js';
import { factRoutes } from './drafting/fact-routes.js';
import { modelConsents } from './drafting/model/consent.js';
import type { ModelParts } from './drafting/model/model-drafter.js';
import { modelRoutes } from './drafting/model/model-routes.js';
import { openaiModel } from './drafting/model/openai-model.js';
import { type Prompts, readPrompts } from './drafting/model/prompts.js';
import { type ModelUseStore, modelUseStore } from './drafting/model/use-store.js';
import { priorCoes } from './drafting/prior-coes.js';
import { rejectMomentProposals } from './drafting/reject-moment-proposals.js';
import { draftJob } from './drafting/run-draft.js';
import { suggestionRoutes } from './drafting/suggestion-routes.js';
import { suggestionStore } from './drafting/suggestions.js';
import { timelineProposals } from './drafting/timeline-proposals.js';
import { citedEvidence } from './evidence/cited-evidence.js';
import { importIntoCoe } from './evidence/import-into-coe.js';
import { openInbox } from './evidence/inbox/open-inbox.js';
import { presentEvidence } from './evidence/present.js';
import { keepQuotes } from './evidence/quoted.js';
import { evidenceRoutes } from './evidence/routes.js';
import { evidenceStore } from './evidence/store.js';
import { createApp } from './http/app.js';
import type { Endpoint } from './http/endpoint.js';
import { idempotencyStore } from './http/idempotency.js';
import { openapiDocument } from './http/openapi.js';
import { everyItem } from './http/page.js';
import { startJobs } from './jobs/start-jobs.js';
import { jobStore } from './jobs/store.js';
import type { Actor } from './kernel/actor.js';
import type { Clock } from './kernel/clock.js';
import type { KeyMoment } from './kernel/moments.js';
import type { Telemetry } from './kernel/telemetry.js';
import { chartsOfCoe } from './metrics/charts-of-coe.js';
import { importMetrics } from './metrics/import-metrics.js';
import { metricsRoutes } from './metrics/routes.js';
import { metricsStore } from './metrics/store.js';
import { notifyRoutes } from './notify/notify-routes.js';
import { type Notify, openNotify } from './notify/open-notify.js';
import { opsReviewRoutes } from './ops-review/ops-review-routes.js';
import { opsReviewStore } from './ops-review/ops-review-store.js';
import { prepareReview } from './ops-review/prepare-review.js';
import { promisesOf } from './ops-review/promises-of.js';
import { scheduleStore } from './ops-review/schedule-store.js';
import { hitStore } from './orr/hit-store.js';
import { ORR_MIGRATIONS } from './orr/migrations.js';
import { nearestCoes } from './orr/nearest-coes.js';
import { openRisks } from './orr/open-risks.js';
import { orrReviewRoutes } from './orr/review-routes.js';
import { orrReviewStore } from './orr/review-store.js';
import { orrRoutes } from './orr/routes.js';
import { starterLibrary, starterTemplates } from './orr/starter-library.js';
import { orrStore } from './orr/store.js';
import { templateRoutes } from './orr/template-routes.js';
import { templateVersions } from './orr/template-store.js';
import { wordQuestion } from './orr/word-question.js';
import { pageRoutes } from './pages/routes.js';
import { exportRoutes } from './report/export-routes.js';
import { importPostmortem } from './report/import-postmortem.js';
import { closePdf } from './report/pdf.js';
import { readFiles } from './report/report-files.js';
import { reportOf } from './report/report-of.js';
import { reportRoutes } from './report/routes.js';
import { openTemplates } from './report/templates.js';
import { createWriting } from './report/writing.js';
import { approvalRuleStore } from './review/approval-rules.js';
import { blamelessCount } from './review/blameless-hits.js';
import { commentRoutes } from './review/comment-routes.js';
import { commentStore } from './review/comments.js';
import { commentsForReport } from './review/comments-for-report.js';
import { lookStore } from './review/looks.js';
import { missingApprovals } from './review/missing-approvals.js';
import { presentComment } from './review/present-comment.js';
import { priorPromises } from './review/prior-promises.js';
import { coeReadiness, peopleOf } from './review/readiness.js';
import { readinessRoutes } from './review/readiness-routes.js';
import { reviewRoutes } from './review/review-routes.js';
import { ruleSettingStore } from './review/rule-settings.js';
import { slotsFilled } from './review/slots-filled.js';
import { templateQuestions } from './review/template-questions.js';
import { waiverStore } from './review/waivers.js';
import { openLexicalIndex } from './search/lexical/lexical-index.js';
import { currentClusters } from './search/recurrence/current-clusters.js';
import { findCluster } from './search/recurrence/list-recurrences.js';
import { knownMembers } from './search/recurrence/member-facts.js';
import { recurrenceRoutes } from './search/recurrence/recurrence-routes.js';
import { recurrenceStore } from './search/recurrence/recurrence-store.js';
import { searchRoutes } from './search/routes.js';
import { openSimilarity } from './search/similarity/open-similarity.js';
import { serviceRegister } from './services/register.js';
import { serviceRoutes } from './services/service-routes.js';
import { serviceStore } from './services/service-store.js';
import { servicesInUse } from './services/services-in-use.js';
import { gapsOfCoe } from './timeline/coe-gaps.js';
import { correctionRoutes } from './timeline/correction-routes.js';

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

export type Surroundings = {
  telemetry: Telemetry;
  clock: Clock;
  progress(line: string): void;
  /** How Amazon SNS is asked for its certificates; the global one unless a test brings its own. */
  fetch?: typeof fetch;
};

/** The one place where parts meet: opens the database, wires every room, and returns the service without listening. */
export async function composeService(config: Config, surroundings: Surroundings): Promise<Service> {
  const { telemetry, clock, progress } = surroundings;
  // Before anything is opened: a fault in a template or prompt ends the start.
  openTemplates(config.templatesDir);
  const prompts = readPrompts(config.promptsDir);
  const writing = createWriting({ templatesDir: config.templatesDir });
  const database = await connectDatabase({
    mongodbUri: config.mongodbUri,
    dataDir: config.dataDir,
    log: telemetry.log,
    progress,
  });
  const { connection } = database;
  const people = accessStore(connection);
  const findAccounts = findPeople(people);
  const store = coeStore(connection, clock, findAccounts);
  const templates = templateStore(connection, clock);
  const metrics = metricsStore(connection);
  const edit = editCoe(store, templates, metrics.digests);
  const create = createCoe(store, templates, clock);
  const questions = templateQuestions(templates);
  const comments = commentStore(
    connection,
    store,
    clock,
    findMentioned(people, findAccounts, (coeId) => resolveCoe(store, coeId)),
  );
  const relayPending = async () => (await Promise.all([store.relayPending(), comments.relayPending()]))[0];
  const orr = orrStore(connection);
  const orrTemplates = templateVersions(connection);
  const evidence = evidenceStore(connection);
  const attachments = attachmentStore(connection);
  const take = takeAttachment({ attachments, store, clock });
  const charts = chartsOfCoe(metrics, evidence);
  const serviceRows = serviceStore(connection);
  const cited = citable({ evidence, metrics, store });
  const inUse = servicesInUse(store.coes, clock);
  const register = serviceRegister(serviceRows, inUse, clock, (error) =>
    telemetry.log({ level: 'warn', message: 'the register of services was not read', error: String(error) }),
  );
  const notify = openNotify({
    connection,
    store,
    clock,
    telemetry,
    services: register.names,
    publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
    smtp: config.smtp,
    allowPrivateNetworks: config.notifyPrivateNetworks,
    person: notifiedPerson(people),
    canSee: (actor, coe) => canSee(actor, subjectOf(coe)),
    findPeople: findAccounts,
  });
  const notifyParts = {
    notify,
    async seenBy(actor: Actor, coeId: string) {
      const coe = await store.coes.findById(coeId).lean<StoredCoe>();
      return coe && canSee(actor, subjectOf(coe)) ? coe : undefined;
    },
  };
  const jobs = jobStore(connection, clock);
  const drafts = draftStore(connection);
  const suggestions = suggestionStore(connection, clock);
  const consents = modelConsents(connection, store, clock);
  const modelDays = modelUseStore(connection);
  const model = modelParts(config, prompts, modelDays, clock);
  const mayLeave = model === undefined ? undefined : consents.mayLeave;
  const idempotency = idempotencyStore(connection);
  const { recordAudit } = store;
  const may = authorise({ resolve: (reference) => resolveCoe(store, reference), clock, recordAudit });
  const inbox = openInbox({
    connection,
    clock,
    store,
    create,
    evidence,
    authoriseCoe: may,
    fetch: surroundings.fetch ?? fetch,
    publicUrl: config.publicUrl,
    assertRoom: database.assertRoom,
  });
  const signIn = sessions({ store: people, clock, recordAudit });
  await runMigrations(connection, [peopleMigration(findAccounts), ...COE_MIGRATIONS, ...ORR_MIGRATIONS], telemetry.log);
  const users: UsersParts = {
    store: people,
    clock,
    recordAudit,
    knowPerson: (person, actor) => knowPerson(store, person, actor),
  };
  const audit: AuditParts = {
    audit: store.audit,
    settle: relayPending,
    coeId: async (reference) => (await resolveCoe(store, reference))?.id,
  };
  const { oidc: settings } = config;
  const oidc = settings && {
    signIn: oidcSignIn({ store: people, clock, provider: identityProvider(settings) }),
    userOf: (claims: Claims) => userOfClaims(users, settings.rules, claims),
  };
  await runMigrations(connection, [peopleMigration(findAccounts)], telemetry.log);
  await ensureIndexes(connection);
  await attachments.ensureIndexes();
  const bootstrap = await bootstrapAdministrator(people, clock, config.bootstrapToken);

  await orr.seed(starterLibrary());
  await Promise.all(starterTemplates().map(orrTemplates.insert));
  await questions.learn();
  await register.load();
  const services = {
    services: serviceRows,
    register,
    clock,
    inUse,
    canSee,
    recordAudit: store.recordAudit,
  };
  const search = openLexicalIndex(store.coes, {
    clock,
    telemetry,
    services: register.names,
    folder: join(config.dataDir, 'search'),
  });
  const promises = promiseStore(connection);
  const similarity = openSimilarity(store.coes, clock, telemetry, register.names);
  const ruleSettings = ruleSettingStore(connection, clock, recordAudit);
  const waivers = waiverStore(connection, clock, recordAudit);
  const readiness = coeReadiness({
    questionsOf: questions.of,
    evidenceOf: citedEvidence({ byIds: cited }),
    evidenceCount: evidence.count,
    answeredCount: promises.countOf,
    promisesOf: priorPromises(similarity, store, async (coeId) => {
      const answers = await promises.answersOf(coeId);
      return (priorCoeId, itemId) => answers.has(promiseIdOf(coeId, priorCoeId, itemId));
    }),
    ruleSettings,
    waivers,
  });
  const readinessOf = readiness.counts;
  const visibleInSearch = (actor: Actor) => (subject: Omit<CoeSubject, 'id'>) => canSee(actor, subject);
  const importInto = importIntoCoe({
    evidence,
    clock,
    statusOf: async (coeId) => (await store.byId(coeId)).status,
    recordAudit: store.recordAudit,
  });
  const importMetricsInto = importMetrics({
    metrics,
    clock,
    coeOf: (coeId) => store.byId(coeId),
    recordAudit: store.recordAudit,
    bindCharts: (coeId, actor) =>
      edit.apply(coeId, actor, { type: 'metrics.imported', details: {} }, (content) => content),
  });
  const approvalRules = approvalRuleStore(connection, store, clock);
  const filesOf = (coeId: string, ids: readonly string[], name = coeId) =>
    readFiles(
      ids,
      (id) => attachments.read(coeId, id),
      (id) => `${config.publicUrl ?? ''}/api/v1/coes/${name}/attachments/${id}`,
    );
  const report = reportOf({
    renderMarkdown: writing.markdown,
    slots: async ({ id }) => slotsFilled((await approvalRules.current()).rules, await store.byId(id)),
    coe: async (coeId) => presentCoe(await store.byId(coeId), readinessOf),
    questions: async (version) => askedQuestions((await templates.byVersion(version)) ?? (await templates.latest())),
    evidence: async (coeId, ids) =>
      new Map(
        (await cited(coeId, ids)).map(({ id, source, at, text, link }) => [
          id,
          { source, at: at.toISOString(), text, link },
        ]),
      ),
    gaps: gapsOfCoe,
    comments: (coeId) => commentsForReport(comments, coeId),
    charts: (coe) => charts.all(coe.id, coe),
    files: (coe, ids) => filesOf(coe.id, ids, coe.number),
  });
  const importReport = importPostmortem({
    ...{ writing, create },
    keepQuotes: keepQuotes({ evidence, clock, recordAudit: store.recordAudit }),
  });
  const runner = startJobs({
    jobs,
    kinds: [
      draftJob({
        drafts,
        suggestions,
        store,
        templates,
        clock,
        metrics,
        evidenceOf: evidence.all,
        priorCoesOf: priorCoes(similarity, store),
        wordings: {
          async hitsOf(coe) {
            await questions.learn();
            return readiness.blameless(coe);
          },
          countIn: (coe, text) =>
            blamelessCount(text, coe.content, { questions: questions.of(coe.templateVersion), people: peopleOf(coe) }),
        },
        model,
      }),
    ],
    telemetry,
  });

  const timelinePorts = {
    proposalsOf: (coeId: string) => timelineProposals(suggestions, coeId),
    rejectProposals: (coeId: string, moment: KeyMoment, actor: Actor, reason: string | null) =>
      rejectMomentProposals({ suggestions, store, clock }, coeId, moment, actor, reason),
  };

  const reviewParts = {
    store,
    rules: approvalRules,
    looks: lookStore(connection, clock),
    clock,
    ports: {
      reviewers: () => reviewersIn(people),
      isAuthor: (actor: Actor, coe: StoredCoe) => isAuthor(actor, subjectOf(coe)),
      canSee: (actor: Actor, coe: StoredCoe) => canSee(actor, subjectOf(coe)),
      authoriseCoe: may,
      blockersOf: async (coe: StoredCoe) => (await readiness.of(coe)).blockers,
    },
  };

  const recurrences = recurrenceStore(connection);
  const recurrenceParts = {
    members: knownMembers(store.coes, clock),
    similarity,
    store: recurrences,
    clusters: currentClusters(similarity, recurrences),
    clock,
    recordAudit: store.recordAudit,
    visibleTo: visibleInSearch,
  };
  const promiseParts = {
    coes: store,
    similarity,
    answers: promises,
    edit,
    clock,
    recordAudit: store.recordAudit,
    authoriseCoe: may,
    visibleTo: visibleInSearch,
  };
  const orrParts = {
    ...{ coes: store, store: orr, hits: hitStore(connection), clock, visible: visibleFilter },
    ...{ templates: orrTemplates, reviews: orrReviewStore(connection) },
    wordingFor: async (coe: StoredCoe) => (model && (await consents.mayLeave(coe)) ? wordQuestion(model) : null),
    membersOf: async (id: string, actor: Actor) => (await findCluster(recurrenceParts, id, actor)).members,
    serviceNames: () => register.all().flatMap(({ name, aliases }) => [name, ...aliases]),
    resolveCoe: async (reference: string) => (await resolveCoe(store, reference))?.id,
    nearestCoes: nearestCoes(similarity, visibleInSearch),
  };
  const actionParts = {
    elsewhere: openRisks({ ...orrParts, spellingsOf: register.spellingsOf }),
    store,
    clock,
    board: actionBoard(store.coes, clock),
    canSee,
    serviceKey: register.names.keyOf,
    visible: visibleFilter,
    edit,
    authoriseCoe: may,
    findPeople: findAccounts,
  };
  const opsReviewParts = {
    reviews: opsReviewStore(connection, store, clock),
    schedules: scheduleStore(connection, store, clock),
    clock,
    store,
    visible: visibleFilter,
    readinessOf,
    openComments: comments.openCounts,
    missingApprovals: (coe: StoredCoe) => missingApprovals(reviewParts.rules, coe),
    promisesOf: async (coe: StoredCoe, actor: Actor) =>
      promisesOf(store, await similarity.promisesFor(coe, visibleInSearch(actor))),
    overdueActions: async (actor: Actor, limit: number) =>
      (await listActionItems(actionParts, { limit, overdue: true }, actor)).items,
  };

  const endpoints = [
    ...coeRoutes({
      store,
      create,
      edit,
      templates,
      questionsChanged: questions.learn,
      readinessOf,
      visible: visibleFilter,
      spellingsOf: register.spellingsOf,
      openComments: comments.openCounts,
    }),
    ...serviceRoutes(services),
    ...notifyRoutes(notifyParts),
    ...revisionRoutes({ store, edit, readinessOf }),
    ...evidenceRoutes({ evidence, citedEvidence: cited, importInto }),
    ...inbox.endpoints,
    ...attachmentRoutes({ attachments, store, clock, take }),
    ...metricsRoutes({ metrics, charts, store, importInto: importMetricsInto }),
    ...draftRoutes({ drafts, jobs, store, clock, suggestions, mayLeave, authoriseCoe: may }),
    ...modelRoutes({ consents, store, suggestions, days: modelDays, model: model?.model ?? null }),
    ...correctionRoutes({ store, edit, ...timelinePorts }),
    ...factRoutes({ suggestions, edit, store, clock }),
    ...suggestionRoutes({ suggestions, edit, store, clock, authoriseCoe: may }),
    ...commentRoutes({ comments, store, edit, authoriseCoe: may }),
    ...reviewRoutes({ ...reviewParts, edit, present: (coe) => presentCoe(coe, readinessOf), coeSchema }),
    ...promiseRoutes(promiseParts),
    ...recurrenceRoutes(recurrenceParts),
    ...readinessRoutes({ store, readiness, questions, ruleSettings, waivers }),
    ...actionRoutes(actionParts),
    ...opsReviewRoutes(opsReviewParts),
    ...orrRoutes(orrParts),
    ...templateRoutes(orrParts),
    ...orrReviewRoutes(orrParts),
    ...reportRoutes({ reportOf: report, importReport, writing }),
    ...exportRoutes({
      ...{ reportOf: report, store, clock, readinessOf, visible: visibleFilter, recordAudit: store.recordAudit },
      zip: {
        html: writing.html,
        evidence: async function* (coeId) {
          for await (const item of everyItem((cursor) => evidence.page(coeId, { limit: 1000, cursor })))
            yield presentEvidence(item);
        },
        comments: async function* (coeId) {
          const { content } = await store.byId(coeId);
          for await (const comment of everyItem((cursor) => comments.page(coeId, { limit: 1000, cursor })))
            yield presentComment(comment, content);
        },
        attachments: attachments.list,
        attachmentBytes: async (coeId, id) => (await attachments.read(coeId, id))?.bytes ?? null,
      },
    }),
    ...userRoutes({ ...users, sessions: signIn, publicUrl: config.publicUrl }),
    ...tokenRoutes({ store: people, clock, recordAudit }),
    ...sessionListRoutes({ sessions: signIn, clock, recordAudit }),
    ...auditRoutes({ ...audit, clock, recordAudit }),
    ...searchRoutes({
      store,
      index: search,
      similarity,
      visible: visibleInSearch,
      evidenceText: async (coeId) =>
        (await evidence.page(coeId, { limit: 1000 })).items.map(({ text }) => text).join('\n'),
    }),
  ];
  checkPolicies(endpoints);

  const cookies = sessionCookies(config.publicUrl?.startsWith('https:') ?? false);
  const own = ownPages(config.publicUrl);
  const limit = limits(config.rateLimit);
  const ports = {
    authenticate: authenticate({ store: people, clock, limits: limit, cookies, ownPages: own }),
    authorise: may,
    idempotency,
    retryReads: retryIdempotent,
    assertRoom: database.assertRoom,
  };
  let document: unknown;
  // Made when somebody reads it: it takes a tenth of the whole start.
  const openapi = () => {
    document ??= openapiDocument(endpoints, VERSION, sessionPaths);
    return document;
  };
  const pages = pageRoutes({
    sessions: signIn,
    oidc,
    users,
    audit,
    publicUrl: config.publicUrl,
    cookies,
    limits: limit,
    ownPages: own,
    ports,
    telemetry,
    clock,
    translate: databaseError,
    store,
    create,
    edit,
    templates,
    questionsChanged: questions.learn,
    health: { database, jobs, deliveries: notify.deliveries, version: VERSION },
    readiness,
    ruleSettings,
    waivers,
    visible: visibleFilter,
    visibleInSearch,
    reportOf: report,
    filesOf,
    writing,
    importReport,
    attachments,
    takeAttachment: take,
    evidence,
    importInto,
    citedEvidence: cited,
    drafts,
    jobs,
    mayLeave,
    modelDays,
    modelName: model?.model.name ?? null,
    suggestions,
    timelinePorts,
    comments,
    review: reviewParts,
    actions: actionParts,
    opsReviews: opsReviewParts,
    search,
    similarity,
    promises: promiseParts,
    recurrences: recurrenceParts,
    orr: orrParts,
    inbox: inbox.parts,
    hookParts: inbox.hookParts,
    metrics,
    charts,
    importMetricsInto,
    services,
    notifyParts,
    openapi,
  });

  const sweep = setInterval(() => {
    Promise.all([
      relayPending(),
      prepareReview(opsReviewParts),
      questions.learn(),
      idempotency.expire(clock.now()),
      signIn.expire(),
      inbox.expire(),
      notify.deliveries.expire(),
    ]).catch((error: unknown) =>
      telemetry.log({ level: 'warn', message: 'sweep failed, tried again in a minute', error: String(error) }),
    );
  }, SWEEP_MS);
  sweep.unref();
  await relayPending();
  await prepareReview(opsReviewParts);

  const app = createApp({
    open: Router().use(sessionRouter({ sessions: signIn, cookies, limits: limit, ownPages: own }), inbox.router),
    endpoints,
    pages,
    ports,
    telemetry,
    ready: database.ping,
    translate: databaseError,
    openapi,
    trustedProxies: config.trustedProxies,
  });

  return {
    app,
    database,
    bootstrap,
    sessions: signIn,
    endpoints,
    relayPending,
    expireInbox: inbox.expire,
    prepareOpsReview: () => prepareReview(opsReviewParts),
    notify: notify.poll,
    async close() {
      clearInterval(sweep);
      await runner.stop();
      await notify.close();
      await Promise.all([register.close(), search.close(), similarity.close(), writing.close()]);
      closePdf();
      await database.close();
    },
  };
}

function modelParts({ model }: Config, prompts: Prompts, days: ModelUseStore, clock: Clock): ModelParts | undefined {
  if (model === undefined) return undefined;
  const { name, window, baseUrl, apiKey, idleSeconds, ...budget } = model;
  return {
    model: openaiModel({ baseUrl, apiKey, model: name, idleSeconds }),
    prompts,
    budget,
    days,
    window,
    now: () => clock.now(),
  };
}

/** A route without a row in the policy table must not start. */
function checkPolicies(endpoints: Endpoint[]): void {
  const missing = endpoints.filter((endpoint) => !isAction(endpoint.action));
  if (missing.length > 0)
    throw new Error(`no policy for: ${missing.map((endpoint) => `${endpoint.action} (${endpoint.path})`).join(', ')}`);
}
