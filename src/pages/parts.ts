import type { AuditParts } from '../access/audit-read.js';
import type { Limits } from '../access/limits.js';
import type { OidcSignIn } from '../access/oidc/sign-in.js';
import type { Claims } from '../access/oidc/user-of-claims.js';
import type { OwnPages } from '../access/own-page.js';
import type { SessionCookies } from '../access/session-cookie.js';
import type { Sessions } from '../access/sessions.js';
import type { StoredUser } from '../access/store.js';
import type { UsersParts } from '../access/users.js';
import type { ActionRoutesParts } from '../actions/action-routes.js';
import type { PromiseRoutesParts } from '../actions/promise-routes.js';
import type { AttachmentStore } from '../attachments/attachment-store.js';
import type { TakeAttachment } from '../attachments/take-attachment.js';
import type { CreateCoe } from '../coe/create.js';
import type { EditCoe } from '../coe/edit.js';
import type { CoeStore } from '../coe/store.js';
import type { TemplateStore } from '../coe/templates.js';
import type { Database } from '../database/connect.js';
import type { DraftStore } from '../drafting/draft-store.js';
import type { ModelUseStore } from '../drafting/model/use-store.js';
import type { RequestDraftParts } from '../drafting/request-draft.js';
import type { SuggestionStore } from '../drafting/suggestions.js';
import type { HookParts } from '../evidence/hooks/register-hook.js';
import type { ImportIntoCoe } from '../evidence/import-into-coe.js';
import type { InboxParts } from '../evidence/inbox/inbox-routes.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import type { EvidenceStore } from '../evidence/store.js';
import type { RunnerPorts } from '../http/run-endpoint.js';
import type { JobStore } from '../jobs/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import type { AppError } from '../kernel/errors.js';
import type { Telemetry } from '../kernel/telemetry.js';
import type { ChartsOfCoe } from '../metrics/charts-of-coe.js';
import type { ImportMetrics } from '../metrics/import-metrics.js';
import type { MetricsStore } from '../metrics/store.js';
/** Everything the screens use of other rooms; `compose` hands it in. */
import type { DeliveryStore } from '../notify/delivery-store.js';
import type { NotifyRoutesParts } from '../notify/notify-routes.js';
import type { OpsReviewParts } from '../ops-review/ops-review-routes.js';
import type { OrrReviewParts } from '../orr/reviews.js';
import type { OrrRoutesParts } from '../orr/routes.js';
import type { TemplateParts } from '../orr/templates.js';
import type { ImportPostmortem } from '../report/import-postmortem.js';
import type { ReportFiles } from '../report/report-files.js';
import type { ReportOf } from '../report/report-of.js';
import type { Writing } from '../report/writing.js';
import type { Comments } from '../review/comments.js';
import type { DrawParts } from '../review/draw-reviewers.js';
import type { CoeReadiness } from '../review/readiness.js';
import type { ReviewParts } from '../review/review-coe.js';
import type { ReviewStateParts } from '../review/review-state.js';
import type { RuleSettingStore } from '../review/rule-settings.js';
import type { TransitionParts } from '../review/transition-coe.js';
import type { WaiverStore } from '../review/waivers.js';
import type { LexicalIndex } from '../search/lexical/lexical-index.js';
import type { Visible } from '../search/lexical/view.js';
import type { DecideParts } from '../search/recurrence/decide-recurrence.js';
import type { Similarity } from '../search/similarity/open-similarity.js';
import type { ServiceRoutesParts } from '../services/service-routes.js';
import type { ProposalsOf } from '../timeline/derive-timeline.js';
import type { RejectProposals } from '../timeline/reject-moment.js';

export type PageParts = {
  sessions: Sessions;
  /** Sign-in at an identity provider, where one is configured. */
  oidc: { signIn: OidcSignIn; userOf(claims: Claims): Promise<StoredUser> } | undefined;
  users: UsersParts;
  audit: AuditParts;
  /** The public address of the service; undefined: the one that a request came to. */
  publicUrl: string | undefined;
  cookies: SessionCookies;
  limits: Limits;
  ownPages: OwnPages;
  ports: Pick<RunnerPorts, 'authenticate' | 'authorise' | 'assertRoom' | 'retryReads'>;
  telemetry: Telemetry;
  clock: Clock;
  translate(error: unknown): AppError | undefined;
  store: CoeStore;
  create: CreateCoe;
  edit: EditCoe;
  templates: TemplateStore;
  /** To be called when the question set changed. */
  questionsChanged(): Promise<void>;
  /** What the page of health asks. */
  health: {
    database: Pick<Database, 'ping' | 'health' | 'connection'>;
    jobs: Pick<JobStore, 'counts'>;
    deliveries: Pick<DeliveryStore, 'counts'>;
    version: string;
  };
  readiness: CoeReadiness;
  ruleSettings: RuleSettingStore;
  waivers: WaiverStore;
  /** What an actor may see: as a filter of stored COEs, and as a rule for search. */
  visible(actor: Actor): Record<string, unknown>;
  visibleInSearch(actor: Actor): Visible;
  reportOf: ReportOf;
  /** Files beside a COE that a text names, by id; those that are gone are left out. */
  filesOf(coeId: string, ids: readonly string[]): Promise<ReportFiles>;
  attachments: Pick<AttachmentStore, 'list'>;
  takeAttachment: TakeAttachment;
  writing: Pick<Writing, 'article'>;
  importReport: ImportPostmortem;
  evidence: Pick<EvidenceStore, 'page' | 'count'>;
  importInto: ImportIntoCoe;
  /** Those of the ids that exist, in any order. */
  citedEvidence(coeId: string, ids: string[]): Promise<StoredEvidenceItem[]>;
  drafts: DraftStore;
  mayLeave: RequestDraftParts['mayLeave'];
  /** What the language model took, by UTC day. */
  modelDays: Pick<ModelUseStore, 'latest'>;
  /** The language model that is set up; null for none. */
  modelName: string | null;
  jobs: JobStore;
  suggestions: SuggestionStore;
  comments: Comments;
  review: ReviewStateParts & TransitionParts & ReviewParts & DrawParts;
  actions: ActionRoutesParts;
  opsReviews: OpsReviewParts;
  /** What the timeline needs of drafting. */
  timelinePorts: { proposalsOf: ProposalsOf; rejectProposals: RejectProposals };
  search: LexicalIndex;
  similarity: Similarity;
  promises: PromiseRoutesParts;
  recurrences: DecideParts;
  orr: OrrRoutesParts & OrrReviewParts & TemplateParts;
  inbox: InboxParts;
  hookParts: HookParts;
  metrics: Pick<MetricsStore, 'list' | 'read' | 'count'>;
  charts: ChartsOfCoe;
  importMetricsInto: ImportMetrics;
  services: ServiceRoutesParts;
  notifyParts: NotifyRoutesParts;
  /** The OpenAPI document. */
  openapi(): unknown;
};
