import type { Claim, UncheckedClaim } from '../claims/claim.js';
import { atOnce, type Steps } from '../kernel/turns.js';
import type { Drafter } from './drafter.js';
import { itemsById } from './items-by-id.js';
import { SECTION_RULES } from './rules/index.js';
import {
  type EvidenceSection,
  type ProposedSuggestion,
  type SectionDraftInput,
  SUGGESTION_SECTIONS,
  type SuggestionSection,
} from './section-rule.js';
import { SUGGESTION_CONTENT } from './suggestion-content.js';
import { keyMomentSuggestions, timelineSuggestions } from './timeline-suggestions.js';

/** A suggestion with its claims checked, ready to be stored. */
export type CheckedSuggestion = {
  section: SuggestionSection;
  key: string;
  order: string;
  content: Record<string, unknown>;
  claims: Claim[];
  rule: string | null;
  madeBy: MadeBy;
};

/** Who made a proposal; of a model also which, and with which version of its prompts, so that any suggestion can be explained. */
export type MadeBy = { drafter: Drafter; model?: string; promptVersion?: string };

export type Proposals = { suggestions: CheckedSuggestion[]; warnings: string[] };

/** What the rules propose for a section, checked, with places to pause: sixty entries cite thirty thousand items. Pure. */
export function proposeSection(
  section: EvidenceSection,
  input: SectionDraftInput,
  check: (claim: UncheckedClaim) => Claim,
): Steps<Proposals> {
  return checkSteps(proposalsOf(section, input), { drafter: 'rules' }, check);
}

/**
 * Proposals of one section, whoever made them, checked and in their order. Pure. A proposal that cannot be stored (a text over the limit)
 * becomes a warning; nothing is dropped without a word.
 */
export function checkProposals(
  proposals: readonly ProposedSuggestion[],
  madeBy: MadeBy,
  check: (claim: UncheckedClaim) => Claim,
): Proposals {
  return atOnce(checkSteps(proposals, madeBy, check));
}

function* checkSteps(
  proposals: readonly ProposedSuggestion[],
  madeBy: MadeBy,
  check: (claim: UncheckedClaim) => Claim,
): Steps<Proposals> {
  const taken = new Map<string, number>();
  const suggestions: CheckedSuggestion[] = [];
  const warnings: string[] = [];
  for (const [rank, proposed] of proposals.entries()) {
    yield;
    const parsed = SUGGESTION_CONTENT[proposed.section].safeParse(storable(proposed.content));
    if (!parsed.success) {
      const why = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      warnings.push(`A suggestion for ${proposed.section} could not be kept (${why}).`);
      continue;
    }
    const content = parsed.data as Record<string, unknown>;
    suggestions.push({
      section: proposed.section,
      key: unique(proposed.key, taken),
      order: orderOf(proposed.section, content, rank),
      content,
      claims: proposed.claims.map((claim) => check(storable(claim))),
      rule: proposed.rule ?? null,
      madeBy,
    });
  }
  return { suggestions, warnings };
}

function proposalsOf(section: EvidenceSection, input: SectionDraftInput): ProposedSuggestion[] {
  if (section !== 'timeline') return SECTION_RULES[section](input);
  const byId = itemsById(input.items);
  return [...timelineSuggestions(input.timeline, byId), ...keyMomentSuggestions(input.timeline, byId)];
}

/** Two proposals of one draft may share a key (two entries from one message); the second is told apart by its place. */
function unique(key: string, taken: Map<string, number>): string {
  const times = (taken.get(key) ?? 0) + 1;
  taken.set(key, times);
  return times === 1 ? key : `${key}#${times}`;
}

/** Text that sorts by section, then by time on the timeline, then by rank. */
function orderOf(section: SuggestionSection, content: Record<string, unknown>, rank: number): string {
  const place = String(SUGGESTION_SECTIONS.indexOf(section)).padStart(2, '0');
  const time = section === 'timeline' ? String(content.at) : '';
  return `${place}|${time}|${String(rank).padStart(5, '0')}`;
}

/** NUL and half surrogate pairs, which hostile evidence may hold, cannot be written into a COE. */
function storable<T>(value: T): T {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '') as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, storable(inner)])) as T;
}
