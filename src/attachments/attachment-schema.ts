import { z } from 'zod';

/** A file beside a COE. Its bytes never change: a text that names it always means the same picture. */
export const attachmentSchema = z
  .object({
    id: z.string().describe('name it in Markdown: ![what it shows](attachment:att_…)'),
    name: z.string(),
    mediaType: z.string().describe('found in the bytes, never taken from the request'),
    size: z.number().int().describe('bytes'),
    sha256: z.string(),
    width: z.number().int().nullable().describe('pixels; null for what is no picture'),
    height: z.number().int().nullable(),
    addedAt: z.string(),
    addedBy: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ id: 'Attachment' });

export type Attachment = z.output<typeof attachmentSchema>;

export const ATTACHMENT_ID = /^att_[0-9a-z]{20}$/;
export const MAX_ATTACHMENT_BYTES = 10_000_000;
export const MAX_ATTACHMENTS = 200;
/** All files of one COE together. */
export const MAX_COE_BYTES = 200_000_000;
/** What a picture may measure: a phone's photograph has 12 million pixels. More would take a reader's memory, whatever the file's size. */
export const MAX_PIXELS = 50_000_000;
