import type { KnownNames } from '../../review/people-in-text.js';
import type { ModelUse } from '../draft-schema.js';
import type { Passage } from '../rewrites/passages.js';
import { SECTION_RULES } from '../rules/index.js';
import type { ProposedSuggestion, RuleSection, SectionDraftInput } from '../section-rule.js';
import { asking } from './asking.js';
import { count } from './evidence-lines.js';
import { type LanguageModel, ModelFailure } from './language-model.js';
import { type Pack, packOf } from './pack.js';
import type { Prompts } from './prompts.js';
import { rewordByModel } from './rewrite-task.js';
import { SECTION_TASKS } from './section-tasks.js';
import { type Budget, spendingOf } from './spending.js';
import { wordingFor } from './statements.js';
import type { ModelUseStore } from './use-store.js';

export type ModelParts = {
  model: LanguageModel;
  prompts: Prompts;
  budget: Budget;
  days: ModelUseStore;
  /** Tokens the model reads and writes in one exchange. */
  window: number;
  now(): Date;
  /** Names that stand in no request: of accounts, and of whoever is written on any COE. */
  knownNames(): Promise<KnownNames>;
};

export type ModelMade = { drafter: 'model'; model: string; promptVersion: string };

/** Who made the proposals of a section: `rules` also stands in where the model could not. */
export type SectionProposals = {
  proposals: ProposedSuggestion[];
  warnings: string[];
  madeBy: ModelMade | { drafter: 'rules' };
};

/** Drafts the sections of one COE; make one for each draft. */
export type ModelDraft = {
  section(section: RuleSection): Promise<SectionProposals>;
  /** Other words for sentences that people wrote; none where the model could not, with the reason as a warning. */
  rewrites(passages: readonly Passage[], faults: (text: string) => number): Promise<ReadonlyMap<Passage, string>>;
  /** Which model, and which version of the prompts of a task. */
  madeBy(task: string): ModelMade;
  used(): ModelUse;
  warnings(): string[];
};

/** The draft's job: `note` tells what is done within a step; `signal` is aborted when the draft is cancelled. */
export type DraftContext = { note(text: string): Promise<void>; signal: AbortSignal };

/** Of the window, what the answer and the instructions take. */
const MOST_OUTPUT_SHARE = 0.25;
const INSTRUCTION_TOKENS = 1_500;

/** Sections that a server may fail at, each after asking again, before it is asked no more. */
const MOST_FAULTS = 2;

/**
 * Words the sections of one draft with a language model: evidence and what code found go in, claims that cite come out, and the
 * checker speaks about them afterwards. Whatever goes wrong with the model, the rules draft the section instead, and the draft says so.
 */
export function modelDraft(parts: ModelParts, input: SectionDraftInput, context: DraftContext): ModelDraft {
  const { model, prompts, budget, days, window, now, knownNames } = parts;
  const spending = spendingOf(budget, days, now, context.signal);
  const mostOutputTokens = Math.max(500, Math.floor(window * MOST_OUTPUT_SHARE));
  const room = Math.max(500, window - mostOutputTokens - INSTRUCTION_TOKENS);
  const asked = asking({ model, prompts, spending, mostOutputTokens, progress: context.note });
  const warnings: string[] = [];
  let packing: Promise<Pack | { unread: string[] }> | undefined;
  let over: ModelFailure | undefined;
  let faults = 0;

  const madeBy = (task: string): ModelMade => ({
    drafter: 'model',
    model: model.name,
    promptVersion: prompts.versionOf(task),
  });

  return {
    madeBy,
    async rewrites(passages, faults) {
      try {
        return await rewordByModel(passages, input.coe, await knownNames(), asked, faults);
      } catch (error) {
        if (!(error instanceof ModelFailure)) throw error;
        warnings.push(`The rules proposed the wordings, not the model: ${error.message}.`);
        return new Map();
      }
    },
    used: spending.used,
    warnings: () => warnings,
    async section(section) {
      const { task, draft } = SECTION_TASKS[section];
      try {
        if (over) throw over;
        if (packing === undefined) {
          packing = packOf(input, room, asked, await knownNames());
          const first = await packing;
          warnings.push(...('unread' in first ? first.unread : first.warnings));
        }
        const pack = await packing;
        if ('unread' in pack) return byRules(section, input, 'it had no evidence to read');
        const wording = wordingFor(pack);
        const proposals = await draft({ task, pack, wording, asking: asked, input });
        faults = 0;
        if (proposals.length === 0) return byRules(section, input, 'it found nothing to say');
        return {
          proposals,
          warnings: [...foreign(section, wording.foreignLinks()), ...leftOut(section, asked.leftOut())],
          madeBy: madeBy(task),
        };
      } catch (error) {
        if (!(error instanceof ModelFailure)) throw error;
        faults += error.isPassing ? 1 : 0;
        if (error.isFinal || faults >= MOST_FAULTS) over = error;
        return byRules(section, input, error.message);
      }
    },
  };
}

function byRules(section: RuleSection, input: SectionDraftInput, why: string): SectionProposals {
  return {
    proposals: SECTION_RULES[section](input),
    warnings: [`The rules drafted ${section}, not the model: ${why}.`],
    madeBy: { drafter: 'rules' },
  };
}

function foreign(section: RuleSection, links: number): string[] {
  if (links === 0) return [];
  return [`The model wrote ${links} link${links === 1 ? '' : 's'} into ${section} that no evidence has; left out.`];
}

function leftOut(section: RuleSection, parts: number): string[] {
  if (parts === 0) return [];
  return [
    `${count(parts, 'statement')} of the model for ${section} did not fit the asked form or cited nothing real; left out.`,
  ];
}
