import type { DraftSection, RuleSection, SectionDraftInput, SectionRule } from '../section-rule.js';
import { draftActionItems } from './action-items.js';
import { draftCustomerImpact } from './customer-impact.js';
import { factSuggestions } from './fact-suggestions.js';
import { draftFiveWhys } from './five-whys.js';
import { draftLessonsLearned } from './lessons-learned.js';
import { draftPostIncidentAnalysis } from './post-incident-analysis.js';
import { draftResponseAnalysis } from './response-analysis.js';
import { draftSummary } from './summary.js';
import { unansweredIn } from './unanswered.js';
import { draftWhatWentWell } from './what-went-well.js';

/** The rule of each section but the timeline, whose suggestions come from the timeline draft itself. */
export const SECTION_RULES: Readonly<Record<RuleSection, SectionRule>> = {
  summary: draftSummary,
  customerImpact: (input) => [...draftCustomerImpact(input), ...factSuggestions(input)],
  whatWentWell: draftWhatWentWell,
  responseAnalysis: draftResponseAnalysis,
  postIncidentAnalysis: draftPostIncidentAnalysis,
  fiveWhys: draftFiveWhys,
  lessonsLearned: draftLessonsLearned,
  actionItems: draftActionItems,
};

/** Warnings of a draft: the questions of the asked sections that neither a person nor a rule has answered. */
export function unansweredOf(input: SectionDraftInput, sections?: readonly DraftSection[]): string[] {
  return unansweredIn(input, SECTION_RULES, sections);
}

export { factsOf } from './facts.js';
export { TEMPLATE_WORDS } from './wording.js';
