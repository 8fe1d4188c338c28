import { z } from 'zod';
import { line } from '../coe/fields.js';
import { RISKS } from './lens.js';
import { REVIEW_STATUSES, RISK_STATUSES } from './review-store.js';
import { linkSchema } from './schema.js';

export const reviewInput = z
  .strictObject({ service: line(200).min(1), templateId: z.string().min(1).max(100) })
  .meta({ id: 'OrrReviewInput' });

export const answerInput = z
  .strictObject({
    choices: z.array(z.string().max(128)).max(15).default([]).describe('ids of the choices that are true'),
    notes: z.string().trim().max(20_000).default(''),
    evidence: z.array(linkSchema).max(50).default([]).describe('links that show it'),
    notApplicable: line(2_000).min(1).nullable().default(null).describe('the reason; the question counts as answered'),
  })
  .meta({ id: 'OrrAnswerInput' });
export type AnswerInput = z.output<typeof answerInput>;

export const riskPatch = z
  .strictObject({
    owner: line(200).nullable().optional(),
    dueDate: z.iso.date().nullable().optional(),
    status: z.enum(RISK_STATUSES).optional(),
    proof: line(2_000).optional().describe('needed to close: what shows it, or why the risk is accepted'),
  })
  .meta({ id: 'OrrRiskPatch' });

export const reviewTransition = z
  .strictObject({ to: z.enum(['draft', 'inReview']) })
  .meta({ id: 'OrrReviewTransition' });
export const reviewDecision = z
  .strictObject({
    decision: z.enum(['approve', 'requestChanges']),
    body: z.string().trim().max(20_000).default(''),
    contentHash: z.string().max(100).describe('of the review as you read it'),
  })
  .meta({ id: 'OrrReviewDecision' });

const person = z.object({ id: z.string(), name: z.string() });
export const reviewSchema = z
  .object({
    id: z.string(),
    version: z.number().int(),
    service: z.string(),
    template: z.object({ id: z.string(), version: z.number().int(), name: z.string(), newest: z.number().int() }),
    status: z.enum(REVIEW_STATUSES),
    contentHash: z.string(),
    pillars: z.array(
      z.object({
        name: z.string(),
        questions: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            description: z.string(),
            choices: z.array(z.object({ id: z.string(), title: z.string(), chosen: z.boolean() })),
            answered: z.boolean(),
            notes: z.string(),
            evidence: z.array(linkSchema),
            notApplicable: z.string().nullable(),
            answeredBy: person.nullable(),
            risk: z.enum([...RISKS, 'UNANSWERED', 'NOT_APPLICABLE']),
          }),
        ),
      }),
    ),
    unanswered: z.array(z.string()),
    actionItems: z.array(
      z.object({
        id: z.string().describe('the question whose risk is open'),
        title: z.string(),
        risk: z.enum(RISKS),
        owner: z.string().nullable(),
        dueDate: z.string().nullable(),
        status: z.enum(RISK_STATUSES),
        proof: z.string(),
      }),
    ),
    decisions: z.array(
      z.object({
        decision: z.enum(['approve', 'requestChanges']),
        body: z.string(),
        at: z.string(),
        by: person,
        stands: z.boolean().describe('false for an approval of content that has changed since'),
      }),
    ),
    createdAt: z.string(),
    createdBy: person,
    updatedAt: z.string(),
  })
  .meta({ id: 'OrrReview' });
export type PresentedReview = z.infer<typeof reviewSchema>;
