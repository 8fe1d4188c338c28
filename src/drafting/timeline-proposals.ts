import type { TimelineProposal } from '../timeline/derive-timeline.js';
import { keyMomentContent } from './suggestion-content.js';
import type { SuggestionStore } from './suggestions.js';

/** What drafts proposed for timeline and key moments, decided or not, as the timeline's derivation reads it. */
export async function timelineProposals({ suggestions }: SuggestionStore, coeId: string): Promise<TimelineProposal[]> {
  const found = await suggestions
    .find({ coeId, section: { $in: ['timeline', 'keyMoments'] }, status: { $ne: 'superseded' } })
    .sort({ order: 1, createdAt: 1, _id: 1 })
    .lean();
  return found.map(({ _id, draftId, drafter, rule, status, section, content, claims }) => ({
    id: _id,
    draftId,
    drafter,
    rule: rule ?? null,
    status,
    evidenceIds: [...new Set(claims.flatMap(({ evidenceIds }) => evidenceIds))],
    moment: section === 'keyMoments' ? momentOf(content) : null,
  }));
}

function momentOf(content: Record<string, unknown>): TimelineProposal['moment'] {
  const { moment: name, at, from, to, precision, state } = keyMomentContent.parse(content);
  return { name, at, from, to, precision, state };
}
