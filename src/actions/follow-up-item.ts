import { z } from 'zod';
import { type EditCoe, etagOf } from '../coe/edit.js';
import { dateOrTime, line, MAX_TEXT } from '../coe/fields.js';
import { ACTION_STATUSES } from '../coe/schema.js';
import { parseBody } from '../http/validate.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import { changeActionItem, closed, patched, reopened } from './change-action-item.js';
import type { Elsewhere, FollowUp } from './elsewhere.js';
import { type FindActionParts, findActionItem } from './find-action-item.js';
import { authoriseFollowUp, type FollowUpParts } from './follow-up.js';
import type { BoardItem, BoardParts } from './list-board.js';
import { type ListedElsewhere, presentAction } from './present-action-item.js';

export type FollowUpItemParts = BoardParts & FindActionParts & FollowUpParts & { edit: EditCoe };

/** What happens to one action item of the board; a change that closes carries both. */
export type ItemChange = { patch?: Record<string, unknown>; proof?: string; reopenedBecause?: string };

/**
 * Changes, closes or reopens an action item, wherever it is kept. @returns it as it is now, with the ETag of its COE
 * @throws AppError notFound, forbidden; validation; conflict for a change that its state does not allow
 */
export async function followUpItem(
  parts: FollowUpItemParts,
  reference: string,
  change: ItemChange,
  actor: Actor,
): Promise<{ item: BoardItem; etag: string | null }> {
  if (parts.elsewhere.owns(reference))
    return { item: await changeElsewhere(parts, reference, change, actor), etag: null };
  const { patch = {}, proof, reopenedBecause: reason } = change;
  const found = await findActionItem(parts, reference, actor);
  const fields = [
    ...Object.keys(patch),
    ...(proof === undefined ? [] : ['status', 'proof']),
    ...(reason === undefined ? [] : ['status']),
  ];
  await authoriseFollowUp(parts, actor, found, fields);
  const event =
    reason !== undefined
      ? ({ type: 'actionItem.reopened', note: reason } as const)
      : ({ type: proof === undefined ? 'actionItem.changed' : 'actionItem.closed' } as const);
  const { coe, item } = await changeActionItem(parts.edit, found.coe._id, found.item.id, actor, event, (before) => {
    const after = Object.keys(patch).length === 0 ? before : patched(patch)(before);
    if (reason !== undefined) return reopened(after);
    return proof === undefined ? after : closed(proof)(after);
  });
  return { item: presentAction(item, coe, parts.clock.now()), etag: etagOf(coe) };
}

/** What is kept elsewhere has these four; its title and end state belong to what it came from. */
const elsewherePatch = z.strictObject({
  owner: line(200).nullable().optional(),
  dueDate: dateOrTime.nullable().optional(),
  status: z.enum(ACTION_STATUSES).optional(),
  proof: z.string().trim().max(MAX_TEXT).optional(),
});

async function changeElsewhere(
  { elsewhere }: { elsewhere: Elsewhere },
  reference: string,
  { patch = {}, proof, reopenedBecause }: ItemChange,
  actor: Actor,
): Promise<ListedElsewhere> {
  const { status } = await elsewhere.find(reference);
  const isFinished = status === 'done' || status === 'cancelled';
  if (proof !== undefined && isFinished)
    throw new AppError('conflict', `This action item is ${status} already; reopen it first.`, {
      extra: { state: status },
    });
  if (reopenedBecause !== undefined && !isFinished)
    throw new AppError('conflict', `This action item is ${status}: there is nothing to reopen.`, {
      extra: { state: status },
    });
  const given = Object.fromEntries(
    Object.entries(parseBody(elsewherePatch, patch)).filter(([, value]) => value !== undefined),
  ) as FollowUp;
  const change: FollowUp = {
    ...given,
    ...(proof === undefined ? {} : { status: 'done', proof }),
    ...(reopenedBecause === undefined ? {} : { status: 'open' }),
  };
  return elsewhere.change(reference, change, actor);
}
