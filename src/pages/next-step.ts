import type { StoredCoe } from '../coe/model.js';

/** What stands between a COE and its next state, as the tabs count it. */
export type Standing = {
  status: StoredCoe['status'];
  /** Address of its page. */
  path: string;
  evidence: number;
  suggestions: number;
  timeline: number;
  blockers: number;
};
export type NextStep = { words: string; href: string; link: string };

/** What whoever writes a COE does next, said at the top of its page, so that nobody has to know the tabs by heart; null when it is done. */
export function nextStep({ status, path, evidence, suggestions, timeline, blockers }: Standing): NextStep | null {
  if (status === 'inReview')
    return { words: 'It is in review.', href: `${path}/review`, link: 'See what reviewers say' };
  if (status === 'approved')
    return { words: 'This content is approved.', href: `${path}/review#next`, link: 'Publish it' };
  if (status !== 'draft') return null;
  if (suggestions > 0)
    return {
      words: `A draft is made: ${suggestions} ${suggestions === 1 ? 'suggestion waits' : 'suggestions wait'} for your decision.`,
      href: `${path}/draft`,
      link: 'Accept, edit or reject',
    };
  if (evidence === 0 && timeline === 0)
    return {
      words: 'Bring what you have: an alarm history, a chat export, a deploy log.',
      href: `${path}/evidence`,
      link: 'Import its evidence',
    };
  if (timeline === 0)
    return { words: 'The evidence is here.', href: `${path}/draft`, link: 'Draft the COE from its evidence' };
  if (blockers > 0)
    return {
      words: `${blockers} ${blockers === 1 ? 'point blocks' : 'points block'} approval.`,
      href: `${path}/edit`,
      link: 'Go through them in the editor',
    };
  return { words: 'Nothing blocks approval.', href: `${path}/review#next`, link: 'Ask for review' };
}
