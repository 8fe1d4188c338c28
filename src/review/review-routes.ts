import { z } from 'zod';
import { type EditCoe, etagOf } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import { listRevisions, type Revision } from '../coe/revisions.js';
import { coeParams } from '../coe/routes.js';
import { COE_STATUSES } from '../coe/schema.js';
import { reviewOf } from '../coe/standing.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import type { Clock } from '../kernel/clock.js';
import { invalid } from '../kernel/errors.js';
import { type ApprovalRuleStore, approvalRulesSchema } from './approval-rules.js';
import { SLOTS } from './approval-slots.js';
import { assignReviewers, reviewersSchema } from './assign-reviewers.js';
import { drawReviewers } from './draw-reviewers.js';
import type { LookStore } from './looks.js';
import { newDecisionSchema, recordDecision } from './record-decision.js';
import { DECISIONS, newReviewSchema, reviewCoe } from './review-coe.js';
import type { ReviewPorts } from './review-ports.js';
import { type ReviewView, reviewView } from './review-state.js';
import { transitionCoe, transitionSchema } from './transition-coe.js';

export type ReviewRoutesParts = {
  store: CoeStore;
  edit: EditCoe;
  rules: ApprovalRuleStore;
  looks: LookStore;
  clock: Clock;
  ports: ReviewPorts;
  /** The whole document, as GET /coes/{coe} answers it. */
  present(coe: StoredCoe): Promise<unknown>;
  coeSchema: z.ZodType;
};

const person = z.object({ id: z.string(), name: z.string() });
const slot = z.enum(SLOTS);
const standing = {
  status: z.enum(COE_STATUSES),
  version: z.number().int(),
  contentHash: z.string(),
};
const decisionSchema = z
  .object({
    decision: z.enum(DECISIONS),
    body: z.string(),
    reviewer: person,
    at: z.string(),
    version: z.number().int().describe('the revision that the decision made'),
    contentHash: z.string().nullable().describe('the content that was judged'),
    stands: z.boolean().describe('an approval that no later edit or decision has voided'),
  })
  .meta({ id: 'Review' });
const stateSchema = z
  .object({
    coe: z.object({ id: z.string(), number: z.string(), ...standing }),
    slots: z.array(z.object({ slot, by: person.nullable() })).describe('approvals needed, and who gave them'),
    notCounted: z
      .array(person)
      .describe(
        'whose approval counts for less than when it was given: no active reviewer any more, or a qualification was withdrawn',
      ),
    reviewers: z.array(person.extend({ drawn: z.boolean() })).describe('who was asked'),
    mayDecide: z.boolean().describe('whether you may approve it or request changes now'),
    ways: z.array(z.object({ to: z.enum(COE_STATUSES), name: z.string() })).describe('transitions you may make'),
    look: z
      .object({ version: z.number().int(), at: z.string() })
      .nullable()
      .describe('your last look: a decision of yours, or what you marked as read'),
    changes: z
      .array(
        z.object({
          section: z.string(),
          before: z.unknown(),
          after: z.unknown(),
          words: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
        }),
      )
      .nullable()
      .describe('what changed since your last look, by section, word by word; null before the first look'),
  })
  .meta({ id: 'ReviewState' });
const rulesSchema = z.object({
  version: z.number().int(),
  rules: approvalRulesSchema,
  changedAt: z.string().nullable(),
  changedBy: person.nullable(),
});

const TYPES = { 'review.approved': 'approve', 'review.changesRequested': 'requestChanges' } as const;

/** Lifecycle, reviewers, decisions. */
export function reviewRoutes(parts: ReviewRoutesParts): Endpoint[] {
  const { store, edit, rules, looks, present, coeSchema } = parts;
  const whole = async (coe: StoredCoe) => ({
    status: 200,
    body: await present(coe),
    headers: { ETag: etagOf(coe) },
  });
  const document = { 200: { description: 'The COE as it is now', schema: coeSchema } };
  const shared = { tag: 'Review', params: coeParams } as const;

  return [
    endpoint({
      ...shared,
      method: 'post',
      path: '/coes/{coe}/transitions',
      action: 'coe.transition',
      summary: 'Change the state of a COE',
      description:
        'draft → inReview → approved → published, back to draft, and archived (docs/lifecycle.md). A rival that was faster answers 409 with the state it made.',
      body: transitionSchema,
      responses: document,
      async handle({ coeId, body, actor, activity }) {
        activity.to = body.to;
        return whole(await transitionCoe(parts, coeId, actor, body));
      },
    }),
    endpoint({
      ...shared,
      method: 'get',
      path: '/coes/{coe}/review',
      action: 'coe.read',
      summary: 'How the review stands, and what changed since your last look',
      responses: { 200: { description: 'The review as you see it', schema: stateSchema } },
      async handle({ coeId, actor }) {
        return { status: 200, body: presentView(await reviewView(parts, coeId, actor)) };
      },
    }),
    endpoint({
      ...shared,
      method: 'get',
      path: '/coes/{coe}/reviews',
      action: 'coe.read',
      summary: 'Decisions of reviewers, newest first',
      query: z.strictObject(pageQuery),
      responses: { 200: { description: 'A page', schema: pageOf(decisionSchema) } },
      async handle({ coeId, query }) {
        const standing = standingVersions(await store.byId(coeId));
        const page = await listRevisions(store, coeId, query, Object.keys(TYPES));
        return {
          status: 200,
          body: { items: page.items.map((row) => presentDecision(row, standing)), nextCursor: page.nextCursor },
        };
      },
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/coes/{coe}/reviews',
      action: 'coe.review',
      summary: 'Approve this content, or request changes',
      description:
        'An approval is bound to the contentHash that you send: when the content is another by now, the answer is 409. The last approval needed makes the COE approved.',
      body: newReviewSchema,
      responses: {
        201: { description: 'The decision', schema: decisionSchema.extend({ coe: stateSchema.shape.coe }) },
      },
      async handle({ coeId, body, actor, activity }) {
        activity.decision = body.decision;
        const coe = await reviewCoe(parts, coeId, actor, body);
        const mine = reviewOf(coe).approvals.find(({ reviewer }) => reviewer.id === actor.id);
        return {
          status: 201,
          body: {
            decision: body.decision,
            body: body.body,
            reviewer: { id: actor.id, name: actor.name },
            at: mine?.at ?? coe.updatedAt,
            version: mine?.version ?? coe.version,
            contentHash: mine?.contentHash ?? coe.contentHash,
            stands: mine !== undefined,
            coe: presentCoeLine(coe),
          },
          headers: { ETag: etagOf(coe) },
        };
      },
    }),
    endpoint({
      ...shared,
      method: 'put',
      path: '/coes/{coe}/reviewers',
      action: 'coe.assignReviewers',
      summary: 'Ask these people for a review',
      body: reviewersSchema,
      responses: document,
      async handle({ coeId, body, actor }) {
        return whole(await assignReviewers(parts, coeId, actor, body.reviewers));
      },
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/coes/{coe}/reviewers/draw',
      action: 'coe.assignReviewers',
      summary: 'Draw reviewers at random for the slots that are still open',
      description:
        'From those who are qualified, no authors and may see the COE; of these, from those with the fewest COEs waiting for them.',
      responses: {
        200: {
          description: 'Who is asked now, and the slots for which nobody was found',
          schema: z.object({ reviewers: z.array(person.extend({ drawn: z.boolean() })), unfilled: z.array(slot) }),
        },
      },
      async handle({ coeId, actor }) {
        const { coe, unfilled } = await drawReviewers(parts, coeId, actor);
        return { status: 200, body: { reviewers: presentReviewers(coe), unfilled }, headers: { ETag: etagOf(coe) } };
      },
    }),
    endpoint({
      ...shared,
      method: 'put',
      path: '/coes/{coe}/look',
      action: 'coe.look',
      summary: 'Mark a version as read; GET /coes/{coe}/review shows what changed since',
      body: z.strictObject({ version: z.number().int().min(1) }),
      responses: { 204: { description: 'Remembered' } },
      async handle({ coeId, body, actor }) {
        const { version } = await store.byId(coeId);
        if (body.version > version) invalid('/version', `The COE is at version ${version}.`);
        await looks.remember(coeId, actor.id, body.version);
        return { status: 204 };
      },
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/coes/{coe}/decisions',
      action: 'coe.edit',
      summary: 'Record a decision of the review meeting, with the action item that it becomes',
      body: newDecisionSchema,
      responses: { 201: document[200] },
      async handle({ coeId, body, actor }) {
        return { ...(await whole(await recordDecision(edit, coeId, actor, body))), status: 201 };
      },
    }),
    endpoint({
      method: 'get',
      path: '/approval-rules',
      action: 'approvalRules.read',
      tag: 'Review',
      summary: 'Which approvals a COE needs, by severity',
      responses: { 200: { description: 'The rules', schema: rulesSchema } },
      async handle() {
        return { status: 200, body: await rules.current() };
      },
    }),
    endpoint({
      method: 'put',
      path: '/approval-rules',
      action: 'approvalRules.change',
      tag: 'Review',
      summary: 'Change which approvals are needed; COEs that are approved stay so',
      body: z.strictObject({ rules: approvalRulesSchema }),
      responses: { 200: { description: 'The new rules', schema: rulesSchema } },
      async handle({ body, actor }) {
        return { status: 200, body: await rules.change(body.rules, actor) };
      },
    }),
  ];
}

const presentReviewers = (coe: StoredCoe) =>
  reviewOf(coe).reviewers.map(({ id, name, drawn }) => ({ id, name, drawn }));

const presentCoeLine = ({ _id, number, status, version, contentHash }: StoredCoe) => ({
  id: _id,
  number,
  status,
  version,
  contentHash,
});

export function presentView({ coe, ...view }: ReviewView): z.output<typeof stateSchema> {
  return { coe: presentCoeLine(coe), reviewers: presentReviewers(coe), ...view };
}

const standingVersions = (coe: StoredCoe) => new Set(reviewOf(coe).approvals.map(({ version }) => version));

export type Decision = z.output<typeof decisionSchema>;

export function presentDecision(row: Revision, standing: ReadonlySet<number>): Decision {
  const { n: version, actor: reviewer, at, note, contentHash, type } = row;
  const decision = TYPES[type as keyof typeof TYPES];
  return { decision, body: note ?? '', reviewer, at, version, contentHash, stands: standing.has(version) };
}

/** The decisions on a COE for a screen, newest first. */
export async function decisionsOf(store: CoeStore, coe: StoredCoe, limit: number): Promise<Decision[]> {
  const { items } = await listRevisions(store, coe._id, { limit }, Object.keys(TYPES));
  return items.map((row) => presentDecision(row, standingVersions(coe)));
}
