import { z } from 'zod';
import type { StoredCoe } from '../coe/model.js';
import { reviewOf, wroteIn } from '../coe/standing.js';
import type { CoeStore } from '../coe/store.js';
import { validationError } from '../http/validate.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import type { Reviewer, ReviewPorts } from './review-ports.js';

export const reviewersSchema = z
  .strictObject({
    reviewers: z.array(z.string().trim().min(1).max(200)).max(50).describe('ids or names of users; replaces the list'),
  })
  .meta({ id: 'Reviewers' });

export type AssignParts = {
  store: CoeStore;
  clock: Clock;
  ports: Pick<ReviewPorts, 'reviewers' | 'isAuthor' | 'canSee'>;
};

/**
 * Asks these people for a review, and nobody else. @throws AppError validation naming everyone who is unknown, may not review, is an author, or
 * may not see the COE; conflict when archived
 */
export async function assignReviewers(
  parts: AssignParts,
  coeId: string,
  actor: Actor,
  wanted: readonly string[],
): Promise<StoredCoe> {
  const { store, clock, ports } = parts;
  const everybody = await ports.reviewers();
  const byKey = new Map(everybody.flatMap((person) => [[person.name, person] as const, [person.id, person] as const]));
  const details: Record<string, unknown> = {};
  return store.edit(coeId, actor, { type: 'reviewers.assigned', details }, (current) => {
    checkOpen(current);
    const errors = wanted.flatMap((key, index) => {
      const why = unfit(ports, byKey.get(key), key, current);
      return why === null ? [] : [{ pointer: `/reviewers/${index}`, detail: why }];
    });
    if (errors.length > 0) throw validationError(errors);
    const review = reviewOf(current);
    const known = new Map(review.reviewers.map((reviewer) => [reviewer.id, reviewer]));
    const chosen = [...new Map(wanted.map((key) => [byKey.get(key)?.id, byKey.get(key) as Reviewer])).values()];
    const at = clock.now().toISOString();
    const by = { id: actor.id, name: actor.name };
    const reviewers = chosen.map(({ id, name }) => known.get(id) ?? { id, name, drawn: false, at, by });
    details.reviewers = reviewers.filter(({ id }) => !known.has(id)).map(({ id }) => id);
    return { content: current.content, review: { ...review, reviewers } };
  });
}

/** Somebody as policies see them. */
export const asActor = (person: Reviewer): Actor => ({ ...person, scope: 'read', via: 'session' });

/** Why somebody cannot be asked, or null. */
export function unfit(
  ports: Pick<ReviewPorts, 'isAuthor' | 'canSee'>,
  person: Reviewer | undefined,
  key: string,
  coe: StoredCoe,
): string | null {
  if (!person) return `"${key}" is no active user who may review.`;
  if (ports.isAuthor(asActor(person), coe)) return `${person.name} is an author of ${coe.number}.`;
  if (wroteIn(coe, person)) return `${person.name} wrote in ${coe.number}.`;
  if (!ports.canSee(asActor(person), coe))
    return `${person.name} may not see ${coe.number}: add them to its members first.`;
  return null;
}

/** @throws AppError conflict */
export function checkOpen({ number, status }: StoredCoe): void {
  if (status === 'archived') throw new AppError('conflict', `${number} is archived.`, { extra: { state: status } });
}
