import { z } from 'zod';
import { listedActionSchema } from '../actions/present-action-item.js';
import { readinessCountsSchema } from '../coe/present.js';
import { COE_STATUSES } from '../coe/schema.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { renderPdf } from '../report/pdf.js';
import type { OpsReviewStore } from './ops-review-store.js';
import { type PacketPorts, packetFor } from './packet.js';
import { packetMarkdown } from './packet-markdown.js';
import { nextMeeting, type Schedule, scheduleSchema } from './schedule.js';
import type { ScheduleStore } from './schedule-store.js';

const person = z.object({ id: z.string(), name: z.string() });
const head = {
  id: z.string(),
  weekOf: z.string().describe('its Monday'),
  createdAt: z.string(),
  createdBy: person,
  prepared: z.boolean().describe('made by the schedule, and opened by nobody yet'),
};
const scheduledSchema = z
  .object({
    ...scheduleSchema.shape,
    next: z
      .object({ at: z.string(), readyAt: z.string() })
      .nullable()
      .describe('the next meeting, and when its packet is ready'),
  })
  .meta({ id: 'ScheduledOpsReview' });
const packetSchema = z
  .object({
    ...head,
    until: z.string().describe('the Monday after it'),
    coes: z.array(
      z.object({
        id: z.string(),
        number: z.string(),
        title: z.string(),
        status: z.enum(COE_STATUSES),
        severity: z.string().nullable(),
        owner: z.string().nullable(),
        services: z.array(z.string()),
        meetingDate: z.string().nullable(),
        reason: z
          .enum(['meeting', 'waiting', 'new'])
          .describe('its meeting is this week; it waits for review without a date; it was begun this week'),
        openComments: z.number().int(),
        readiness: readinessCountsSchema,
        missingApprovals: z.array(z.string()),
        promises: z.array(
          z.object({
            coe: z.string(),
            title: z.string(),
            status: z.string(),
            owner: z.string().nullable(),
            dueDate: z.string().nullable(),
            strength: z.enum(['alert', 'question']),
          }),
        ),
      }),
    ),
    overdueActions: z.array(listedActionSchema),
  })
  .meta({ id: 'OpsReview' });

export const newOpsReviewSchema = z
  .strictObject({ weekOf: z.iso.date('Any day of the week, such as 2026-01-31.') })
  .meta({ id: 'NewOpsReview' });

export type OpsReviewParts = PacketPorts & { reviews: OpsReviewStore; schedules: ScheduleStore; clock: Clock };

/** The weekly operations review and its packet. */
export function opsReviewRoutes(parts: OpsReviewParts): Endpoint[] {
  const { reviews, schedules, clock } = parts;
  const params = z.object({ id: z.string().max(100) });
  const packet = async (id: string, actor: Actor) => packetFor(parts, await reviews.byId(id), actor);
  const shared = { tag: 'Operations review', action: 'opsReview.read' } as const;
  return [
    endpoint({
      ...shared,
      method: 'get',
      path: '/ops-reviews',
      summary: 'The latest operations reviews, newest week first',
      responses: { 200: { description: 'Up to 100', schema: z.object({ items: z.array(z.object(head)) }) } },
      async handle() {
        return { status: 200, body: { items: await reviews.latest(100) } };
      },
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/ops-reviews',
      action: 'opsReview.open',
      summary: 'Open the operations review of a week; a second call finds the same one',
      body: newOpsReviewSchema,
      responses: {
        200: { description: 'It was there', schema: packetSchema },
        201: { description: 'It is open now, by you; it may have been prepared before', schema: packetSchema },
      },
      async handle({ body, actor }) {
        const { review, isNew } = await reviews.open(body.weekOf, actor);
        return {
          status: isNew ? 201 : 200,
          body: await packetFor(parts, review, actor),
          headers: { Location: `/api/v1/ops-reviews/${review.id}` },
        };
      },
    }),
    endpoint({
      ...shared,
      method: 'get',
      path: '/ops-reviews/schedule',
      summary: 'When the weekly meeting is, and from when its packet is ready',
      responses: { 200: { description: 'The schedule', schema: scheduledSchema } },
      async handle() {
        return { status: 200, body: scheduled(await schedules.current(), clock.now()) };
      },
    }),
    endpoint({
      ...shared,
      method: 'put',
      path: '/ops-reviews/schedule',
      action: 'opsReview.schedule',
      summary: 'Say when the weekly meeting is, and how long before it the packet is made',
      body: scheduleSchema,
      responses: { 200: { description: 'The schedule', schema: scheduledSchema } },
      async handle({ body, actor }) {
        await schedules.change(body, actor);
        return { status: 200, body: scheduled(body, clock.now()) };
      },
    }),
    endpoint({
      ...shared,
      method: 'get',
      path: '/ops-reviews/{id}',
      summary: 'The COEs of a week with open comments, readiness, promises, and what is overdue',
      description:
        'Read anew each time, with your eyes: a restricted COE is there only for those who are listed on it.',
      params,
      responses: { 200: { description: 'The packet', schema: packetSchema } },
      async handle({ params: { id }, actor }) {
        return { status: 200, body: await packet(id, actor) };
      },
    }),
    endpoint({
      ...shared,
      method: 'get',
      path: '/ops-reviews/{id}/packet.md',
      summary: 'The packet as Markdown',
      params,
      responses: { 200: { description: 'The packet', contentType: 'text/markdown; charset=utf-8' } },
      async handle({ params: { id }, actor }) {
        const contentType = 'text/markdown; charset=utf-8';
        return { status: 200, raw: { contentType, data: packetMarkdown(await packet(id, actor)) } };
      },
    }),
    endpoint({
      ...shared,
      method: 'get',
      path: '/ops-reviews/{id}/packet.pdf',
      summary: 'The packet as PDF',
      params,
      responses: { 200: { description: 'The packet', contentType: 'application/pdf' } },
      async handle({ params: { id }, actor }) {
        const made = await packet(id, actor);
        const title = `Operations review, week of ${made.weekOf}`;
        const options = { title, watermark: '', createdAt: new Date(made.createdAt) };
        return {
          status: 200,
          raw: { contentType: 'application/pdf', data: await renderPdf(packetMarkdown(made), options) },
          headers: { 'Content-Disposition': `inline; filename="${made.id}.pdf"` },
        };
      },
    }),
  ];
}

/** A schedule with what follows from it now. */
export function scheduled(schedule: Schedule, now: Date): z.output<typeof scheduledSchema> {
  if (!schedule.enabled) return { ...schedule, next: null };
  const { at, readyAt } = nextMeeting(schedule, now);
  return { ...schedule, next: { at: at.toISOString(), readyAt: readyAt.toISOString() } };
}
