import { z } from 'zod';
import type { EditCoe } from '../coe/edit.js';
import { type Json, mergePatch } from '../coe/merge-patch.js';
import type { StoredCoe } from '../coe/model.js';
import { type ActionItem, actionItemSchema } from '../coe/schema.js';
import { validationError } from '../http/validate.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import { AppError, notFound } from '../kernel/errors.js';

/** A merge patch of an action item; its id stays. */
export const actionPatchSchema = z
  .record(z.string(), z.unknown())
  .refine((patch) => Object.keys(patch).length > 0, 'The patch is empty: name at least one field.')
  .refine((patch) => !('id' in patch), 'The id of an action item cannot change.')
  .meta({ id: 'ActionItemPatch', description: 'RFC 7396 merge patch of an action item' });

type Change = (item: ActionItem) => ActionItem;
type Changed = { coe: StoredCoe; item: ActionItem };

/**
 * Changes one action item in its COE, as a revision of it. @throws AppError notFound when it was taken out meanwhile; what the change throws;
 * conflict for more than follow-up of a published COE
 */
export async function changeActionItem(
  edit: EditCoe,
  coeId: string,
  id: string,
  actor: Actor,
  event: { type: AuditEvent['type']; note?: string | null },
  change: Change,
): Promise<Changed> {
  const details: Record<string, unknown> = { actionItemId: id };
  const coe = await edit.apply(coeId, actor, { ...event, details }, (content) => {
    const before = content.actionItems.find((item) => item.id === id) ?? notFound('action item', id);
    const after = change(before);
    if (after.status !== before.status) Object.assign(details, { from: before.status, to: after.status });
    return { ...content, actionItems: content.actionItems.map((item) => (item.id === id ? after : item)) };
  });
  return { coe, item: coe.content.actionItems.find((item) => item.id === id) ?? notFound('action item', id) };
}

/** @throws AppError validation naming every bad field */
export const patched =
  (patch: Record<string, unknown>): Change =>
  (item) => {
    const result = actionItemSchema.safeParse(mergePatch(item as unknown as Json, patch as Record<string, Json>));
    if (result.success) return result.data;
    const errors = result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ pointer: `/${key}`, detail: 'An action item has no such field.' }))
        : [{ pointer: `/${issue.path.join('/')}`, detail: issue.message }],
    );
    throw validationError(errors);
  };

/** Done, with what shows it. @throws AppError conflict for what is done or cancelled already */
export const closed =
  (proof: string): Change =>
  (item) => {
    if (item.status === 'done' || item.status === 'cancelled')
      throw new AppError('conflict', `This action item is ${item.status} already; reopen it first.`, {
        extra: { state: item.status },
      });
    return { ...item, status: 'done', proof };
  };

/** Open again; the proof of before stays, for the record. @throws AppError conflict for what is not finished */
export const reopened: Change = (item) => {
  if (item.status !== 'done' && item.status !== 'cancelled')
    throw new AppError('conflict', `This action item is ${item.status}: there is nothing to reopen.`, {
      extra: { state: item.status },
    });
  return { ...item, status: 'open' };
};
