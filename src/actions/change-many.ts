import { z } from 'zod';
import { dateOrTime, line } from '../coe/fields.js';
import { ACTION_STATUSES } from '../coe/schema.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import type { ActionRoutesParts } from './action-routes.js';
import { findActionItem } from './find-action-item.js';
import { followUpItem } from './follow-up-item.js';

/** What is changed of every chosen item; what is absent stays as it is in each. */
export const manyActionsSchema = z
  .strictObject({
    items: z
      .array(z.string().max(250))
      .min(1, 'Choose at least one action item.')
      .max(200, 'Choose at most 200 action items.'),
    owner: line(200).min(1).optional(),
    dueDate: dateOrTime.optional(),
    status: z.enum(ACTION_STATUSES).optional(),
    proof: z.string().max(200_000).optional(),
  })
  .check(({ value, issues }) => {
    const { items: _, proof, ...changes } = value;
    if (Object.keys(changes).length === 0)
      issues.push({ code: 'custom', path: [], input: null, message: 'Say what to change: owner, due date or status.' });
    if ((value.status === 'done') !== (proof !== undefined))
      issues.push({
        code: 'custom',
        path: ['proof'],
        input: proof,
        message:
          value.status === 'done'
            ? 'Say what shows that all of these are done: a link, a test, a graph.'
            : 'Proof belongs to the status "done".',
      });
  });
export type ManyActions = z.output<typeof manyActionsSchema>;

/** What became of one item: changed, or why not. */
export type ManyResult = { ref: string; title: string | null; problem: string | null };

/**
 * The same change to several action items, one after another: each is a revision of its own COE, and one that fails leaves the others
 * as they are. Faults of the service are thrown; everything that a person can mend is told by item.
 */
export async function changeMany(parts: ActionRoutesParts, change: ManyActions, actor: Actor): Promise<ManyResult[]> {
  const { items, status, proof, ...fields } = change;
  const patch = { ...fields, ...(status === undefined || status === 'done' ? {} : { status }) };
  const results: ManyResult[] = [];
  for (const ref of new Set(items)) {
    let title: string | null = null;
    try {
      title = await titleOf(parts, ref, actor);
      await followUpItem(parts, ref, { patch, ...(proof === undefined ? {} : { proof }) }, actor);
      results.push({ ref, title, problem: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push({ ref, title, problem: error.errors?.[0]?.detail ?? error.message });
    }
  }
  return results;
}

const titleOf = async (parts: ActionRoutesParts, ref: string, actor: Actor): Promise<string> =>
  parts.elsewhere.owns(ref)
    ? (await parts.elsewhere.find(ref)).title
    : (await findActionItem(parts, ref, actor)).item.title;
