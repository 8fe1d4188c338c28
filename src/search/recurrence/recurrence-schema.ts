import { z } from 'zod';
import { line } from '../../coe/fields.js';
import { ACTION_STATUSES, COE_STATUSES } from '../../coe/schema.js';

const coe = z.object({ id: z.string(), number: z.string(), title: z.string() });
const known = z.number().int().describe('how many members state it');

export const recurrenceSchema = z
  .object({
    id: z.string(),
    name: z.string().describe('given by a person, else made of the words'),
    named: z.boolean().describe('whether a person gave the name'),
    pinned: z.boolean(),
    words: z.array(z.string()).describe('what sets its members apart, from members that you may see'),
    count: z.number().int(),
    services: z.array(z.string()).describe('those that at least two members name, most named first'),
    firstAt: z.string(),
    lastAt: z.string(),
    medianDaysBetween: z.number().nullable(),
    cost: z.object({
      minutes: z.number(),
      minutesKnown: known,
      customersAffected: z.number(),
      customersKnown: known,
    }),
    trend: z
      .object({
        direction: z.enum(['rising', 'steady', 'falling', 'quiet']),
        last12Months: z.number().int(),
        previous12Months: z.number().int(),
      })
      .describe('how often it happened, counted back from now'),
    openPromises: z.number().int().describe('action items of its members that are not finished'),
  })
  .meta({ id: 'Recurrence' });

export const recurrenceMemberSchema = z.object({
  coe,
  status: z.enum(COE_STATUSES),
  severity: z.string().nullable(),
  at: z.string().describe('when its incident began, else when the COE was created'),
  minutes: z.number().nullable(),
  customersAffected: z.number().nullable(),
});

export const recurrenceDetailSchema = recurrenceSchema
  .extend({
    members: z.array(recurrenceMemberSchema).describe('the time line, oldest first'),
    promises: z.array(
      z.object({
        coe,
        actionItem: z.object({
          id: z.string(),
          title: z.string(),
          status: z.enum(ACTION_STATUSES),
          owner: z.string().nullable(),
          dueDate: z.string().nullable(),
          overdue: z.boolean(),
        }),
      }),
    ),
  })
  .meta({ id: 'RecurrenceDetail' });

export const recurrencePairSchema = z
  .object({ coes: z.array(coe).length(2), score: z.number() })
  .meta({ id: 'RecurrencePair' });

export const mergeInput = z.strictObject({
  with: z.array(z.string().max(100)).min(1, 'Name at least one other cluster.').max(50),
});
export const splitInput = z.strictObject({
  coes: z.array(z.string().max(100)).min(1, 'Name at least one COE.').max(1_000).describe('ids or numbers'),
});
export const recurrencePatch = z
  .strictObject({ name: line(200).nullable().optional(), pinned: z.boolean().optional() })
  .refine((patch) => Object.keys(patch).length > 0, 'Give a name, or pinned.');

export type PresentedRecurrence = z.output<typeof recurrenceSchema>;
export type PresentedRecurrenceDetail = z.output<typeof recurrenceDetailSchema>;
export type RecurrenceMember = z.output<typeof recurrenceMemberSchema>;
export type PresentedPair = z.output<typeof recurrencePairSchema>;
