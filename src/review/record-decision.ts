import { z } from 'zod';
import type { EditCoe } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import { actionItemSchema } from '../coe/schema.js';
import type { Actor } from '../kernel/actor.js';
import { newId } from '../kernel/ids.js';

const { title, type, priority, owner, dueDate, endState } = actionItemSchema.shape;

export const newDecisionSchema = z
  .strictObject({
    text: z.string().trim().min(1, 'Say what was decided.').max(20_000),
    actionItem: z
      .strictObject({ title, type, priority, owner, dueDate, endState })
      .nullable()
      .default(null)
      .describe('the action item that the decision becomes'),
  })
  .meta({ id: 'NewDecision' });

/**
 * Records a decision of the review meeting. With an action item both are written at once and the decision names it; a new promise is content,
 * so approvals fall and a published COE has to be taken back first.
 * @throws AppError conflict, validation
 */
export function recordDecision(
  edit: EditCoe,
  coeId: string,
  actor: Actor,
  { text, actionItem }: z.output<typeof newDecisionSchema>,
): Promise<StoredCoe> {
  const [decisionId, itemId] = [newId('dec'), newId('act')];
  const details = { decisionId, ...(actionItem ? { actionItemId: itemId } : {}) };
  return edit.apply(coeId, actor, { type: 'decision.recorded', details }, (content) => ({
    ...content,
    decisions: [...content.decisions, { id: decisionId, text, actionItemIds: actionItem ? [itemId] : [] }],
    actionItems: actionItem
      ? [...content.actionItems, actionItemSchema.parse({ ...actionItem, id: itemId })]
      : content.actionItems,
  }));
}
