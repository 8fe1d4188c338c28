import { z } from 'zod';
import { MEASURES, measuresOf } from './measures.js';
import type { StoredCoe } from './model.js';
import { COE_STATUSES, coeContentSchema } from './schema.js';
import { reviewOf } from './standing.js';

const measureSchema = z.object({ seconds: z.number().nullable(), formula: z.string(), problem: z.string().nullable() });
const measuresSchema = z.object(
  Object.fromEntries(Object.keys(MEASURES).map((name) => [name, measureSchema])) as Record<
    keyof typeof MEASURES,
    typeof measureSchema
  >,
);
const personSchema = z.object({ id: z.string(), name: z.string() });

const computed = {
  id: z.string(),
  number: z.string(),
  version: z.number().int(),
  status: z.enum(COE_STATUSES),
  contentHash: z.string(),
  templateVersion: z.number().int(),
  createdAt: z.string(),
  createdBy: personSchema,
  updatedAt: z.string(),
  updatedBy: personSchema,
  measures: measuresSchema,
};

const peopleSchema = z
  .array(z.object({ written: z.string(), id: z.string(), author: z.boolean() }))
  .describe('whose accounts owner, authors and members name; what names no account gives nobody access');
/** Who was asked, and whose approval stands for exactly this content. */
const reviewFields = {
  reviewers: z.array(personSchema.extend({ drawn: z.boolean() })),
  approvals: z.array(
    z
      .object({
        id: z.string(),
        reviewer: personSchema,
        qualifications: z.array(z.string()),
        contentHash: z.string().describe('the content that was approved'),
        version: z.number().int(),
        at: z.string(),
        slot: z
          .string()
          .nullable()
          .describe('what it filled when the COE was approved; null before, and for one more than needed'),
      })
      .meta({ id: 'Approval' }),
  ),
};

export const readinessCountsSchema = z.object({ blockers: z.number().int(), warnings: z.number().int() });
export type ReadinessCounts = z.infer<typeof readinessCountsSchema>;

/** The whole document as it leaves the service: what people wrote plus what is computed. */
export const coeSchema = z
  .object({
    ...coeContentSchema.shape,
    ...computed,
    ...reviewFields,
    people: peopleSchema,
    readiness: readinessCountsSchema,
  })
  .meta({ id: 'Coe' });

const summaryFields = [
  'title',
  'owner',
  'services',
  'team',
  'severity',
  'tags',
  'environment',
  'restricted',
  'dueAt',
] as const;

/** A COE in a list. */
export const coeSummarySchema = coeContentSchema
  .pick({
    title: true,
    owner: true,
    services: true,
    team: true,
    severity: true,
    tags: true,
    environment: true,
    restricted: true,
    dueAt: true,
  })
  .extend(computed)
  .meta({ id: 'CoeSummary' });

export type PresentedCoe = z.output<typeof coeSchema>;
export type PresentedCoeSummary = z.output<typeof coeSummarySchema>;
/** Readiness belongs to a later room; `compose` passes it in. */
export type ReadinessOf = (coe: StoredCoe) => Promise<ReadinessCounts>;

export async function presentCoe(coe: StoredCoe, readinessOf: ReadinessOf): Promise<PresentedCoe> {
  const readiness = await readinessOf(coe);
  return { ...coe.content, ...computedOf(coe), ...presentReview(coe), people: coe.people, readiness };
}

function presentReview(coe: StoredCoe): Pick<PresentedCoe, 'reviewers' | 'approvals'> {
  const { reviewers, approvals } = reviewOf(coe);
  return {
    reviewers: reviewers.map(({ id, name, drawn }) => ({ id, name, drawn })),
    approvals: approvals.map(({ standsFor: _, ...approval }) => ({ ...approval, slot: approval.slot ?? null })),
  };
}

export function presentSummary(coe: StoredCoe): PresentedCoeSummary {
  const shown = Object.fromEntries(summaryFields.map((field) => [field, coe.content[field]]));
  return { ...shown, ...computedOf(coe) } as PresentedCoeSummary;
}

/** What a list reads from the database: not the long texts. */
export const SUMMARY_PROJECTION = Object.fromEntries([
  ...summaryFields.map((field) => [`content.${field}`, 1]),
  ['content.keyMoments', 1],
  ...['seq', 'number', 'version', 'status', 'contentHash', 'templateVersion'].map((field) => [field, 1]),
  ...['createdAt', 'createdBy', 'updatedAt', 'updatedBy'].map((field) => [field, 1]),
]) as Record<string, 1>;

function computedOf(coe: StoredCoe) {
  return {
    id: coe._id,
    number: coe.number,
    version: coe.version,
    status: coe.status,
    contentHash: coe.contentHash,
    templateVersion: coe.templateVersion,
    createdAt: coe.createdAt,
    createdBy: coe.createdBy,
    updatedAt: coe.updatedAt,
    updatedBy: coe.updatedBy,
    measures: measuresOf(coe.content.keyMoments),
  };
}
