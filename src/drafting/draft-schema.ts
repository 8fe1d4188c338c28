import { z } from 'zod';
import { PRECISIONS } from '../evidence/item.js';
import { JOB_STATUSES } from '../jobs/model.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
import { DRAFTERS, type Drafter } from './drafter.js';
import { RESPONDER_ACTS } from './rules/responders.js';
import { ASKED_SECTIONS } from './section-rule.js';
import { presentSuggestion, type StoredSuggestion, suggestionSchema } from './suggestion-schema.js';

const time = z.string().describe('RFC 3339, UTC');
const evidenceIds = z.array(z.string());
const precision = z.enum(PRECISIONS);

export const draftMomentSchema = z.object({
  at: time.nullable().describe('from structured state only; anything weaker is a candidate'),
  precision: precision.nullable(),
  rule: z.string().nullable(),
  evidenceIds,
  candidates: z
    .array(
      z.object({
        at: time.nullable(),
        from: time.nullable(),
        to: time.nullable(),
        precision,
        rule: z.string(),
        evidenceIds,
      }),
    )
    .describe('best first, three at most'),
});

export const factSchema = z.object({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  unit: z.string().nullable(),
  evidenceIds,
  names: z.array(z.string()).optional().describe('what was counted'),
  statement: z
    .object({
      by: z.string(),
      citation: z.string(),
      evidenceValue: z.union([z.number(), z.string()]).nullable().describe('what the evidence says instead'),
    })
    .optional()
    .describe('who stated it, where evidence does not say so'),
});

/** What a draft took of a language model. Nothing of it is asserted by us when `estimated`: the server did not count. */
export const modelUseSchema = z.object({
  requests: z.number().int(),
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  estimated: z.boolean().describe('the server did not count; reckoned from the length of the texts'),
  cost: z.number().nullable().describe('US dollars, from COE_MODEL_PRICE; null without one'),
  seconds: z.number(),
});
export type ModelUse = z.output<typeof modelUseSchema>;

/** What a drafter found, besides its suggestions. */
export const findingsSchema = z.object({
  keyMoments: z
    .partialRecord(z.enum(KEY_MOMENTS), draftMomentSchema)
    .describe('empty unless the timeline was asked for'),
  gaps: z.array(z.object({ from: time, to: time, seconds: z.number() })),
  folded: z
    .array(z.object({ reason: z.string(), count: z.number().int() }))
    .describe('evidence kept out of the timeline'),
  facts: z.array(factSchema),
  responders: z
    .array(
      z.object({
        did: z.enum(RESPONDER_ACTS).describe('commands: is in charge of the incident'),
        who: z.string().nullable().describe('by role, as evidence names people'),
        at: time,
        text: z.string(),
        evidenceIds,
      }),
    )
    .describe('who was paged, came, commanded and took over, in order of time'),
  warnings: z.array(z.string()),
});
export type Findings = z.output<typeof findingsSchema>;

export const draftSchema = z
  .object({
    id: z.string(),
    coeId: z.string(),
    status: z.enum(JOB_STATUSES),
    drafter: z.enum(DRAFTERS),
    sections: z.array(z.enum(ASKED_SECTIONS)),
    suggestions: z.array(suggestionSchema),
    ...findingsSchema.shape,
    model: z
      .object({ name: z.string(), use: modelUseSchema })
      .nullable()
      .describe('the language model that worded it, and what it took; null for the rules'),
    error: z.string().nullable().describe('why it failed'),
    createdAt: z.string(),
  })
  .meta({ id: 'Draft' });
export type PresentedDraft = z.output<typeof draftSchema>;

/** As it is stored; its suggestions are a collection of their own. */
export type StoredDraft = Findings & {
  _id: string;
  coeId: string;
  status: PresentedDraft['status'];
  drafter: Drafter;
  sections: PresentedDraft['sections'];
  /** Absent in drafts of before there were models. */
  model?: PresentedDraft['model'];
  error: string | null;
  createdAt: string;
  createdBy: { id: string; name: string };
};

export function presentDraft(draft: StoredDraft, suggestions: StoredSuggestion[]): PresentedDraft {
  const { _id, coeId, status, drafter, sections, keyMoments, gaps, folded, facts, warnings, error, createdAt } = draft;
  // Drafts of before responders were listed have none.
  const responders = draft.responders ?? [];
  const shown = suggestions.map(presentSuggestion);
  const model = draft.model ?? null;
  const findings = { keyMoments, gaps, folded, facts, responders, warnings };
  return { id: _id, coeId, status, drafter, sections, suggestions: shown, ...findings, model, error, createdAt };
}
