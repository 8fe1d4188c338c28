import type { JobProgress } from '../jobs/model.js';
import type { JobStore } from '../jobs/store.js';
import type { StoredDraft } from './draft-schema.js';
import type { DraftStore } from './draft-store.js';
import { jobIdOf } from './request-draft.js';

/** How soon the work of another instance is seen; own work is seen at once. */
const LOOK_MS = 250;

export type FollowParts = { drafts: DraftStore; jobs: JobStore };

const hasEnded = ({ status }: StoredDraft) => status !== 'queued' && status !== 'running';

/** Waits for a draft to end, `seconds` at most, less when the service stops. @returns the draft as it is then */
export async function waitForDraft(
  { drafts, jobs }: FollowParts,
  draftId: string,
  seconds: number,
): Promise<{ draft: StoredDraft; ended: boolean }> {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    const seen = jobs.changes.count();
    const draft = await drafts.byId(draftId);
    const left = until - performance.now();
    if (hasEnded(draft) || left <= 0 || jobs.closing.aborted) return { draft, ended: hasEnded(draft) };
    await jobs.changes.next(Math.min(LOOK_MS, left), seen, jobs.closing);
  }
}

/**
 * Tells each step of a draft as it happens, then how it ended (`done`, `failed`, `cancelled`), and returns. When the service stops
 * it returns without an ending: the client asks again.
 */
export async function followDraft(
  { drafts, jobs }: FollowParts,
  draftId: string,
  send: (event: string, data: unknown) => void,
  closed: AbortSignal,
): Promise<void> {
  const stop = AbortSignal.any([jobs.closing, closed]);
  let told = '';
  for (;;) {
    const seen = jobs.changes.count();
    const draft = await drafts.byId(draftId);
    const { status, error } = draft;
    if (hasEnded(draft)) return send(status, { id: draftId, status, error });
    const job = await jobs.byId(jobIdOf(draftId));
    const progress: JobProgress = job?.progress ?? { step: 0, steps: 1, text: 'Waiting to start' };
    const line = JSON.stringify({ id: draftId, status, ...progress });
    if (line !== told) send('progress', JSON.parse(line));
    told = line;
    if (stop.aborted) return;
    await jobs.changes.next(LOOK_MS, seen, stop);
  }
}
