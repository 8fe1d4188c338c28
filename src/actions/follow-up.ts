import type { StoredCoe } from '../coe/model.js';
import type { ActionItem } from '../coe/schema.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';

/** What the owner of an action item may tell of it without being a writer of the COE. */
const OWNERS = new Set(['status', 'proof']);

export type FollowUpParts = {
  /** Asks the policy table about one COE. @throws AppError notFound, forbidden */
  authoriseCoe(actor: Actor, action: string, coeId: string): Promise<unknown>;
  /** Whose account a written name is. */
  findPeople(written: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

/**
 * Whoever may edit the COE changes its action items; the owner of an item, who often is in another team, its status and proof.
 * @param fields of the item that are to change
 * @throws AppError notFound, forbidden
 */
export async function authoriseFollowUp(
  { authoriseCoe, findPeople }: FollowUpParts,
  actor: Actor,
  { coe, item }: { coe: StoredCoe; item: ActionItem },
  fields: readonly string[],
): Promise<void> {
  try {
    await authoriseCoe(actor, 'coe.edit', coe._id);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'forbidden' || item.owner === null) throw error;
    if ((await findPeople([item.owner])).get(item.owner) !== actor.id) throw error;
    const others = fields.filter((field) => !OWNERS.has(field));
    if (others.length > 0)
      throw new AppError(
        'forbidden',
        `As the owner of this action item you may change its status and proof; ${others.join(', ')} is for those who write ${coe.number}.`,
      );
    await authoriseCoe(actor, 'coe.read', coe._id);
  }
}
