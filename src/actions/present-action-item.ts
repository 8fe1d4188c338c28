import { z } from 'zod';
import type { StoredCoe } from '../coe/model.js';
import { type ActionItem, actionItemSchema } from '../coe/schema.js';
import { isOverdue } from './overdue.js';

/** An action item outside its COE: what it promises, where it was promised, and whether it is late. */
export const listedActionSchema = z
  .object({
    ...actionItemSchema.shape,
    ref: z.string().describe('names it among all COEs, such as COE-1:a1; the id alone does where it is unique'),
    overdue: z.boolean().describe('unfinished on a UTC day after its due date'),
    coe: z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      status: z.string(),
      severity: z.string().nullable(),
      services: z.array(z.string()),
    }),
    decision: z
      .object({ id: z.string(), text: z.string() })
      .nullable()
      .describe('the decision of the review meeting that it came from'),
  })
  .meta({ id: 'ListedActionItem' });

/** An action item that no COE holds: the open risk of an ORR review. */
export const listedElsewhereSchema = listedActionSchema
  .extend({
    coe: z.null(),
    orrReview: z
      .object({ id: z.string(), service: z.string(), template: z.string() })
      .describe('the review whose answer left the risk open'),
  })
  .meta({ id: 'ListedOrrRisk' });
export type ListedElsewhere = z.output<typeof listedElsewhereSchema>;

/** One row of the board. */
export const boardItemSchema = z.union([listedActionSchema, listedElsewhereSchema]);

export type ListedAction = z.output<typeof listedActionSchema>;

/** What a listed item needs of its COE. */
export type ActionCoe = Pick<StoredCoe, '_id' | 'number' | 'status'> & {
  content: Pick<StoredCoe['content'], 'title' | 'severity' | 'services'> &
    Partial<Pick<StoredCoe['content'], 'decisions'>>;
};

export function presentAction(item: ActionItem, coe: ActionCoe, now: Date): ListedAction {
  const { title, severity, services, decisions = [] } = coe.content;
  const decision = decisions.find(({ actionItemIds }) => actionItemIds.includes(item.id));
  return {
    ...item,
    ref: `${coe.number}:${item.id}`,
    overdue: isOverdue(item, now),
    coe: { id: coe._id, number: coe.number, title, status: coe.status, severity, services },
    decision: decision ? { id: decision.id, text: decision.text } : null,
  };
}
