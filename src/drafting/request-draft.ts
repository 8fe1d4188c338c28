import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { JobStore } from '../jobs/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, invalid } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { StoredDraft } from './draft-schema.js';
import type { DraftStore } from './draft-store.js';
import type { Drafter } from './drafter.js';
import { DRAFT_JOB } from './run-draft.js';
import type { DraftSection } from './section-rule.js';

export type RequestDraftParts = {
  drafts: DraftStore;
  jobs: JobStore;
  store: CoeStore;
  clock: Clock;
  /** Set where there is a language model: whether a COE's evidence may be sent to it. */
  mayLeave?: ((coe: StoredCoe) => Promise<boolean>) | undefined;
};
export type DraftRequest = { drafter: Drafter; sections: DraftSection[] };

export const jobIdOf = (draftId: string): string => `job_${draftId}`;

/**
 * Queues a draft and returns it. The job comes first and carries the draft: after a crash between the two writes it writes the
 * draft itself. With an idempotency seed the id comes from it, so that a repeat finds the first request's draft.
 * @throws AppError conflict for an archived COE; validation when no such drafter is set up
 */
export async function requestDraft(
  { drafts, jobs, store, clock, mayLeave }: RequestDraftParts,
  coeId: string,
  { drafter, sections }: DraftRequest,
  actor: Actor,
  idempotencySeed?: string,
): Promise<StoredDraft> {
  if (drafter === 'model' && !mayLeave)
    invalid(
      '/drafter',
      'No model drafter is set up here: it needs the setting COE_MODEL (with OPENAI_BASE_URL). Use "rules", which needs none.',
    );
  const coe = await store.byId(coeId);
  if (coe.status === 'archived')
    throw new AppError('conflict', `${coe.number} is archived: it can no longer be drafted.`);
  if (drafter === 'model' && mayLeave && !(await mayLeave(coe)))
    throw new AppError(
      'conflict',
      `${coe.number} is restricted: its owner must allow that its evidence is sent to the model (PUT /coes/${coe.number}/model-consent), or draft it by rules.`,
    );
  const draft: StoredDraft = {
    _id: idempotencySeed ? `drf_${idempotencySeed.slice(0, 20)}` : newId('drf'),
    coeId,
    status: 'queued',
    drafter,
    sections,
    keyMoments: {},
    gaps: [],
    folded: [],
    facts: [],
    responders: [],
    warnings: [],
    error: null,
    createdAt: clock.now().toISOString(),
    createdBy: { id: actor.id, name: actor.name },
  };
  await jobs.enqueue(jobIdOf(draft._id), DRAFT_JOB, draft);
  await drafts.ensure(draft);
  return drafts.byId(draft._id);
}
