import type { ReviewState, Slot, StoredApproval } from '../coe/model.js';
import { QUALIFICATIONS } from '../kernel/actor.js';
import type { Reviewer } from './review-ports.js';

export const SLOTS = ['reviewer', ...QUALIFICATIONS] as const satisfies readonly Slot[];
export type { Slot };

type Person = { id: string; qualifications: readonly string[] };
export type FilledSlot<P extends Person> = { slot: Slot; by: P | null };

/** Whether a person can fill a slot. */
export const fits = ({ qualifications }: Pick<Person, 'qualifications'>, slot: Slot): boolean =>
  slot === 'reviewer' || qualifications.includes(slot);

/**
 * Gives each slot a person of its own, as many slots as can be filled: a bar raiser who is also a director fills one of the two, whichever
 * leaves the other to somebody else. (Maximum bipartite matching by augmenting paths, Kuhn 1955.) Deterministic: earlier people first.
 */
export function fillSlots<P extends Person>(slots: readonly Slot[], people: readonly P[]): FilledSlot<P>[] {
  const once = [...new Map(people.map((person) => [person.id, person])).values()];
  const taken: (P | null)[] = slots.map(() => null);
  const place = (person: P, tried: Set<number>): boolean => {
    for (const [index, slot] of slots.entries()) {
      if (tried.has(index) || !fits(person, slot)) continue;
      tried.add(index);
      const before = taken[index] ?? null;
      if (before !== null && !place(before, tried)) continue;
      taken[index] = person;
      return true;
    }
    return false;
  };
  for (const person of once) place(person, new Set());
  return slots.map((slot, index) => ({ slot, by: taken[index] ?? null }));
}

/** The approvals of a COE as people with what they held when they approved. */
export const approvers = (approvals: readonly StoredApproval[]) =>
  approvals.map(({ reviewer, qualifications }) => ({ ...reviewer, qualifications }));

/**
 * The approvals that count while slots are still open: what their givers held then and hold still. Who is no active reviewer any more fills no
 * slot, who lost a qualification fills it no longer, and what was granted since fills one only once they approve again. Once a COE is approved
 * its slots are kept as they were filled.
 * @param reviewers everybody who may review now
 */
export function approversNow(
  { approvals }: Pick<ReviewState, 'approvals'>,
  reviewers: readonly Reviewer[],
): ReturnType<typeof approvers> {
  const held = new Map(reviewers.map(({ id, qualifications }) => [id, new Set<string>(qualifications)]));
  return approvers(approvals).flatMap((person) => {
    const now = held.get(person.id);
    return now ? [{ ...person, qualifications: person.qualifications.filter((each) => now.has(each)) }] : [];
  });
}

/** The approvals of a COE that is approved now, each with what it fills: kept, since the rules of next year are not those it was given under. */
export const withSlots = (
  approvals: readonly StoredApproval[],
  slots: readonly FilledSlot<Person>[],
): StoredApproval[] =>
  approvals.map((approval) => ({
    ...approval,
    slot: slots.find(({ by }) => by?.id === approval.reviewer.id)?.slot ?? null,
  }));

const WORDS: Record<Slot, string> = { reviewer: 'a reviewer', barRaiser: 'a bar raiser', director: 'a director' };

/** "a bar raiser and a director". */
export const slotWords = (slots: readonly Slot[]): string => slots.map((slot) => WORDS[slot]).join(' and ');
