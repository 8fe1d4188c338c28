import { z } from 'zod';
import { line, MAX_TEXT } from '../coe/fields.js';

export const PROPOSAL_STATUSES = ['proposed', 'accepted', 'merged', 'rejected'] as const;

/** The areas that AWS's public ORR sample asks in, and one for the rest. An organisation may use others. */
export const ORR_CATEGORIES = ['architecture', 'releaseQuality', 'eventManagement', 'general'] as const;

const question = line(1_000).min(3, 'Ask something that can be answered with yes or no.');
const category = line(60).min(1);
const guidance = z.string().trim().max(MAX_TEXT).describe('what a good answer shows; Markdown');

/** How bad a missing mechanism is; the risk of a lens. */
export const ORR_SEVERITIES = ['high', 'medium', 'low'] as const;
const severity = z.enum(ORR_SEVERITIES).describe('how bad it is to lack the mechanism');
const risk = z.string().trim().max(2_000).describe('what happens to customers without it');
const webAddress = z
  .url({ protocol: /^https?$/, error: 'An address that begins with https:// or http://.' })
  .max(2_048);
export const linkSchema = z.strictObject({ text: line(500).min(1), url: webAddress.nullable().default(null) });
const helpfulResource = linkSchema.nullable().describe('where to read on');

/** What a reviewer may write: the question by hand, or over a proposal on acceptance. */
export const questionInput = z
  .strictObject({
    question,
    category: category.default('general'),
    guidance: guidance.default(''),
    severity: severity.default('medium'),
    risk: risk.default(''),
    helpfulResource: helpfulResource.default(null),
  })
  .meta({ id: 'OrrQuestionInput' });
const edits = {
  question: question.optional(),
  category: category.optional(),
  guidance: guidance.optional(),
  severity: severity.optional(),
  risk: risk.optional(),
  helpfulResource: helpfulResource.optional(),
};
export const questionEdits = z.strictObject(edits).default({}).meta({ id: 'OrrQuestionEdits' });
const reason = line(2_000).default('');
export const questionChange = z
  .strictObject({ ...edits, retired: z.boolean().optional().describe('no longer asked; its history stays'), reason })
  .meta({ id: 'OrrQuestionChange' });
export const mergeInput = z
  .strictObject({
    questionId: z.string().max(100).optional().describe('absent: the question that the proposal is most like'),
    reason,
  })
  .default({ reason: '' })
  .meta({ id: 'OrrMerge' });
/** A reason helps whoever meets the next proposal of this kind; nobody is held up for want of one. */
export const rejectionInput = z.strictObject({ reason }).default({ reason: '' });
export type QuestionInput = z.output<typeof questionInput>;
export type QuestionEdits = z.output<typeof questionEdits>;
export type QuestionChange = z.output<typeof questionChange>;
export type OrrSeverity = (typeof ORR_SEVERITIES)[number];
export type Link = z.output<typeof linkSchema>;

const person = z.object({ id: z.string(), name: z.string() });
export const originCoeSchema = z.object({ id: z.string(), number: z.string(), title: z.string() });

export const QUESTION_ACTIONS = ['created', 'edited', 'merged', 'retired', 'restored'] as const;
const moreOfQuestion = {
  severity: z.string(),
  risk: z.string(),
  helpfulResource: z.object({ text: z.string(), url: z.string().nullable() }).nullable(),
};

/** The lesson that a question comes from, as it read when the question was proposed. */
export const originSchema = z.object({ coe: originCoeSchema, lessonId: z.string(), lesson: z.string() });

export const proposalSchema = z
  .object({
    id: z.string(),
    status: z.enum(PROPOSAL_STATUSES),
    question: z.string(),
    category: z.string(),
    guidance: z.string(),
    ...moreOfQuestion,
    duplicateOf: z
      .object({ id: z.string(), question: z.string(), score: z.number() })
      .nullable()
      .describe('the question of the library that says the same; to be merged into'),
    ...originSchema.shape,
    others: z
      .array(originSchema)
      .describe('what other COEs of the same recurring problem said, of those the reader may see'),
    recurrenceId: z.string().nullable().describe('the recurring problem that it was drafted from'),
    wordedBy: z.object({
      drafter: z.enum(['rules', 'model']),
      model: z.string().optional(),
      promptVersion: z.string().optional(),
    }),
    reason: z.string().nullable().describe('why it was rejected or merged'),
    questionId: z.string().nullable().describe('the question it became, or was merged into'),
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
    ...moreOfQuestion,
    origin: originSchema.nullable().describe('null when written by hand, or when the reader may not see the COE'),
    origins: z.array(originSchema).describe('every lesson behind it whose COE the reader may see'),
    proposalId: z.string().nullable(),
    version: z.number().int(),
    retired: z.boolean(),
    hits: z.number().int().describe('past COEs that people found it would have caught, of those the reader may see'),
    createdAt: z.string(),
    createdBy: person,
  })
  .meta({ id: 'OrrQuestion' });

export const questionHistorySchema = z.object({
  version: z.number().int(),
  at: z.string(),
  by: person,
  action: z.enum(QUESTION_ACTIONS),
  reason: z.string(),
  before: z.record(z.string(), z.unknown()).nullable().describe('the fields that changed, as they were'),
});

export type PresentedProposal = z.infer<typeof proposalSchema>;
export type PresentedQuestion = z.infer<typeof questionSchema>;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];
