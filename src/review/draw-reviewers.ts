import { randomInt } from 'node:crypto';
import type { AssignedReviewer, StoredCoe } from '../coe/model.js';
import { reviewOf } from '../coe/standing.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import { type ApprovalRuleStore, neededFor } from './approval-rules.js';
import { fillSlots, fits, type Slot } from './approval-slots.js';
import { type AssignParts, checkOpen, unfit } from './assign-reviewers.js';
import type { Reviewer } from './review-ports.js';

export type DrawParts = AssignParts & {
  rules: ApprovalRuleStore;
  /** A whole number from 0 to below `n`; tests bring their own. */
  random?: (n: number) => number;
};
export type Drawn = { coe: StoredCoe; unfilled: Slot[] };

/**
 * Draws a reviewer for each slot that the asked ones leave open: of those who are qualified, no authors and may see the COE, one of those
 * with the fewest COEs waiting for them, each with equal chance. Slots with the fewest candidates are drawn first.
 */
export async function drawReviewers(parts: DrawParts, coeId: string, actor: Actor): Promise<Drawn> {
  const { store, rules, ports, clock, random = randomInt } = parts;
  const everybody = await ports.reviewers();
  const load = await waiting(store, coeId);
  const { rules: ruleset } = await rules.current();
  const details: Record<string, unknown> = {};
  let unfilled: Slot[] = [];
  const coe = await store.edit(coeId, actor, { type: 'reviewers.drawn', details }, (current) => {
    checkOpen(current);
    const review = reviewOf(current);
    const asked = review.reviewers.flatMap(({ id }) => everybody.find((person) => person.id === id) ?? []);
    const free = everybody.filter(
      (person) => !asked.some(({ id }) => id === person.id) && unfit(ports, person, person.name, current) === null,
    );
    const drawn = draw(openSlots(neededFor(ruleset, current), asked), free, load, random);
    unfilled = openSlots(neededFor(ruleset, current), [...asked, ...drawn]);
    details.reviewers = drawn.map(({ id }) => id);
    const at = clock.now().toISOString();
    const added = drawn.map(
      ({ id, name }): AssignedReviewer => ({ id, name, drawn: true, at, by: { id: actor.id, name: actor.name } }),
    );
    return { content: current.content, review: { ...review, reviewers: [...review.reviewers, ...added] } };
  });
  return { coe, unfilled };
}

const openSlots = (needed: readonly Slot[], people: readonly Reviewer[]): Slot[] =>
  fillSlots(needed, people).flatMap(({ slot, by }) => (by === null ? [slot] : []));

function draw(
  slots: readonly Slot[],
  free: readonly Reviewer[],
  load: ReadonlyMap<string, number>,
  random: (n: number) => number,
): Reviewer[] {
  const candidates = (slot: Slot) => free.filter((person) => fits(person, slot)).length;
  const drawn: Reviewer[] = [];
  for (const slot of [...slots].sort((a, b) => candidates(a) - candidates(b))) {
    const left = free.filter((person) => fits(person, slot) && !drawn.includes(person));
    const least = Math.min(...left.map(({ id }) => load.get(id) ?? 0));
    const equal = left.filter(({ id }) => (load.get(id) ?? 0) === least);
    if (equal.length > 0) drawn.push(equal[random(equal.length)] as Reviewer);
  }
  return drawn;
}

/** How many other COEs in review wait for each person. */
async function waiting(store: CoeStore, coeId: string): Promise<Map<string, number>> {
  const rows = await store.coes.aggregate<{ _id: string; n: number }>([
    { $match: { status: 'inReview', _id: { $ne: coeId }, 'review.reviewers.0': { $exists: true } } },
    { $unwind: '$review.reviewers' },
    { $group: { _id: '$review.reviewers.id', n: { $sum: 1 } } },
  ]);
  return new Map(rows.map(({ _id, n }) => [_id, n]));
}
