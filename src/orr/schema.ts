import { z } from 'zod';
import { line, MAX_TEXT } from '../coe/fields.js';

export const PROPOSAL_STATUSES = ['proposed', 'accepted', 'rejected'] as const;

/** The areas that AWS's public ORR sample asks in, and one for the rest. An organisation may use others. */
export const ORR_CATEGORIES = ['architecture', 'releaseQuality', 'eventManagement', 'general'] as const;

const question = line(1_000).min(3, 'Ask something that can be answered with yes or no.');
const category = line(60).min(1);
const guidance = z.string().trim().max(MAX_TEXT).describe('what a good answer shows; Markdown');

/** What a reviewer may write: the question by hand, or over a proposal on acceptance. */
export const questionInput = z
  .strictObject({ question, category: category.default('general'), guidance: guidance.default('') })
  .meta({ id: 'OrrQuestionInput' });
export const questionEdits = z
  .strictObject({ question: question.optional(), category: category.optional(), guidance: guidance.optional() })
  .default({})
  .meta({ id: 'OrrQuestionEdits' });
/** A reason helps whoever meets the next proposal of this kind; nobody is held up for want of one. */
export const rejectionInput = z.strictObject({ reason: line(2_000).default('') }).default({ reason: '' });
export type QuestionInput = z.output<typeof questionInput>;
export type QuestionEdits = z.output<typeof questionEdits>;

const person = z.object({ id: z.string(), name: z.string() });
const coe = z.object({ id: z.string(), number: z.string(), title: z.string() });

/** The lesson that a question comes from, as it read when the question was proposed. */
export const originSchema = z.object({ coe, lessonId: z.string(), lesson: z.string() });

export const proposalSchema = z
  .object({
    id: z.string(),
    status: z.enum(PROPOSAL_STATUSES),
    question: z.string(),
    category: z.string(),
    guidance: z.string(),
    ...originSchema.shape,
    reason: z.string().nullable().describe('why it was rejected'),
    questionId: z.string().nullable().describe('the question it became'),
    createdAt: z.string(),
    createdBy: person,
    decidedAt: z.string().nullable(),
    decidedBy: person.nullable(),
  })
  .meta({ id: 'OrrProposal' });

export const questionSchema = z
  .object({
    id: z.string(),
    question: z.string(),
    category: z.string(),
    guidance: z.string(),
    origin: originSchema.nullable().describe('null when written by hand, or when the reader may not see the COE'),
    proposalId: z.string().nullable(),
    createdAt: z.string(),
    createdBy: person,
  })
  .meta({ id: 'OrrQuestion' });

export type PresentedProposal = z.infer<typeof proposalSchema>;
export type PresentedQuestion = z.infer<typeof questionSchema>;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];
