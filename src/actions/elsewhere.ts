import type { Actor } from '../kernel/actor.js';
import type { ActionQuery } from './list-action-items.js';
import type { ListedElsewhere } from './present-action-item.js';

/** What may be told of an action item that is kept outside COEs. */
export type FollowUp = Partial<Pick<ListedElsewhere, 'owner' | 'dueDate' | 'status' | 'proof'>>;

/** Action items that another room keeps, such as the open risks of ORR reviews; `compose` passes them in. */
export type Elsewhere = {
  /** Whether a reference is one of theirs. */
  owns(reference: string): boolean;
  /** All that fit the filters, in no order: they are far fewer than those of COEs. */
  list(query: Omit<ActionQuery, 'limit' | 'cursor'>): Promise<ListedElsewhere[]>;
  /** @throws AppError notFound */
  find(reference: string): Promise<ListedElsewhere>;
  /** @throws AppError notFound; validation */
  change(reference: string, change: FollowUp, actor: Actor): Promise<ListedElsewhere>;
};
