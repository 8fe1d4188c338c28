import { z } from 'zod';
import { instant, line, lines, markdown } from '../coe/fields.js';
import { ACTION_TYPES, factSchema } from '../coe/schema.js';
import { PRECISIONS } from '../evidence/item.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
import type { SuggestionSection } from './section-rule.js';

const words = markdown.pipe(z.string().min(1, 'Say something.'));
const amount = z.number().min(0).nullable().default(null);

export const timelineContent = z.strictObject({
  at: instant,
  end: instant.nullable().default(null),
  precision: z.enum(PRECISIONS).default('minute'),
  text: words,
  kind: line(60).default('note'),
  actor: line(200).nullable().default(null),
  keyMoment: z.enum(KEY_MOMENTS).nullable().default(null),
  count: z.number().int().min(1).default(1).describe('evidence items behind this entry'),
});

export const keyMomentContent = z.strictObject({
  moment: z.enum(KEY_MOMENTS),
  at: instant.nullable(),
  from: instant.nullable().default(null).describe('with `to`: it lies somewhere in this range'),
  to: instant.nullable().default(null),
  precision: z.enum(PRECISIONS).nullable().default(null),
  state: z.enum(['recorded', 'candidate']).default('recorded'),
});

export const factContent = factSchema.pick({ name: true, value: true, unit: true });

export const textContent = z.strictObject({ text: words });

export const impactContent = z.strictObject({
  text: markdown,
  customersAffected: amount,
  requestsFailed: amount,
  minutes: amount,
  experience: markdown,
});

export const answerContent = z.strictObject({ questionId: z.string().min(1).max(100), answer: words });

export type WhyContent = {
  question: string;
  answer: string;
  hypothesis: boolean;
  evidenceIds: string[];
  children: WhyContent[];
};
type WhyContentInput = Pick<WhyContent, 'question'> &
  Partial<Omit<WhyContent, 'children'>> & { children?: WhyContentInput[] | undefined };

export const whyContent: z.ZodType<WhyContent, WhyContentInput> = z
  .strictObject({
    question: words,
    answer: markdown,
    hypothesis: z.boolean().default(false),
    evidenceIds: z.array(z.string()).default([]).describe('of this node; the topmost takes those of its claims'),
    get children() {
      return z.array(whyContent).max(100).default([]);
    },
  })
  .meta({ id: 'WhySuggestion' }) as z.ZodType<WhyContent, WhyContentInput>;

export const lessonContent = z.strictObject({ text: words, broadlyApplicable: z.boolean().default(false) });

export const actionContent = z.strictObject({
  title: line(2_000).min(1),
  type: z.enum(ACTION_TYPES).nullable().default(null),
  endState: markdown,
  priority: line(40).nullable().default(null),
  citedCoes: lines(200),
});

export const rewriteContent = z.strictObject({
  place: z.string().max(1_000).describe('where the words stand, by the ids of list members'),
  pointer: z.string().max(1_000).describe('RFC 6901, into the COE as it was then'),
  before: z.string().min(1).max(20_000),
  after: markdown.pipe(z.string().trim().min(1, 'Say something.')),
  rules: z.array(z.string()).describe('of readiness'),
  findings: z.array(z.string()).describe('of readiness, by their ids'),
});

/** What a suggestion for each section proposes; also what edits on acceptance must fit. */
export const SUGGESTION_CONTENT = {
  timeline: timelineContent,
  keyMoments: keyMomentContent,
  summary: textContent,
  background: textContent,
  facts: factContent,
  customerImpact: impactContent,
  whatWentWell: textContent,
  responseAnalysis: answerContent,
  postIncidentAnalysis: answerContent,
  fiveWhys: whyContent,
  lessonsLearned: lessonContent,
  actionItems: actionContent,
  rewrites: rewriteContent,
} as const satisfies Record<SuggestionSection, z.ZodType>;

/** The content by section, as one union to switch on. */
export type SuggestionContent = {
  [S in SuggestionSection]: { section: S; content: z.output<(typeof SUGGESTION_CONTENT)[S]> };
}[SuggestionSection];
