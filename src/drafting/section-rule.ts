import type { UncheckedClaim } from '../claims/claim.js';
import type { StoredCoe } from '../coe/model.js';
import type { CoeQuestion } from '../coe/questions.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import type { HalvingProposal } from '../metrics/propose-halving.js';
import type { TimelineDraft } from '../timeline/draft.js';

/** What a draft is made of unless sections are named, in the order in which its suggestions are shown. */
export const DRAFT_SECTIONS = [
  'timeline',
  'summary',
  'customerImpact',
  'whatWentWell',
  'responseAnalysis',
  'postIncidentAnalysis',
  'fiveWhys',
  'lessonsLearned',
  'actionItems',
] as const;
export type EvidenceSection = (typeof DRAFT_SECTIONS)[number];

/** What may be asked for: `rewrites` only by its name, since it is about what people wrote and not about evidence. */
export const ASKED_SECTIONS = [...DRAFT_SECTIONS, 'rewrites'] as const;
export type DraftSection = (typeof ASKED_SECTIONS)[number];

/** Sections of the COE that a suggestion can go to: key moments come with the timeline, background with the summary, facts with the impact. */
export const SUGGESTION_SECTIONS = [
  'timeline',
  'keyMoments',
  'summary',
  'background',
  'facts',
  'customerImpact',
  'whatWentWell',
  'responseAnalysis',
  'postIncidentAnalysis',
  'fiveWhys',
  'lessonsLearned',
  'actionItems',
  'rewrites',
] as const;
export type SuggestionSection = (typeof SUGGESTION_SECTIONS)[number];

/** A number or name found in evidence or computed from it; `unit` is a word (seconds, requests, percent), null for a name. */
export type Fact = {
  name: string;
  value: number | string;
  unit: string | null;
  evidenceIds: string[];
  /** What was counted. */
  names?: string[];
  /** A person's, where evidence does not say so: who, the id by which it is cited, and what the evidence says instead. */
  statement?: { by: string; citation: string; evidenceValue: number | string | null };
};

/** What other alarms on an imported series would have done in this event. */
export type SeriesBacktest = {
  metric: { label: string; unit: string | null };
  /** The metric as a citation, with the numbers that the back-test computed: what claims are checked against. */
  cited: { id: string; at: Date; end: Date | null; text: string };
  /** Null when no alarm on it would have fired before the detection. */
  proposal: HalvingProposal | null;
};

export type Backtests = {
  series: SeriesBacktest[];
  /** Whether impact and detection are values; against candidates the answer is an inference. */
  certain: boolean;
  /** Series that were not tried, by their labels. */
  untried: string[];
};

/** An earlier COE that matches this one, with what it promised. Best match first. */
export type PriorCoe = {
  id: string;
  number: string;
  title: string;
  services: string[];
  status: string;
  /** Why it matches, in words: 'service: api', 'words: cache crash'. */
  matchedOn: string[];
  actionItems: {
    id: string;
    title: string;
    type: string | null;
    status: string;
    owner: string | null;
    dueDate: string | null;
  }[];
  summary: string;
};

/** All that a section rule may look at. Items are in the order of time; nothing in here changes while rules run. */
export type SectionDraftInput = {
  coe: StoredCoe;
  items: readonly StoredEvidenceItem[];
  timeline: TimelineDraft;
  facts: Fact[];
  /** Evidence whose number a person rejected: no sentence about impact quotes it. */
  rejectedEvidence: ReadonlySet<string>;
  /** Null without series, or when impact or detection is not even a candidate. */
  backtests: Backtests | null;
  /** Questions of the COE's own template version that are asked. */
  questions: CoeQuestion[];
  priorCoes: PriorCoe[];
};

/**
 * One thing to propose. `key` is its stable identity for "a second draft proposes only what is new": made of content and of
 * the delivery keys of its evidence, never of random ids or of the time of drafting.
 */
export type ProposedSuggestion = {
  section: SuggestionSection;
  content: Record<string, unknown>;
  claims: UncheckedClaim[];
  key: string;
  /** What made it, in words, where the section has more than one rule. */
  rule?: string;
};

/** Pure and deterministic: equal input gives equal suggestions in equal order. A section that evidence cannot fill gives none. */
export type SectionRule = (input: SectionDraftInput) => ProposedSuggestion[];

/** Sections with a rule of their own in `rules/`; the timeline's suggestions are made from the timeline draft itself. */
export type RuleSection = Exclude<DraftSection, 'timeline' | 'rewrites'>;
