import type { ActionItem } from '../coe/schema.js';

/** What is neither done nor cancelled. */
export const UNFINISHED = ['open', 'inProgress'] as const;

/** The UTC day of an instant, as `YYYY-MM-DD`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Overdue from the UTC day after its due date on; a due time counts as its day. Finished items and those without a date never are. */
export function isOverdue({ status, dueDate }: Pick<ActionItem, 'status' | 'dueDate'>, now: Date): boolean {
  return (UNFINISHED as readonly string[]).includes(status) && dueDate !== null && dueDate.slice(0, 10) < dayOf(now);
}
