import { z } from 'zod';
import { KEY_MOMENTS } from '../kernel/moments.js';
import { dateOrTime, evidenceIds, id, instant, line, lines, markdown } from './fields.js';
import { whySchema } from './why-schema.js';

export const SEVERITIES = ['SEV1', 'SEV2', 'SEV3', 'SEV4', 'SEV5'] as const;
export const COE_STATUSES = ['draft', 'inReview', 'approved', 'published', 'archived'] as const;
export const ACTION_TYPES = ['detect', 'mitigate', 'prevent', 'process'] as const;
export const ACTION_STATUSES = ['open', 'inProgress', 'done', 'cancelled'] as const;
export const MAX_TIMELINE_ENTRIES = 10_000;

export const answerSchema = z.strictObject({ answer: markdown, evidenceIds });

export const keyMomentSchema = z
  .strictObject({
    at: instant.nullable().default(null),
    state: z.enum(['recorded', 'candidate', 'notApplicable']).default('recorded'),
    evidenceIds,
    note: markdown,
  })
  .check((context) => {
    const { at, state } = context.value;
    if (state === 'notApplicable' && at !== null)
      context.issues.push({
        code: 'custom',
        path: ['at'],
        input: at,
        message: 'A moment that is not applicable has no time: leave out "at".',
      });
  });

const keyMomentShape = Object.fromEntries(KEY_MOMENTS.map((moment) => [moment, keyMomentSchema.optional()])) as Record<
  (typeof KEY_MOMENTS)[number],
  z.ZodOptional<typeof keyMomentSchema>
>;

export const timelineEntrySchema = z.strictObject({
  id,
  at: instant,
  end: instant.nullable().default(null),
  precision: z.enum(['second', 'minute', 'day']).default('minute'),
  text: markdown.pipe(z.string().min(1, 'Say what happened.')),
  kind: line(60).default('note'),
  actor: line(200).nullable().default(null),
  evidenceIds,
  hidden: z.boolean().default(false),
});

export const actionItemSchema = z
  .strictObject({
    id,
    title: line(2_000).min(1, 'An action item needs a title.'),
    type: z.enum(ACTION_TYPES).nullable().default(null),
    priority: line(40).nullable().default(null),
    owner: line(200).nullable().default(null),
    dueDate: dateOrTime.nullable().default(null),
    status: z.enum(ACTION_STATUSES).default('open'),
    endState: markdown.describe('the state anyone can check when it is done'),
    whyIds: lines(200),
    citedCoes: lines(200).describe('earlier COEs that called for the same'),
    evidenceIds,
    proof: markdown.describe('what shows that it is done; needed to close'),
    tracker: z
      .strictObject({
        system: line(40),
        key: line(200),
        url: z
          .url({ protocol: /^https?$/ })
          .nullable()
          .default(null),
      })
      .nullable()
      .default(null),
  })
  .check((context) => {
    if (context.value.status === 'done' && context.value.proof.trim() === '')
      context.issues.push({
        code: 'custom',
        path: ['proof'],
        input: context.value.proof,
        message: 'An action item cannot be done without proof: say what shows it (a link, a test, a graph).',
      });
  });

/** A decision of the review meeting, with the action items it became. */
const decisionSchema = z.strictObject({
  id,
  text: markdown.pipe(z.string().min(1, 'Say what was decided.')),
  actionItemIds: lines(100),
});

const factValue = z.union([z.number(), line(500).min(1)]);

/** A number or name of the incident that summary and impact rest on. What departs from the evidence is somebody's statement. */
export const factSchema = z.strictObject({
  id,
  name: line(100).min(1).describe('what it counts or names: customersAffected, errorRate, or your own words'),
  value: factValue,
  unit: line(60).nullable().default(null),
  evidenceIds,
  state: z
    .enum(['recorded', 'rejected'])
    .default('recorded')
    .describe('rejected: kept, so that no draft uses it again'),
  evidenceValue: factValue
    .nullable()
    .default(null)
    .describe('what the evidence says where a person states another value'),
  statedBy: line(200).nullable().default(null).describe('who stated what evidence does not say; kept by the service'),
  statedAt: instant.nullable().default(null),
  note: markdown,
});

const listOf = <T extends z.ZodType<{ id: string }>>(member: T, most: number) =>
  z
    .array(member)
    .max(most, `At most ${most} entries.`)
    .default([])
    .check((context) => {
      const seen = new Set<string>();
      context.value.forEach((entry, index) => {
        if (seen.has(entry.id))
          context.issues.push({
            code: 'custom',
            path: [index, 'id'],
            input: entry.id,
            message: `The id "${entry.id}" occurs twice in this list.`,
          });
        seen.add(entry.id);
      });
    });

/** Everything a person can write in a COE: the body of POST, and what PATCH merges into. Computed fields are in `present.ts`. */
export const coeContentSchema = z
  .strictObject({
    title: line(500).min(1, 'A COE needs a title.'),
    owner: line(200).nullable().default(null),
    authors: lines(200),
    services: lines(200),
    team: line(200).nullable().default(null),
    environment: line(200).nullable().default(null),
    severity: z.enum(SEVERITIES).nullable().default(null),
    tags: lines(100),
    restricted: z.boolean().default(false),
    members: lines(200),
    dueAt: dateOrTime.nullable().default(null),
    meetingDate: dateOrTime.nullable().default(null),
    meetingOutcome: markdown.describe('what the review meeting came to'),
    decisions: listOf(decisionSchema, 200),
    whyWritten: markdown,
    errorBudgetSpent: z.number().min(0).nullable().default(null).describe('percent of the error budget'),
    summary: markdown,
    background: markdown,
    customerImpact: z
      .strictObject({
        text: markdown,
        customersAffected: z.number().min(0).nullable().default(null),
        requestsFailed: z.number().min(0).nullable().default(null),
        minutes: z.number().min(0).nullable().default(null),
        experience: markdown.describe('what customers saw'),
      })
      .prefault({}),
    facts: listOf(factSchema, 1_000),
    whatWentWell: listOf(z.strictObject({ id, text: markdown.pipe(z.string().min(1)), evidenceIds }), 1_000),
    responseAnalysis: z.record(z.string().max(100), answerSchema).default({}),
    postIncidentAnalysis: z.record(z.string().max(100), answerSchema).default({}),
    keyMoments: z.strictObject(keyMomentShape).prefault({}),
    timeline: listOf(timelineEntrySchema, MAX_TIMELINE_ENTRIES),
    fiveWhys: listOf(whySchema, 100),
    lessonsLearned: listOf(
      z.strictObject({
        id,
        text: markdown.pipe(z.string().min(1)),
        broadlyApplicable: z.boolean().default(false),
        evidenceIds,
      }),
      1_000,
    ),
    actionItems: listOf(actionItemSchema, 1_000),
    charts: listOf(
      z.strictObject({
        id,
        title: line(500).min(1),
        metricId: line(300).nullable().default(null),
        alarmThreshold: z.number().nullable().default(null),
        investigationThreshold: z.number().nullable().default(null),
        dataHash: line(100)
          .nullable()
          .default(null)
          .describe('of the points it draws; kept by the service, so that an approval covers them'),
      }),
      100,
    ),
    relatedCoes: lines(200),
  })
  .meta({ id: 'CoeContent' });

export type CoeContent = z.infer<typeof coeContentSchema>;
export type Section = keyof CoeContent;
export type KeyMomentValue = z.infer<typeof keyMomentSchema>;
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
export type CoeFact = z.infer<typeof factSchema>;
export type ActionItem = z.infer<typeof actionItemSchema>;
export const SECTIONS = Object.keys(coeContentSchema.shape) as Section[];
