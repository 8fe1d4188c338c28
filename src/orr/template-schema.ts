import { z } from 'zod';
import { line } from '../coe/fields.js';
import { lensForm, MAX_DESCRIPTION, MAX_TITLE } from './lens.js';

export const templateInput = z
  .strictObject({
    name: line(MAX_TITLE).min(1),
    description: z.string().trim().max(MAX_DESCRIPTION).default(''),
    pillars: z
      .array(
        z.strictObject({
          name: line(MAX_TITLE).min(1),
          questionIds: z.array(z.string().min(1).max(100)).min(1).max(500),
        }),
      )
      .min(1, 'Name at least one pillar with its questions.')
      .max(100),
    note: line(2_000).default('').describe('what this version changes'),
  })
  .meta({ id: 'OrrTemplateInput' });
export type TemplateInput = z.output<typeof templateInput>;

export const templateSchema = z
  .object({
    id: z.string(),
    version: z.number().int(),
    name: z.string(),
    description: z.string(),
    questionCount: z.number().int(),
    lensParts: z.number().int().describe('how many custom lenses it takes'),
    pillars: lensForm.shape.pillars.element
      .extend({ questions: z.array(lensForm.shape.pillars.element.shape.questions.element) })
      .array(),
    questionIds: z.record(z.string(), z.string()).describe('questions of the library by their id in the pillars'),
    note: z.string(),
    createdAt: z.string(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ id: 'OrrTemplate' });
