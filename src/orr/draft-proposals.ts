import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { categoryOf } from './category-of.js';
import { questionOf } from './question-of.js';
import { type OrrStore, proposalIdOf, type StoredProposal } from './store.js';

export type DraftedProposals = { proposals: StoredProposal[]; alreadyProposed: number };

/**
 * One proposed question for each broadly applicable lesson of a COE that has none yet. Drafting again proposes only for lessons that are new, and
 * a rejected one is not proposed again. @throws AppError notFound
 */
export async function draftProposals(
  parts: { coes: Pick<CoeStore, 'byId'>; store: OrrStore; clock: Clock },
  coeId: string,
  actor: Actor,
): Promise<DraftedProposals> {
  const { content } = await parts.coes.byId(coeId);
  const { services, owner, authors, members } = content;
  const people = [...(owner === null ? [] : [owner]), ...authors, ...members];
  const drafted: DraftedProposals = { proposals: [], alreadyProposed: 0 };
  for (const lesson of content.lessonsLearned.filter(({ broadlyApplicable }) => broadlyApplicable)) {
    const question = questionOf(lesson.text, { services, people });
    const proposal: StoredProposal = {
      _id: proposalIdOf(coeId, lesson.id),
      coeId,
      lessonId: lesson.id,
      lesson: lesson.text,
      question,
      category: categoryOf(question),
      guidance: '',
      status: 'proposed',
      reason: null,
      questionId: null,
      createdAt: parts.clock.now().toISOString(),
      createdBy: { id: actor.id, name: actor.name },
      decidedAt: null,
      decidedBy: null,
    };
    if (await parts.store.insertProposal(proposal)) drafted.proposals.push(proposal);
    else drafted.alreadyProposed += 1;
  }
  return drafted;
}
