import type { CoeStatus } from '../coe/model.js';

/** Rows of the policy table; a person who passes one of them may make the transition. */
type Decider = 'coe.edit' | 'coe.review' | 'coe.archive';

export type Transition = {
  from: CoeStatus;
  to: CoeStatus;
  /** What it is called on the button and in the drawing. */
  name: string;
  /** Who makes it by asking for it; empty where it follows from something else. */
  by: readonly Decider[];
  /** What has to be true besides. */
  needs: 'approvals' | null;
};

const row = (
  from: CoeStatus,
  to: CoeStatus,
  name: string,
  by: readonly Decider[],
  needs: Transition['needs'] = null,
): Transition => ({ from, to, name, by, needs });

/** Every state of a COE and every way between them; the drawing in `docs/lifecycle.md` is held equal to it by a test. */
export const LIFECYCLE: readonly Transition[] = [
  row('draft', 'inReview', 'Ask for review', ['coe.edit']),
  row('inReview', 'draft', 'Take back', ['coe.edit']),
  row('inReview', 'draft', 'Changes requested', []),
  row('inReview', 'approved', 'Last approval given', []),
  row('inReview', 'approved', 'Approve, all approvals given', ['coe.edit', 'coe.review'], 'approvals'),
  row('approved', 'inReview', 'Content edited', []),
  row('approved', 'draft', 'Take back', ['coe.edit', 'coe.review']),
  row('approved', 'draft', 'Changes requested', []),
  row('approved', 'published', 'Publish', ['coe.edit', 'coe.review']),
  row('published', 'draft', 'Take back', ['coe.edit', 'coe.review']),
  row('draft', 'archived', 'Archive', ['coe.archive']),
  row('inReview', 'archived', 'Archive', ['coe.archive']),
  row('approved', 'archived', 'Archive', ['coe.archive']),
  row('published', 'archived', 'Archive', ['coe.archive']),
  row('archived', 'draft', 'Bring back', ['coe.archive']),
];

/** The ways out of a state that people can ask for. */
export const waysFrom = (status: CoeStatus): Transition[] =>
  LIFECYCLE.filter(({ from, by }) => from === status && by.length > 0);

/** The table as a Mermaid drawing. */
export function drawLifecycle(): string {
  const arrows = LIFECYCLE.map(({ from, to, name }) => `  ${from} --> ${to}: ${name}`);
  return ['stateDiagram-v2', '  [*] --> draft', ...arrows].join('\n');
}
