import { z } from 'zod';
import { evidenceIds, id, line, markdown } from './fields.js';

/** A node of the 5 Whys tree. The first why is the symptom; a leaf is a mechanism that failed. */
export type Why = {
  id: string;
  question: string;
  answer: string;
  hypothesis: boolean;
  evidenceIds: string[];
  actionItemIds: string[];
  reasonWithoutAction: string;
  children: Why[];
};

type WhyInput = { question: string } & Partial<Omit<Why, 'question' | 'children'>> & {
    children?: WhyInput[] | undefined;
  };

export const whySchema: z.ZodType<Why, WhyInput> = z
  .strictObject({
    id,
    question: markdown.pipe(z.string().min(1, 'A why needs its question.')),
    answer: markdown,
    hypothesis: z.boolean().default(false),
    evidenceIds,
    actionItemIds: z.array(line(100)).max(100).default([]),
    reasonWithoutAction: markdown,
    get children() {
      return z.array(whySchema).max(100).default([]);
    },
  })
  .meta({ id: 'Why' }) as z.ZodType<Why, WhyInput>;
