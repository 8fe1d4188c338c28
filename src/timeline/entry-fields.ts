import { z } from 'zod';
import { evidenceIds, instant, line, markdown } from '../coe/fields.js';
import { PRECISIONS } from '../evidence/item.js';

/** The fields of a timeline entry without their defaults: what a correction does not name stays as it is. */
const fields = {
  at: instant,
  end: instant.nullable(),
  precision: z.enum(PRECISIONS),
  text: markdown.unwrap().min(1, 'Say what happened.'),
  kind: line(60),
  actor: line(200).nullable(),
  evidenceIds: evidenceIds.unwrap(),
};

export const entryPatchSchema = z
  .strictObject({ ...fields, hidden: z.boolean() })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Name at least one field to change.')
  .meta({ id: 'TimelineEntryPatch' });
export type EntryPatch = z.output<typeof entryPatchSchema>;

export const mergeSchema = z
  .strictObject({
    ids: z
      .array(z.string().max(100))
      .min(2, 'Name at least two entries.')
      .max(1_000)
      .refine((ids) => new Set(ids).size === ids.length, 'Name each entry once.'),
    text: fields.text.optional().describe('default: their texts, in order'),
    at: fields.at.optional().describe('default: the earliest of their times'),
  })
  .meta({ id: 'TimelineMerge' });
export type MergeRequest = z.output<typeof mergeSchema>;

export const splitSchema = z
  .strictObject({
    entries: z
      .array(
        z
          .strictObject(fields)
          .partial()
          .extend({ text: fields.text })
          .describe('what it does not name is taken from the entry that is split'),
      )
      .min(2, 'A split makes at least two entries.')
      .max(100),
  })
  .meta({ id: 'TimelineSplit' });
export type SplitRequest = z.output<typeof splitSchema>;
