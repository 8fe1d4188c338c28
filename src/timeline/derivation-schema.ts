import { z } from 'zod';
import { keyMomentSchema, timelineEntrySchema } from '../coe/schema.js';
import { PRECISIONS } from '../evidence/item.js';
import { KEY_MOMENTS } from '../kernel/moments.js';

const time = z.string().describe('RFC 3339, UTC');
const ids = z.array(z.string());

const correctionSchema = z
  .object({
    at: time,
    by: z.object({ id: z.string(), name: z.string() }),
    version: z.number().int().describe('the revision'),
    type: z.string().describe('the verb: timeline.edited, timeline.merged, coe.edited, suggestion.accepted …'),
    fields: z.array(z.string()).describe('what changed; empty for the whole'),
  })
  .meta({ id: 'Correction' });

const originSchema = {
  origin: z.enum(['draft', 'person']),
  rule: z.string().nullable().describe('which rule proposed it'),
  drafter: z.string().nullable(),
  draftId: z.string().nullable(),
  suggestionId: z.string().nullable(),
  evidenceIds: ids.describe('what the rule rested on'),
};

export const derivedEntrySchema = timelineEntrySchema
  .extend({
    derivation: z.object({
      ...originSchema,
      added: correctionSchema.nullable(),
      corrections: z.array(correctionSchema).describe('oldest first'),
      mergedFrom: ids.describe('entries that this one stands for since they were merged'),
      splitFrom: z.string().nullable(),
    }),
  })
  .meta({ id: 'DerivedTimelineEntry' });

const candidateSchema = z.object({
  suggestionId: z.string(),
  at: time.nullable(),
  from: time.nullable(),
  to: time.nullable(),
  precision: z.enum(PRECISIONS).nullable(),
  state: z.enum(['recorded', 'candidate']).describe('recorded: proposed as the value'),
  rule: z.string().nullable(),
  evidenceIds: ids,
  status: z.string().describe('pending, accepted, rejected'),
});

export const derivedMomentSchema = z
  .object({
    ...keyMomentSchema.shape,
    state: z.enum(['recorded', 'candidate', 'notApplicable', 'missing']),
    derivation: z.object({
      ...originSchema,
      origin: originSchema.origin.nullable().describe('null while it is missing'),
      setBy: correctionSchema.nullable().describe('who gave it the value it has, or took it back'),
      corrections: z.array(correctionSchema),
      candidates: z.array(candidateSchema).describe('as the drafts proposed them'),
    }),
  })
  .meta({ id: 'DerivedKeyMoment' });

export const derivedTimelineSchema = z
  .object({
    coe: z.object({ id: z.string(), number: z.string(), version: z.number().int() }),
    entries: z.array(derivedEntrySchema).describe('in order of time, hidden ones too'),
    keyMoments: z.record(z.enum(KEY_MOMENTS), derivedMomentSchema),
    gaps: z.array(z.object({ from: time, to: time, seconds: z.number() })),
    removed: z
      .array(z.object({ id: z.string(), at: time, text: z.string(), removed: correctionSchema }))
      .describe('entries that people took out; drafts do not propose them again'),
  })
  .meta({ id: 'DerivedTimeline' });

export type DerivedTimeline = z.output<typeof derivedTimelineSchema>;
export type DerivedEntry = z.output<typeof derivedEntrySchema>;
export type DerivedMoment = z.output<typeof derivedMomentSchema>;
