import type { Drafter } from '../drafter.js';
import type { SuggestionSection } from '../section-rule.js';
import type { SuggestionStore } from '../suggestions.js';

/** What became of the suggestions of one section, drafter and version of the prompts; `rate` counts what was decided on only. */
export type Acceptance = {
  section: SuggestionSection;
  drafter: Drafter;
  model: string | null;
  promptVersion: string | null;
  accepted: number;
  /** Of the accepted, those whose words a person changed first. */
  edited: number;
  rejected: number;
  pending: number;
  rate: number | null;
};

type Group = { _id: Pick<Acceptance, 'section' | 'drafter' | 'model' | 'promptVersion'> } & Pick<
  Acceptance,
  'accepted' | 'edited' | 'rejected' | 'pending'
>;

/** Counts over all COEs; superseded suggestions were never decided on and are left out. */
export async function acceptanceOf({ suggestions }: SuggestionStore): Promise<Acceptance[]> {
  const isStatus = (status: string) => ({ $eq: ['$status', status] });
  const countIf = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
  const groups = await suggestions.aggregate<Group>([
    { $match: { status: { $ne: 'superseded' } } },
    {
      $group: {
        _id: {
          section: '$section',
          drafter: '$drafter',
          model: { $ifNull: ['$origin.model', null] },
          promptVersion: { $ifNull: ['$origin.promptVersion', null] },
        },
        accepted: countIf(isStatus('accepted')),
        edited: countIf({ $and: [isStatus('accepted'), { $eq: ['$edited', true] }] }),
        rejected: countIf(isStatus('rejected')),
        pending: countIf(isStatus('pending')),
      },
    },
    { $sort: { _id: 1 } },
  ]);
  return groups.map(({ _id, accepted, edited, rejected, pending }) => ({
    ..._id,
    accepted,
    edited,
    rejected,
    pending,
    rate: accepted + rejected === 0 ? null : accepted / (accepted + rejected),
  }));
}
