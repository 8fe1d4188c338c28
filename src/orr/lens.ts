import { z } from 'zod';

/**
 * The custom lens of the AWS Well-Architected Tool, schema version 2021-11-01, written from "Lens format specification in AWS WA Tool" of its user
 * guide. Members that the page does not name are kept (public lenses carry `_version` and the like).
 */
export const LENS_VERSION = '2021-11-01';
/** "A custom lens cannot exceed 500 KB in size." Counted in bytes of UTF-8; 500 KB is taken as 500,000 to be safe. */
export const MAX_LENS_BYTES = 500_000;
export const MAX_PILLARS = 10;
export const MAX_QUESTIONS = 20;
export const MAX_CHOICES = 15;
export const MAX_TITLE = 128;
export const MAX_DESCRIPTION = 2_048;

const id = z
  .string()
  .regex(/^(?!__proto__$)[A-Za-z0-9_]{3,128}$/, 'An id has 3 to 128 letters, digits or _, and is not __proto__.');
const url = z
  .string()
  .max(2_048)
  .regex(/^https?:\/\//, 'An address that begins with https:// or http://.');
const resource = z.looseObject({ displayText: z.string().max(2_048).optional(), url: url.optional() });

const choice = z
  .looseObject({
    id,
    title: z.string().min(1).max(MAX_TITLE),
    helpfulResource: resource.optional(),
    improvementPlan: resource.optional(),
  })
  .refine(({ id: name, improvementPlan }) => improvementPlan !== undefined || name.endsWith('_no'), {
    path: ['improvementPlan'],
    error: 'A choice needs an improvement plan, unless its id ends in _no.',
  });

export const RISKS = ['HIGH_RISK', 'MEDIUM_RISK', 'NO_RISK'] as const;
const riskRule = z.looseObject({ condition: z.string().min(1).max(4_096), risk: z.enum(RISKS) });

const question = z.looseObject({
  id,
  title: z.string().min(1).max(MAX_TITLE),
  description: z.string().max(MAX_DESCRIPTION).optional(),
  helpfulResource: resource.optional(),
  choices: z
    .array(choice)
    .min(1, 'A question has 1 to 15 choices.')
    .max(MAX_CHOICES, 'A question has 1 to 15 choices.'),
  riskRules: z.array(riskRule).min(1, 'A question has 1 to 3 risk rules.').max(3, 'A question has 1 to 3 risk rules.'),
});

const pillar = z.looseObject({
  id,
  name: z.string().min(1).max(MAX_TITLE),
  questions: z
    .array(question)
    .min(1, 'A pillar has 1 to 20 questions.')
    .max(MAX_QUESTIONS, 'A pillar has 1 to 20 questions.'),
});

export const lensForm = z
  .looseObject({
    schemaVersion: z.literal(LENS_VERSION),
    name: z.string().min(1).max(MAX_TITLE),
    description: z.string().max(MAX_DESCRIPTION),
    pillars: z.array(pillar).min(1).max(MAX_PILLARS, 'A lens has at most 10 pillars; split it.'),
  })
  .meta({ id: 'CustomLens', description: 'AWS Well-Architected custom lens, schemaVersion 2021-11-01' });

/** Members of other names are kept; one named __proto__ could not be, so it is refused instead of left out unsaid. */
export const lensSchema = z.preprocess((value, context) => {
  for (const path of protoMembers(value, []))
    context.addIssue({ code: 'custom', path, message: 'A member may not be named __proto__; remove it.' });
  return value;
}, lensForm);

function protoMembers(value: unknown, path: string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '__proto__' ? [[...path, name]] : protoMembers(inner, [...path, name]),
  );
}

export type Lens = z.infer<typeof lensSchema>;
export type LensPillar = Lens['pillars'][number];
export type LensQuestion = LensPillar['questions'][number];
export type Risk = (typeof RISKS)[number];
