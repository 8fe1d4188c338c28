import type { StoredCoe } from '../coe/model.js';
import type { ActionItem } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import { AppError, notFound } from '../kernel/errors.js';

export type FindActionParts = { store: CoeStore; visible(actor: Actor): Record<string, unknown> };

const MOST_NAMED = 20;

/**
 * An action item by its reference (`COE-1:a1`, or with the COE's id) or by its id alone, among the COEs that the actor may see.
 * @throws AppError notFound; conflict when several COEs have an item of this id
 */
export async function findActionItem(
  { store, visible }: FindActionParts,
  address: string,
  actor: Actor,
): Promise<{ coe: StoredCoe; item: ActionItem }> {
  const [, coe, id] = /^(COE-\d{1,12}|coe_[0-9a-z]+):(.+)$/i.exec(address) ?? [];
  const named = coe === undefined ? null : { $or: [{ number: coe.toUpperCase() }, { _id: coe }] };
  const alone = { 'content.actionItems.id': address };
  const wanted = named === null ? alone : { $or: [alone, { ...named, 'content.actionItems.id': id }] };
  const found = await store.coes
    .find({ $and: [wanted, visible(actor)] })
    .limit(MOST_NAMED)
    .lean<StoredCoe[]>();
  const matches = found.flatMap((each) => {
    const item = each.content.actionItems.find((action) => action.id === address || (named && action.id === id));
    return item ? [{ coe: each, item }] : [];
  });
  const [only, another] = matches;
  if (only === undefined) notFound('action item', address);
  if (another !== undefined) throw ambiguous(address, matches);
  return only;
}

function ambiguous(address: string, matches: readonly { coe: StoredCoe; item: ActionItem }[]): AppError {
  const refs = matches.map(({ coe, item }) => `${coe.number}:${item.id}`);
  return new AppError(
    'conflict',
    `Several COEs have an action item "${address}": name one of them, such as ${refs[0]}.`,
    { extra: { refs } },
  );
}
