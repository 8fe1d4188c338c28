import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import { askedQuestions, type TemplateStore } from '../coe/templates.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import type { JobContext, JobKind } from '../jobs/run-job.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { inTurns } from '../kernel/turns.js';
import type { BlamelessHit } from '../review/blameless-hits.js';
import { correctionsOf } from '../timeline/corrections.js';
import { timelineSteps } from '../timeline/draft-timeline.js';
import { type BacktestMetrics, backtestSeries } from './backtest-series.js';
import { claimChecker } from './check-claims.js';
import { timeOrderSteps } from './cited.js';
import { decidedFacts } from './decided-facts.js';
import type { StoredDraft } from './draft-schema.js';
import type { DraftStore } from './draft-store.js';
import { findingsOf } from './findings.js';
import { itemsById, itemsByIdSteps } from './items-by-id.js';
import { type DraftContext, type ModelDraft, type ModelParts, modelDraft } from './model/model-drafter.js';
import { REWRITE_TASK } from './model/rewrite-task.js';
import { checkProposals, type Proposals, proposeSection } from './propose.js';
import type { Passage } from './rewrites/passages.js';
import { proposeRewrites } from './rewrites/propose-rewrites.js';
import { factsOf } from './rules/facts.js';
import { readingSteps } from './rules/reading.js';
import { ASKED_SECTIONS, type DraftSection, type PriorCoe, type SectionDraftInput } from './section-rule.js';
import { storeProposals } from './store-proposals.js';
import { factContent } from './suggestion-content.js';
import type { SuggestionStore } from './suggestions.js';

export type RunDraftParts = {
  drafts: DraftStore;
  suggestions: SuggestionStore;
  store: CoeStore;
  templates: TemplateStore;
  clock: Clock;
  metrics: BacktestMetrics;
  evidenceOf(coeId: string): Promise<StoredEvidenceItem[]>;
  /** Earlier COEs like this one that everybody who sees it may see, best first. */
  priorCoesOf(coe: StoredCoe, items: readonly StoredEvidenceItem[]): Promise<PriorCoe[]>;
  /** What the blameless rules hold against the words of a COE, and how much they would hold against others. */
  wordings: {
    hitsOf(coe: StoredCoe): Promise<BlamelessHit[]>;
    countIn(coe: StoredCoe, text: string): number;
  };
  /** The language model, where one is set up. */
  model?: ModelParts | undefined;
};

export const DRAFT_JOB = 'draft';

/** The job that drafts. It may run again after a crash at any step: suggestions have ids that come from their content. */
export function draftJob(parts: RunDraftParts): JobKind {
  return {
    name: DRAFT_JOB,
    run: (job, context) => runDraft(parts, job.payload as StoredDraft, context),
    async ended(job, status, error) {
      const draft = job.payload as StoredDraft;
      await parts.drafts.ensure(draft);
      await parts.drafts.ended(draft._id, status, error);
    },
  };
}

async function runDraft(parts: RunDraftParts, draft: StoredDraft, context: JobContext): Promise<void> {
  const sections = ASKED_SECTIONS.filter((section) => draft.sections.includes(section));
  const steps = sections.length + 3;
  let step = 0;
  const note = (text: string) => context.progress({ step, steps, text });
  const next = (text: string) => {
    step += 1;
    return note(text);
  };
  await parts.drafts.ensure(draft);
  await parts.drafts.running(draft._id);

  await next('Reading the evidence');
  const coe = await parts.store.byId(draft.coeId);
  // Other words for what people wrote need no evidence.
  const needed = sections.some((section) => section !== 'rewrites');
  const items = needed ? await inTurns(timeOrderSteps(await parts.evidenceOf(draft.coeId))) : [];
  await next(`Ordering ${items.length} evidence items`);
  const input = await inputOf(parts, coe, items, sections);
  // What goes through all evidence is done here, in turns; the sections' rules then look at the proposed entries only.
  await inTurns(readingSteps(input));
  const check = claimChecker(input);
  const proposals: Proposals = { suggestions: [], warnings: [] };
  const add = ({ suggestions, warnings }: Proposals) => {
    proposals.suggestions.push(...suggestions);
    proposals.warnings.push(...warnings);
  };
  const worded = draft.drafter === 'model' ? modelOf(parts, input, { signal: context.signal, note }) : undefined;
  for (const section of sections) {
    await next(`Drafting ${section}`);
    if (section === 'rewrites') add(await rewritesOf(parts, draft, coe, worded, check));
    else if (worded === undefined || section === 'timeline') add(await inTurns(proposeSection(section, input, check)));
    else {
      const {
        proposals: made,
        warnings,
        madeBy,
      } = await worded
        .section(section)
        .finally(() => parts.drafts.used(draft._id, { name: worded.name, use: worded.used() }));
      add(checkProposals(made, madeBy, check));
      proposals.warnings.push(...warnings);
    }
  }
  if (worded !== undefined) proposals.warnings.push(...worded.warnings());
  await next('Storing what is new');
  const byId = itemsById(items);
  await storeProposals(parts.suggestions, draft, proposals.suggestions, {
    // Read anew: what people corrected while the draft was made counts.
    corrections: await correctionsOf(parts.store, await parts.store.byId(draft.coeId)),
    importedAt: (id) => byId.get(id)?.importedAt.getTime() ?? 0,
  });
  await recordDrafted(parts, draft, proposals.suggestions.length);
  await parts.drafts.done(draft._id, findingsOf(input, sections, proposals.warnings));
}

async function rewritesOf(
  { drafts, wordings }: RunDraftParts,
  draft: StoredDraft,
  coe: StoredCoe,
  worded: (ModelDraft & { name: string }) | undefined,
  check: ReturnType<typeof claimChecker>,
): Promise<Proposals> {
  const ask =
    worded && ((passages: readonly Passage[]) => worded.rewrites(passages, (text) => wordings.countIn(coe, text)));
  const { byModel, byRules, warnings } = await proposeRewrites(coe, await wordings.hitsOf(coe), ask);
  if (worded) await drafts.used(draft._id, { name: worded.name, use: worded.used() });
  const ofRules = checkProposals(byRules, { drafter: 'rules' }, check);
  const ofModel = worded
    ? checkProposals(byModel, worded.madeBy(REWRITE_TASK), check)
    : { suggestions: [], warnings: [] };
  return {
    suggestions: [...ofModel.suggestions, ...ofRules.suggestions],
    warnings: [...warnings, ...ofModel.warnings, ...ofRules.warnings],
  };
}

/** @throws AppError conflict when the model was taken out of the settings since the draft was asked for */
function modelOf({ model }: RunDraftParts, input: SectionDraftInput, context: DraftContext) {
  if (model === undefined)
    throw new AppError('conflict', 'No model drafter is set up here any more; ask for a draft by rules.');
  return { ...modelDraft(model, input, context), name: model.model.name };
}

async function inputOf(
  { templates, priorCoesOf, metrics, suggestions }: RunDraftParts,
  coe: StoredCoe,
  items: StoredEvidenceItem[],
  sections: readonly DraftSection[],
): Promise<SectionDraftInput> {
  const template = (await templates.byVersion(coe.templateVersion)) ?? (await templates.latest());
  const timeline = await inTurns(timelineSteps(items));
  await inTurns(itemsByIdSteps(items));
  const priorCoes = await priorCoesOf(coe, items);
  const known = await suggestions.shownOf(coe._id, 'facts');
  const rejected = known.filter(({ status }) => status === 'rejected').map(({ content }) => factContent.parse(content));
  const decided = decidedFacts(factsOf(items, timeline), { inCoe: coe.content.facts, rejected });
  const backtests = sections.includes('responseAnalysis') ? await backtestSeries(metrics, coe, items, timeline) : null;
  return { coe, items, timeline, ...decided, questions: askedQuestions(template), priorCoes, backtests };
}

async function recordDrafted({ store, clock }: RunDraftParts, draft: StoredDraft, proposed: number): Promise<void> {
  const { _id, coeId, drafter, sections, createdBy: actor } = draft;
  const details = { draft: _id, drafter, sections, proposed };
  await store.recordAudit(
    { type: 'coe.drafted', at: clock.now().toISOString(), actor, coeId, details },
    `${_id}:drafted`,
  );
}
