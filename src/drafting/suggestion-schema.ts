import { z } from 'zod';
import { type Claim, claimSchema } from '../claims/claim.js';
import { diffText } from '../coe/diff.js';
import { DRAFTERS, type Drafter } from './drafter.js';
import { SUGGESTION_SECTIONS, type SuggestionSection } from './section-rule.js';

/** `superseded`: nobody decided, and a later draft with more evidence proposes something else in its place. */
export const SUGGESTION_STATUSES = ['pending', 'accepted', 'rejected', 'superseded'] as const;
export type SuggestionStatus = (typeof SUGGESTION_STATUSES)[number];

export const suggestionSchema = z
  .object({
    id: z.string(),
    coeId: z.string(),
    draftId: z.string(),
    section: z.enum(SUGGESTION_SECTIONS),
    content: z
      .record(z.string(), z.unknown())
      .describe('by section: a timeline entry, a key moment, a text, an action item …'),
    claims: z.array(claimSchema),
    drafter: z.enum(DRAFTERS),
    origin: z
      .object({ model: z.string(), promptVersion: z.string() })
      .nullable()
      .describe('the language model that worded it and the version of its prompts'),
    diff: z
      .array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() }))
      .nullable()
      .describe('of a rewrite, word by word'),
    rule: z.string().nullable().describe('which rule proposed it, for timeline entries and key moments'),
    status: z.enum(SUGGESTION_STATUSES),
    createdAt: z.string(),
    decidedAt: z.string().nullable(),
    decidedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
    reason: z.string().nullable().describe('why it was rejected'),
    edited: z.boolean().describe('accepted in other words than were proposed'),
  })
  .meta({ id: 'Suggestion' });

export type PresentedSuggestion = z.output<typeof suggestionSchema>;

/** As it is stored. The id comes from COE and key, so the same thing proposed twice is one document. */
export type StoredSuggestion = {
  _id: string;
  coeId: string;
  draftId: string;
  drafter: Drafter;
  /** Absent in suggestions of before there were models. */
  origin?: { model: string; promptVersion: string } | null;
  key: string;
  section: SuggestionSection;
  /** Sorts by section, then time or rank within it. */
  order: string;
  content: Record<string, unknown>;
  claims: Claim[];
  rule: string | null;
  status: SuggestionStatus;
  createdAt: string;
  decidedAt: string | null;
  decidedBy: { id: string; name: string } | null;
  reason: string | null;
  /** Absent until it is accepted in a person's own words, and in those accepted before that was kept. */
  edited?: boolean;
};

export function presentSuggestion(suggestion: StoredSuggestion): PresentedSuggestion {
  const { _id, key: _key, order: _order, ...shown } = suggestion;
  // Suggestions of before rules and models were kept have none.
  const { before, after } = suggestion.content;
  const isRewrite = suggestion.section === 'rewrites' && typeof before === 'string' && typeof after === 'string';
  const diff = isRewrite ? diffText(before, after) : null;
  return {
    id: _id,
    ...shown,
    diff,
    origin: suggestion.origin ?? null,
    rule: suggestion.rule ?? null,
    edited: suggestion.edited ?? false,
  };
}
